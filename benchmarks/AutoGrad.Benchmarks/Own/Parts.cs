using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model]
public sealed partial class CrossEntropyPart
{
    [Parameter(64, 10_000)] public partial Tensor<float> Logits { get; }

    [Loss]
    public float Loss([Shape(64)] Tensor<int> labels) => SoftmaxCrossEntropy(Logits, labels);
}

[Model]
public sealed partial class EmbeddingPart
{
    [Layer(50_000, 64)] public partial Embedding Table { get; }

    [Loss]
    public float Loss([Shape("n")] Tensor<int> ids, [Shape("n", 64)] Tensor<float> weights) => Sum(Table.Forward(ids) * weights);
}

[Model]
public sealed partial class DropoutPart
{
    [Parameter(512, 768)] public partial Tensor<float> X { get; }
    [Layer(0.1f)] public partial Dropout Drop { get; }

    [Loss]
    public float Loss([Shape(512, 768)] Tensor<float> weights) => Sum(Drop.Forward(X) * weights);
}
