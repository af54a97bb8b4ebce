using TorchSharp;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Products, changes of shape, and tensors made of nothing.</content>
internal static partial class OpCases
{
    private static IEnumerable<OpCase> Products =>
    [
        .. new (int M, int K, int N)[] { (1, 1, 1), (1, 7, 1), (7, 1, 5), (3, 5, 7), (2, 17, 1), (1, 33, 3), (17, 3, 33), (5, 16, 16), (13, 7, 47), (33, 17, 17) }.SelectMany(s => new[]
        {
            Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [s.M, s.K], [s.K, s.N]),
            Case("Nn.MatMul", "MatMul(Transpose(A), B)", t => t[0].t().matmul(t[1]), [s.K, s.M], [s.K, s.N]),
            Case("Nn.MatMul", "MatMul(A, Transpose(B))", t => t[0].matmul(t[1].t()), [s.M, s.K], [s.N, s.K]),
        }),
        Case("Nn.MatMul", "MatMul(Transpose(A), Transpose(B))", t => t[0].t().matmul(t[1].t()), [5, 7], [3, 5]),
        Case("Nn.MatMul", "MatMul(A, A)", t => t[0].matmul(t[0]), [7, 7]),
        Case("Nn.MatMul", "MatMul(A, Transpose(A))", t => t[0].matmul(t[0].t()), [5, 17]),
        Case("Nn.MatMul", "Relu(MatMul(A, B) + C)", t => (t[0].matmul(t[1]) + t[2]).relu(), [5, 7], [7, 17], [17]),
        Case("Nn.MatMul", "Tanh(MatMul(A, B) * C) + A", t => (t[0].matmul(t[1]) * t[2]).tanh() + t[0], [5, 7], [7, 7], [5, 1]) with { EagerError = BaseTanhError },

