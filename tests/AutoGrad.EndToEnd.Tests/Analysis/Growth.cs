using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.Compiler.Analysis;
using AutoGrad.Compiler.Declarations;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.EndToEnd.Tests.Analysis;

/// <summary>The growth of a case's gradient, as estimated at compile time and as measured in generated backward passes.</summary>
/// <param name="Case">The network.</param>
/// <param name="Estimated">What the analyzer says.</param>
/// <param name="Measured">The ratio of the norms, the mean over the seeds of its logarithm: where it varies by powers of ten, a plain mean is that of the largest.</param>
/// <param name="Mean">The plain mean.</param>
internal sealed record Growth(GrowthCase Case, double Estimated, double Measured, double Mean)
{
    /// <summary>Within a factor of 2, or 15 % of the exponent, whichever is wider.</summary>
    public bool IsClose => Math.Abs(Error) <= Math.Max(Math.Log10(2), 0.15 * Math.Abs(Math.Log10(Measured)));

    /// <summary>The decimal logarithm of the estimate over what was measured.</summary>
    public double Error => Math.Log10(Estimated / Measured);

    /// <summary>Both of all cases.</summary>
    public static IReadOnlyList<Growth> Of(IReadOnlyList<GrowthCase> cases, int seeds)
    {
        var project = new UserProject();
        (string, string)[] files = [.. cases.Select(c => (c.Name, c.Source))];
        Assembly assembly = project.Load([.. files.Select(f => f.Item2)]);
        Compilation compilation = project.Compile(files).Compilation;
        return [.. cases.Select(c => Of(c, Estimate(c, compilation), [.. Enumerable.Range(1, seeds).Select(seed => Measure(c, assembly, seed))]))];
    }

    private static Growth Of(GrowthCase growth, double estimated, double[] measured)
        => new(growth, estimated, Math.Exp(measured.Average(Math.Log)), measured.Average());

    private static double Estimate(GrowthCase growth, Compilation compilation)
    {
        var type = compilation.GetTypeByMetadataName(growth.Name)!;
        ModelDeclaration model = FrontEnd.Read(type, compilation, CancellationToken.None)!.Source!.Declaration;
        IReadOnlyList<LayerGrowth> layers = GradientFlow.Analyze(model.Methods.First(m => m.Kind == MethodKind.Forward).Graph!, model.Parameters);
        return layers.Single(l => growth.Form == "loop" ? l.Steps > 0 : l.Weights.Contains("W1")).Growth;
    }

    // In double: what grows or shrinks by 10^40 is no float.
    private static double Measure(GrowthCase growth, Assembly assembly, int seed)
    {
        var subject = (Subject)Activator.CreateInstance(assembly.GetType(growth.Name + "Subject")!, seed)!;
        var random = new Random(seed);
        float[] weights = Normals(random, growth.Result);
        subject.Inputs = [Tensor.Create(Normals(random, growth.Input), Lengths(growth.Input)), Tensor.Create(weights, Lengths(growth.Result))];
        double[] values = subject.Values, gradient = new double[values.Length];
        subject.InDouble(values, gradient);
        double[] probe = gradient[^(GrowthCase.Rows * GrowthCase.Width)..];
        return Math.Sqrt(probe.Sum(g => g * g) / weights.Sum(w => (double)w * w));
    }

    private static nint[] Lengths(int[] lengths) => [.. lengths.Select(l => (nint)l)];

    private static float[] Normals(Random random, int[] lengths)
        => [.. Enumerable.Range(0, lengths.Aggregate((a, b) => a * b))
            .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
