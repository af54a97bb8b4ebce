using AutoGrad.EndToEnd.Tests.Testing;
using static TorchSharp.torch;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <summary>Between which bounds an operand's elements are.</summary>
internal enum Domain
{
    /// <summary>From -2 to 2.</summary>
    Any,

    /// <summary>From -9 to 9.</summary>
    Wide,

    /// <summary>From 0.3 to 2.5.</summary>
    Positive,

    /// <summary>From 0.05 to 0.95.</summary>
    Probability,
}

/// <summary>An operand: a parameter of the model, called A, B, C ... in the order of declaration.</summary>
internal sealed record Operand(Domain Domain, params int[] Shape)
{
    public int Count => Numbers.Count(Shape);
}

/// <summary>An argument that has no gradient: labels or a mask.</summary>
internal sealed record Constant(string Name, int[] Shape, Array Elements)
{
    public string Type => Elements is int[] ? "int" : Elements is bool[] ? "bool" : "float";
}

/// <summary>
/// One expression to differentiate: what the compiler calls the function under test, the expression in C# over parameters A, B, C ... and
/// named constants, and the same in torch.
/// </summary>
internal sealed record OpCase(string Intrinsic, string Expression, Operand[] Operands, Func<TorchTensor[], TorchTensor> Reference)
{
    public Constant[] Constants { get; init; } = [];

    /// <summary>False where the gradient is by definition not that of the value.</summary>
    public bool HasDifferences { get; init; } = true;

    /// <summary>How many times less accurate a float computation may be than the rule, with a reason at the case.</summary>
    public double Slack { get; init; } = 1;

    /// <summary>
    /// The size of the terms that cancel in the gradient, where they cancel: their rounding stays. 0 where the gradient's own size is the measure.
    /// </summary>
    public double Cancelled { get; init; }

    /// <summary>
    /// Added to the tolerance of the user's own method, where a function of the base library is itself less accurate.
    /// </summary>
    public double EagerError { get; init; }

    /// <summary>The operands' elements: one pool for all of one domain, so that elements of two operands are never nearly equal.</summary>
    public float[] Values(Random random)
    {
        var pools = Operands.GroupBy(o => o.Domain).ToDictionary(g => g.Key, g => new Queue<float>(Pool(g.Key, g.Sum(o => o.Count), random)));
        return [.. Operands.SelectMany(o => Enumerable.Range(0, o.Count).Select(_ => pools[o.Domain].Dequeue()))];
    }

    /// <summary>The value in torch, in double, at these operands; no gradient is recorded unless the operands ask for it.</summary>
    public TorchTensor Evaluate(TorchTensor[] operands) => Reference(operands);

    /// <summary>The operands as torch tensors of double.</summary>
    public TorchTensor[] ToTorch(ReadOnlySpan<float> values, bool requiresGradient)
    {
        var tensors = new TorchTensor[Operands.Length];
        for (int i = 0, start = 0; i < tensors.Length; start += Operands[i].Count, i++)
        {
            double[] elements = Array.ConvertAll(values.Slice(start, Operands[i].Count).ToArray(), v => (double)v);
            tensors[i] = tensor(elements, [.. Operands[i].Shape.Select(l => (long)l)], requires_grad: requiresGradient);
        }

        return tensors;
    }

    public override string ToString() => $"{Intrinsic}: {Expression} over {string.Join(", ", Operands.Select(o => $"[{string.Join(", ", o.Shape)}]"))}";

    private static float[] Pool(Domain domain, int count, Random random) => domain switch
    {
        Domain.Any => Numbers.Apart(count, -2, 2, random),
        Domain.Wide => Numbers.Apart(count, -9, 9, random),
        Domain.Positive => Numbers.Apart(count, 0.3, 2.5, random),
        _ => Numbers.Apart(count, 0.05, 0.95, random),
    };
}
