using System.Collections.Immutable;
using System.Globalization;
using AutoGrad.Compiler.Analysis;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>Says before the first run whether the gradients of a model will explode or vanish, which layers do that, and what to try.</summary>
internal static class GradientGrowth
{
    // Contributions within this factor of the strongest are named beside it, up to so many.
    private const double Alike = 1.5;

    private const int MostNamed = 4;

    private static readonly ByDeclaration<ModelDeclaration, Foreseen> s_known = new((a, b) => a.Parameters == b.Parameters && a.Methods == b.Methods);

    public static IEnumerable<Problem> Check(INamedTypeSymbol model, ModelDeclaration declaration)
    {
        Foreseen foreseen = s_known.Get(string.Join(".", declaration.ContainingTypes.Prepend(declaration.Namespace).Append(declaration.Name)), declaration, Foresee);
        return [.. foreseen.Findings.Select(f => Report(model, f)), .. foreseen.Overflows.Select(o => Overflow(model, o.Method, o.Node)).Take(1)];
    }

    private static Foreseen Foresee(ModelDeclaration model)
    {
        try
        {
            model = model with { Methods = model.Methods.Select(m => m.Graph is { } graph ? m with { Graph = FixMode.Run(graph, isTraining: true) } : m).ToEquatableArray() };
            return new(GrowthFinding.Of(model),
                [.. from method in model.Methods where method.Graph is not null let node = OverflowBounds.Find(method.Graph!, model.Parameters) where node is not null select (method, node)]);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An estimate is not worth a failed build.
            return new([], []);
        }
    }

    private sealed record Foreseen(IReadOnlyList<GrowthFinding> Findings, IReadOnlyList<(MethodDeclaration Method, Node Node)> Overflows);

    private static Problem Report(INamedTypeSymbol model, GrowthFinding finding)
    {
        (DiagnosticDescriptor rule, string advice) = finding switch
        {
            { Kind: GrowthKind.Explodes, Layer.Steps: > 0 } => (Rules.Explodes, $"Try {Initialiser(finding, "Init.Orthogonal or a smaller Scale")}, clip with [ClipNorm], cut the loop's gradient with [TruncatedBackprop], or use fewer steps"),
            { Kind: GrowthKind.Explodes } => (Rules.Explodes, $"Try {Initialiser(finding, "a smaller Scale or another Init")}, clip with [ClipNorm], or use fewer layers"),
            { Kind: GrowthKind.Vanishes, Layer.Steps: > 0 } => (Rules.Vanishes, $"Try {Initialiser(finding, "Init.Orthogonal")}, a gated cell such as an LSTM whose forget gate starts open, or fewer steps"),
            { Kind: GrowthKind.Vanishes } => (Rules.Vanishes, $"Try {Initialiser(finding, "a larger Scale or another Init")}, add what goes into a layer to what comes out of it, or use fewer layers"),
            { IsCapped: true } => (Rules.Grows, "Clips cap it"),
            _ => (Rules.Grows, "Nothing needs to be done"),
        };
        return new(rule, Locate(model, finding.Method), Estimate(finding.Layer.Growth), finding.Method.Name, Path(finding), advice)
        {
            Properties = Properties(finding),
        };
    }

    // What code fixes need to know.
    private static ImmutableDictionary<string, string?> Properties(GrowthFinding finding)
    {
        ImmutableDictionary<string, string?> properties = Problem.None.Add("Growth", finding.Layer.Growth.ToString("R", CultureInfo.InvariantCulture));
        if (finding.Remedy is { } remedy)
            properties = properties.Add("Init", remedy.Init).Add("Parameters", string.Join(";", Remedies.OwnWeights(finding)));
        if (finding is { Kind: GrowthKind.Explodes, Layer: { Steps: > 0, IsTruncated: false } })
            properties = properties.Add("Steps", Math.Max(1, Math.Floor(finding.Layer.Steps * Math.Log(3) / Math.Log(finding.Layer.Growth))).ToString(CultureInfo.InvariantCulture));
        return properties;
    }

    private static string Initialiser(GrowthFinding finding, string otherwise)
        => finding.Remedy is { } remedy ? $"Init.{remedy.Init} for {List(Remedies.OwnWeights(finding))}, which makes it about {Estimate(remedy.Growth)}" : otherwise;

    private static string Path(GrowthFinding finding)
    {
        LayerGrowth layer = finding.Layer;
        if (layer.Steps > 0)
            return string.Format(CultureInfo.InvariantCulture, "over {0} steps of the loop that carries {1}: each multiplies it by {2:0.##} at {3}", layer.Steps, layer.Variable is { } name ? $"'{name}'" : "its state", finding.Contributions[0].Factor, List(layer.Weights));
        Contribution[] strongest = [.. finding.Contributions.Where(c => IsAlike(c, finding.Contributions[0])).Take(MostNamed)];
        string to = $"down to {List(layer.Weights)}";
        return strongest.Length == 0 ? to
            : string.Format(CultureInfo.InvariantCulture, "{0}, most at {1} ({2} by {3:0.##})", to, List(strongest.SelectMany(c => c.Weights).Distinct()), strongest.Length > 1 ? "each multiplies it" : "multiplies it", strongest[0].Factor);
    }

    private static bool IsAlike(Contribution one, Contribution strongest) => Math.Abs(Math.Log(one.Factor / strongest.Factor)) < Math.Log(Alike);

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : string.Join(", ", all.Take(all.Length - 1)) + " and " + all[all.Length - 1];
    }

    // One digit: an estimate has no more.
    private static string Estimate(double growth)
    {
        double exponent = Math.Floor(Math.Log10(growth)), unit = Math.Pow(10, exponent), digit = Math.Round(growth / unit);
        return exponent is < -4 or > 4 ? "10^" + Math.Round(Math.Log10(growth)).ToString(CultureInfo.InvariantCulture) : ((decimal)digit * (decimal)unit).ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static Problem Overflow(INamedTypeSymbol model, MethodDeclaration method, Node node)
    {
        string what = node.Origin.Source is { Length: > 0 } source ? $"'{source}'" : node.Origin.Name is { } name ? $"'{name}'" : $"the result of {node.Op}";
        return new(Rules.Overflows, Locate(model, method), method.Name, what, "constants and initial values alone make it so; use smaller ones");
    }

    private static Location Locate(INamedTypeSymbol model, MethodDeclaration method)
        => (model.GetMembers(method.Name).FirstOrDefault(m => m.Has(Names.Forward) || m.Has(Names.Loss)) ?? model).Location();
}
