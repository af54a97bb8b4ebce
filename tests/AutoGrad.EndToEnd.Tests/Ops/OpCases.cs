using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <summary>
/// Cases for every function and operator that the compiler knows. Each family is a file; each yields its cases over the shapes that tell
/// faults of loops apart: one element, primes, less than a vector, whole vectors, and tails behind them.
/// </summary>
internal static partial class OpCases
{
    // A case draws its inputs by its place.
    public static IReadOnlyList<OpCase> All { get; } =
    [
        .. Operators, .. Comparisons, .. Functions, .. ScalarFunctions, .. Activations, .. Reductions, .. Softmaxes, .. Normalizations, .. Attentions, .. Products, .. Windows, .. Shapes, .. Joins, .. Creation, .. Losses,
    ];

    private static int[][] AllShapes => [[1], [7], [16], [17], [33], [3, 1], [5, 17], [2, 3, 7], [2, 1, 3, 5]];

    private static int[][] FewShapes => [[7], [3, 17]];

    /// <summary>Pairs of shapes that broadcast to one.</summary>
    private static (int[] X, int[] Y)[] Pairs =>
    [
        ([1], [1]), ([7], [7]), ([5, 33], [5, 33]), ([1], [7]), ([5, 7], [1]), ([3, 17], [17]), ([17], [3, 17]), ([3, 1], [1, 17]), ([17], [3, 1]), ([5, 1], [5, 16]),
        ([2, 3, 7], [3, 1]), ([2, 3, 7], [2, 1, 1]), ([1, 3, 1], [2, 1, 7]), ([2, 1, 3, 5], [4, 1, 5]),
    ];

    private static (int[] X, int[] Y)[] FewPairs => [([7], [7]), ([3, 17], [17])];

    /// <summary>A function of one tensor.</summary>
    private static IEnumerable<OpCase> Unary(string intrinsic, string expression, Func<TorchTensor, TorchTensor> reference, Domain domain = Domain.Any, int[][]? shapes = null)
        => (shapes ?? AllShapes).Select(shape => new OpCase(intrinsic, expression, [new(domain, shape)], t => reference(t[0])));

    /// <summary>A function of two tensors.</summary>
    private static IEnumerable<OpCase> Binary(
        string intrinsic, string expression, Func<TorchTensor, TorchTensor, TorchTensor> reference, Domain x = Domain.Any, Domain y = Domain.Any, (int[] X, int[] Y)[]? shapes = null)
        => (shapes ?? Pairs).Select(pair => new OpCase(intrinsic, expression, [new(x, pair.X), new(y, pair.Y)], t => reference(t[0], t[1])));

    /// <summary>One case.</summary>
    private static OpCase Case(string intrinsic, string expression, Func<TorchTensor[], TorchTensor> reference, params int[][] shapes)
        => new(intrinsic, expression, [.. shapes.Select(s => new Operand(Domain.Any, s))], reference);
}
