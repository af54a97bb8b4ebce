using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>The network of the digits: clips and penalties of one kind each.</summary>
[Model, ClipNorm(0.5f)]
internal sealed partial class SmallClassifier
{
    [Parameter(64, 128, Init = Init.HeNormal), L2(1e-4f)] public partial Tensor<float> W1 { get; }

    [Parameter(128)] public partial Tensor<float> B1 { get; }

    [Parameter(128, 10), L1(1e-5f)] public partial Tensor<float> W2 { get; }

    [Parameter(10), ClipValue(0.1f)] public partial Tensor<float> B2 { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", 64)] Tensor<float> images)
    {
        Tensor<float> hidden = Relu(MatMul(images, W1) + B1);
        return MatMul(hidden, W2) + B2;
    }

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Logits(images), labels);
}

/// <summary>Three words to a class: of the table's gradient each pass writes the rows of its words alone.</summary>
[Model]
internal sealed partial class WordClassifier(int seed = 0)
{
    public const int Words = 60, Width = 7;

    [Layer(Words, Width)] public partial Embedding Table { get; }

    [Layer(3 * Width, 5)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("batch", 3)] Tensor<int> words, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Head.Forward(Reshape(Table.Forward(words), -1, 3 * Width)), labels);
}

/// <summary>All that a run must remember beside its weights: running statistics, and the place of its random numbers.</summary>
[Model]
internal sealed partial class DroppedClassifier(int seed = 0)
{
    [Layer(12, 16)] public partial Dense Hidden { get; }

    [Layer(16)] public partial BatchNorm Norm { get; }

    [Layer(0.4f)] public partial Dropout Drop { get; }

    [Layer(16, 5)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Logits([Shape("batch", 12)] Tensor<float> x) => Head.Forward(Drop.Forward(Relu(Norm.Forward(Hidden.Forward(x)))));

    [Loss]
    public float Loss([Shape("batch", 12)] Tensor<float> x, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Logits(x), labels);
}

/// <summary>Large enough for products, loops and updates to be shared between threads.</summary>
[Model, ClipGlobalNorm(1f), L2(1e-5f)]
internal sealed partial class WideClassifier
{
    [Parameter(784, 1024, Init = Init.HeNormal)] public partial Tensor<float> W1 { get; }

    [Parameter(1024)] public partial Tensor<float> B1 { get; }

    [Parameter(1024, 1024, Init = Init.HeNormal)] public partial Tensor<float> W2 { get; }

    [Parameter(1024)] public partial Tensor<float> B2 { get; }

    [Parameter(1024, 10)] public partial Tensor<float> W3 { get; }

    [Parameter(10)] public partial Tensor<float> B3 { get; }

    [Forward]
    public Tensor<float> Logits([Shape("batch", 784)] Tensor<float> images)
    {
        Tensor<float> first = Relu(MatMul(images, W1) + B1);
        Tensor<float> second = Gelu(MatMul(first, W2) + B2);
        return MatMul(second, W3) + B3;
    }

    [Loss]
    public float Loss([Shape("batch", 784)] Tensor<float> images, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Logits(images), labels);
}

/// <summary>Attention over sequences, written out: batched products, soft-max, slices, joins, transpositions and norms.</summary>
[Model, ClipValue(0.5f)]
internal sealed partial class Attention
{
    [Parameter(24, 72)] public partial Tensor<float> QueryKeyValue { get; }

    [Parameter(24, 24)] public partial Tensor<float> Output { get; }

    [Parameter(24, Init = Init.Ones)] public partial Tensor<float> Scale { get; }

    [Parameter(48, 5), L1L2(1e-4f, 1e-4f)] public partial Tensor<float> Head { get; }

    [Forward]
    public Tensor<float> Scores([Shape("batch", "time", 24)] Tensor<float> x)
    {
        Tensor<float> all = MatMul(x, QueryKeyValue);
        Tensor<float> query = Slice(all, 2, 0, 24), key = Slice(all, 2, 24, 24), value = Slice(all, 2, 48, 24);
        Tensor<float> weights = Softmax(MatMul(query, Transpose(key, 1, 2)) * 0.2f);
        Tensor<float> mixed = Normalise(MatMul(MatMul(weights, value), Output) + x) * Scale;
        Tensor<float> pooled = Concat(1, Max(mixed, axis: 1), Mean(mixed, axis: 1));
        return MatMul(pooled, Head);
    }

    [Loss]
    public float Loss([Shape("batch", "time", 24)] Tensor<float> x, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Scores(x), labels);

    private static Tensor<float> Normalise(Tensor<float> x)
    {
        Tensor<float> centred = x - Mean(x, -1, keepDims: true);
        return centred / Sqrt(Mean(centred * centred, -1, keepDims: true) + 1e-5f);
    }
}

/// <summary>One large element-wise chain, reduced along both axes, and over all.</summary>
[Model]
internal sealed partial class Chain
{
    [Parameter(700, 1100, Init = Init.Normal)] public partial Tensor<float> W { get; }

    [Parameter(1100, Init = Init.Normal)] public partial Tensor<float> Columns { get; }

    [Parameter(700, 1, Init = Init.Normal)] public partial Tensor<float> Rows { get; }

    [Loss]
    public float Loss([Shape(700, 1100)] Tensor<float> x)
    {
        Tensor<float> gated = Tanh(W * x + Columns) * Sigmoid(W - Rows);
        Tensor<float> weights = Softmax(gated, 0);
        return Mean(weights * gated) + Mean(LogSumExp(gated, axis: 1)) + Mean(Max(gated, axis: 0)) + Mean(W * W);
    }
}

/// <summary>Many elements in one row, which is cut into columns.</summary>
[Model]
internal sealed partial class LongChain
{
    [Parameter(200_003, Init = Init.Normal)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(200_003)] Tensor<float> x) => Sum(Tanh(W * x) * Sigmoid(W) + W * W / 2f);
}