        // batches
        Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [2, 3, 5], [2, 5, 7]),
        Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [2, 3, 5], [5, 7]),
        Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [3, 5], [2, 5, 7]),
        Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [1, 3, 5], [4, 5, 17]),
        Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [2, 1, 3, 5], [4, 5, 2]),
        Case("Nn.MatMul", "MatMul(A, B)", t => t[0].matmul(t[1]), [2, 3, 1, 5], [2, 1, 5, 1]),
        Case("Nn.MatMul", "MatMul(A, Transpose(B, 1, 2))", t => t[0].matmul(t[1].transpose(1, 2)), [2, 3, 5], [2, 7, 5]),
        Case("Nn.MatMul", "MatMul(Transpose(A, -1, -2), B)", t => t[0].transpose(1, 2).matmul(t[1]), [2, 5, 3], [2, 5, 17]),
        Case("Nn.MatMul", "MatMul(Softmax(MatMul(A, Transpose(B, 1, 2))), B)", t => t[0].matmul(t[1].transpose(1, 2)).softmax(-1).matmul(t[1]), [2, 3, 5], [2, 3, 5]),
    ];

    private static IEnumerable<OpCase> Shapes =>
    [
        Gather([3, 5], [4]), Gather([7, 17], [2, 3]), Gather([5], [6]), Gather([4, 2, 3], [3]),
        .. new[] { (1, 1), (1, 7), (7, 1), (3, 5), (17, 33), (16, 16) }.Select(s => Case("Nn.Transpose", "Transpose(A)", t => t[0].t(), [s.Item1, s.Item2])),
        Case("Nn.Transpose", "Transpose(A, 0, 1)", t => t[0].transpose(0, 1), [2, 3, 7]),
        Case("Nn.Transpose", "Transpose(A, 0, 2)", t => t[0].transpose(0, 2), [2, 3, 17]),
        Case("Nn.Transpose", "Transpose(A, -1, 1)", t => t[0].transpose(-1, 1), [2, 3, 1, 5]),
        Case("Nn.Transpose", "Transpose(A, 1, 1)", t => t[0].transpose(1, 1), [3, 5]),
        Case("Nn.Transpose", "Transpose(Transpose(A) * B)", t => (t[0].t() * t[1]).t(), [3, 5], [5, 3]),
        Case("Nn.Transpose", "Transpose(A) + A", t => t[0].t() + t[0], [7, 7]),

        Case("Nn.Reshape", "Reshape(A, 1)", t => t[0].reshape(1), [1, 1, 1]),
        Case("Nn.Reshape", "Reshape(A, 15)", t => t[0].reshape(15), [3, 5]),
        Case("Nn.Reshape", "Reshape(A, 5, 3)", t => t[0].reshape(5, 3), [3, 5]),
        Case("Nn.Reshape", "Reshape(A, 3, -1, 2) * B", t => t[0].reshape(3, 7, 2) * t[1], [6, 7], [7, 1]),
        Case("Nn.Reshape", "Reshape(A + B, -1)", t => (t[0] + t[1]).reshape(-1), [3, 1], [17]),
        Case("Nn.Reshape", "Reshape(Transpose(A), 3, 5) * A", t => t[0].t().reshape(3, 5) * t[0], [3, 5]),

        Case("Nn.At", "At(A, 0)", t => t[0][0].reshape(1), [1]),
        Case("Nn.At", "At(A, 2)", t => t[0][2].reshape(1), [7]),
        Case("Nn.At", "At(A, 1) * At(A, 0)", t => t[0][1] * t[0][0], [3, 17]),
        Case("Nn.At", "At(At(A, 1), 2)", t => t[0][1][2], [2, 3, 7]),
        Case("Nn.Last", "Last(A)", t => t[0][2], [3, 5]),
        Case("Nn.Last", "Last(A) + At(A, 0)", t => t[0][1] + t[0][0], [2, 3, 17]),
        Case("Nn.Last", "Last(A)", t => t[0][6].reshape(1), [7]),

        Case("Nn.Slice", "Slice(A, 0, 0, 1)", t => t[0].narrow(0, 0, 1), [1]),
        Case("Nn.Slice", "Slice(A, 0, 3, 17)", t => t[0].narrow(0, 3, 17), [33]),
        Case("Nn.Slice", "Slice(A, 0, 1, 2)", t => t[0].narrow(0, 1, 2), [5, 7]),
        Case("Nn.Slice", "Slice(A, 1, 2, 5)", t => t[0].narrow(1, 2, 5), [3, 17]),
        Case("Nn.Slice", "Slice(A, -1, 0, 7)", t => t[0].narrow(-1, 0, 7), [2, 3, 7]),
        Case("Nn.Slice", "Slice(A, 1, 1, 1) * B", t => t[0].narrow(1, 1, 1) * t[1], [2, 3, 7], [5, 1]),
        Case("Nn.Slice", "Slice(A, 1, 0, 4) * Slice(A, 1, 3, 4)", t => t[0].narrow(1, 0, 4) * t[0].narrow(1, 3, 4), [5, 7]),
        Case("Nn.Slice", "Slice(MatMul(A, B), 1, 3, 2)", t => t[0].matmul(t[1]).narrow(1, 3, 2), [5, 3], [3, 7]),
    ];

    private static IEnumerable<OpCase> Joins =>
    [
        Case("Nn.Concat", "Concat(0, A)", t => t[0] * 1, [7]),
        Case("Nn.Concat", "Concat(0, A, B)", t => torch.cat([t[0], t[1]], 0), [1], [17]),
        Case("Nn.Concat", "Concat(0, A, B, A)", t => torch.cat([t[0], t[1], t[0]], 0), [3, 5], [1, 5]),
        Case("Nn.Concat", "Concat(1, A, B)", t => torch.cat([t[0], t[1]], 1), [3, 5], [3, 17]),
        Case("Nn.Concat", "Concat(-1, A * 2, B * B, A)", t => torch.cat([t[0] * 2, t[1] * t[1], t[0]], -1), [2, 3, 5], [2, 3, 1]),
        Case("Nn.Concat", "Concat(1, Relu(A), Tanh(B))", t => torch.cat([t[0].relu(), t[1].tanh()], 1), [2, 3, 7], [2, 2, 7]) with { EagerError = BaseTanhError },
        Case("Nn.Stack", "Stack(0, A, B)", t => torch.stack([t[0], t[1]], 0), [7], [7]),
        Case("Nn.Stack", "Stack(1, A, B, A)", t => torch.stack([t[0], t[1], t[0]], 1), [17], [17]),
        Case("Nn.Stack", "Stack(1, A, B)", t => torch.stack([t[0], t[1]], 1), [3, 5], [3, 5]),
        Case("Nn.Stack", "Stack(-1, A, B * A)", t => torch.stack([t[0], t[1] * t[0]], -1), [3, 5], [3, 5]),
    ];

    private static IEnumerable<OpCase> Creation =>
    [
        Case("Nn.Zeros", "Zeros<float>(3, 7) + A", t => torch.zeros(3, 7, torch.float64) + t[0], [7]),
        Case("Nn.Ones", "Ones<float>(3, 7) - A", t => 1 - t[0], [3, 7]),
        Case("Nn.Ones", "Ones<float>(5, 1) * A", t => torch.ones(5, 1, torch.float64) * t[0], [17]),
        Case("Nn.Full", "Full(2.5f, 3, 7) * A", t => 2.5 * t[0], [3, 7]),
        Case("Nn.Full", "Full(Mean(A), 3, 7) * B", t => t[0].mean() * t[1], [5], [3, 7]),
        Case("Nn.Full", "Full<float>(2.5f, 2, 1, 17) * A", t => torch.full([2, 1, 17], 2.5, torch.float64) * t[0], [3, 17]),
    ];

    private static OpCase Gather(int[] table, int[] indices)
    {
        int[] labels = [.. Enumerable.Range(0, Testing.Numbers.Count(indices)).Select(i => i * 5 % table[0])];
        return Case("Nn.Gather", "Gather(A * 2, labels)", t => (t[0] * 2).index_select(0, torch.tensor(Array.ConvertAll(labels, l => (long)l))).reshape([.. indices.Concat(table[1..]).Select(l => (long)l)]), table) with
        {
            Constants = [new("labels", indices, labels)],
        };
    }
}
