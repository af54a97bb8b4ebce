using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Analysis;

/// <summary>What is the matter with the growth of a gradient.</summary>
public enum GrowthKind
{
    /// <summary>More than tenfold, and no clip caps it.</summary>
    Explodes,

    /// <summary>Less than a tenth, in norm and in each element.</summary>
    Vanishes,

    /// <summary>Worth knowing: outside of [0.3, 3], or capped by clips.</summary>
    Notable,
}

/// <summary>The factor by which some weights change the gradient.</summary>
public sealed record Contribution(EquatableArray<string> Weights, double Factor);

/// <summary>
/// The layer of a method at which the gradient has grown or shrunk most, and what contributes most to it, the strongest first.
/// </summary>
public sealed record GrowthFinding(GrowthKind Kind, MethodDeclaration Method, LayerGrowth Layer, EquatableArray<Contribution> Contributions, bool IsCapped)
{
    /// <summary>An initialiser of the weights that contribute, which makes a warning go away, and the growth that it would leave; null where there is none.</summary>
    public (string Init, double Growth)? Remedy { get; init; }

    private const double Explosion = 10, Vanishing = 0.1, Notable = 3, NotablySmall = 0.3;

    /// <summary>At most one finding of each kind for a model: the worst of its forward methods, or of its loss where it has none.</summary>
    public static IReadOnlyList<GrowthFinding> Of(ModelDeclaration model)
    {
        MethodDeclaration[] forwards = [.. model.Methods.Where(m => m is { Kind: MethodKind.Forward, Graph: not null })];
        MethodDeclaration[] methods = forwards.Length > 0 ? forwards : [.. model.Methods.Where(m => m.Graph is not null)];
        GrowthFinding[] all = [.. methods.SelectMany(m => Of(m, model.Parameters))];
        GrowthFinding[] warnings = [.. new[] { GrowthKind.Explodes, GrowthKind.Vanishes }.Select(k => Worst(all, k)).OfType<GrowthFinding>().Select(f => f with { Remedy = Remedies.Find(f, model.Parameters) })];
        return warnings.Length > 0 ? warnings : [.. new[] { Worst(all, GrowthKind.Notable) }.OfType<GrowthFinding>()];
    }

    private static GrowthFinding? Worst(GrowthFinding[] findings, GrowthKind kind)
        => findings.Where(f => f.Kind == kind).OrderByDescending(f => Math.Abs(Math.Log(f.Layer.Growth))).FirstOrDefault();

    /// <summary>What is the matter with each layer of one method.</summary>
    internal static IEnumerable<GrowthFinding> Of(MethodDeclaration method, IReadOnlyCollection<ParameterDeclaration> parameters)
    {
        EquatableArray<LayerGrowth> layers = GradientFlow.Analyze(method.Graph!, parameters);
        return layers.Select((layer, i) => Judge(layer, Best(layers, i), parameters) is var (kind, isCapped)
            ? new GrowthFinding(kind, method, layer, Contribute(layers, i).ToEquatableArray(), isCapped) : null).OfType<GrowthFinding>();
    }

    // A gradient that is small in a branch, and large again before it, has not vanished: a sum led it past.
    private static LayerGrowth Best(EquatableArray<LayerGrowth> layers, int index)
        => layers[index].Steps > 0 ? layers[index]
            : layers.Take(index + 1).Where(l => l.Steps == 0 && l.Weights.All(layers[index].Upstream.Contains)).OrderByDescending(l => l.Growth).First();

    private static (GrowthKind Kind, bool IsCapped)? Judge(LayerGrowth layer, LayerGrowth best, IEnumerable<ParameterDeclaration> parameters)
    {
        // A gradient that is cut on purpose does not vanish by accident.
        if (layer.Growth is > NotablySmall and < Notable || (layer.Growth < 1 && (layer.IsTruncated || layer.Growth == 0 || best.Growth > NotablySmall)))
            return null;
        bool isCapped = layer.Growth > 1 && parameters.Where(p => layer.Upstream.Contains(p.Name)).All(p => IsClipped(p.Policy));
        return layer.Growth > Explosion ? (isCapped ? GrowthKind.Notable : GrowthKind.Explodes, isCapped)
            : best is { Growth: < Vanishing, GrowthOfElement: < Vanishing } ? (GrowthKind.Vanishes, false)
            : best is { Growth: < NotablySmall, GrowthOfElement: > NotablySmall } ? null
            : (GrowthKind.Notable, isCapped);
    }

    // An infinite threshold is how a parameter says that it shall not be clipped; one at run time may be any.
    private static bool IsClipped(PolicyDeclaration policy)
        => (policy.Norm != NormClipKind.None && !(policy.NormMember.Length == 0 && double.IsInfinity(policy.NormThreshold)))
            || (policy.ValueThreshold > 0 && !(policy.ValueMember.Length == 0 && double.IsInfinity(policy.ValueThreshold)));

    // From one layer back to the one before it, the gradient passes the weights of the first: so much of the growth is theirs.
    private static IEnumerable<Contribution> Contribute(EquatableArray<LayerGrowth> layers, int worst)
    {
        if (layers[worst].Steps > 0)
            return [new(layers[worst].Weights, Math.Pow(layers[worst].Growth, 1.0 / layers[worst].Steps))];
        LayerGrowth[] after = [.. layers.Skip(worst).Where(l => l.Steps == 0)];
        IEnumerable<Contribution> steps = after.Zip(after.Skip(1), (before, next) => new Contribution(next.Weights, before.Growth / next.Growth));
        // A loop counts by itself.
        IEnumerable<Contribution> loops = layers.Skip(worst).Where(l => l.Steps > 0).Select(l => new Contribution(l.Weights, l.Growth));
        int sign = Math.Sign(Math.Log(layers[worst].Growth));
        // Factors that nobody can tell apart stay in the order of the layers.
        return steps.Concat(loops).OrderByDescending(c => Math.Round(sign * Math.Log(c.Factor), 1)).Where(c => sign * Math.Log(c.Factor) > 0);
    }
}
