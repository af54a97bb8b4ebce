using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>A small classifier with every kind of policy.</summary>
[Model, ClipGlobalNorm(1f)]
public sealed partial class SmallClassifier
{
    [Parameter(7, 33, Init = Init.HeNormal), L2(1e-3f)] public partial Tensor<float> W1 { get; }
    [Parameter(33)] public partial Tensor<float> B1 { get; }
    [Parameter(33, 5), L1L2(1e-3f, 1e-3f), ClipValue(0.5f)] public partial Tensor<float> W2 { get; }
    [Parameter(5)] public partial Tensor<float> B2 { get; }

    [Forward]
    [return: Shape("batch", 5)]
    public Tensor<float> Logits([Shape("batch", 7)] Tensor<float> inputs) => MatMul(Tanh(MatMul(inputs, W1) + B1), W2) + B2;

    [Loss]
    public float Loss([Shape("batch", 7)] Tensor<float> inputs, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Logits(inputs), labels);
}

/// <summary>Large enough for every kernel of a step to be shared among threads.</summary>
[Model, ClipGlobalNorm(1f), L2(1e-4f)]
public sealed partial class WideClassifier
{
    [Parameter(784, 1024)] public partial Tensor<float> W1 { get; }
    [Parameter(1024)] public partial Tensor<float> B1 { get; }
    [Parameter(1024, 1024)] public partial Tensor<float> W2 { get; }
    [Parameter(1024)] public partial Tensor<float> B2 { get; }
    [Parameter(1024, 10)] public partial Tensor<float> W3 { get; }
    [Parameter(10)] public partial Tensor<float> B3 { get; }

    [Loss]
    public float Loss([Shape("batch", 784)] Tensor<float> inputs, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(MatMul(Relu(MatMul(Relu(MatMul(inputs, W1) + B1), W2) + B2), W3) + B3, labels);
}

/// <summary>Element-wise work on many numbers, which is cut into chunks.</summary>
[Model]
public sealed partial class LongChain
{
    [Parameter(200_003, Init = Init.Normal)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(200_003)] Tensor<float> x) => Sum(Tanh(W * x) * Sigmoid(W) + W * W / 2f);
}

/// <summary>Inputs for these models.</summary>
internal static class Inputs
{
    public static Tensor<float> Numbers(int seed, params ReadOnlySpan<nint> lengths)
    {
        var random = new Random(seed);
        nint count = 1;
        foreach (nint length in lengths)
            count *= length;
        return Tensor.Create([.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() - 0.5f)], lengths);
    }

    public static Tensor<int> Labels(int seed, int count, int classes)
    {
        var random = new Random(seed);
        return Tensor.Create([.. Enumerable.Range(0, count).Select(_ => random.Next(classes))], [count]);
    }
}
