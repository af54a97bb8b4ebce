using System.Numerics.Tensors;
using AutoGrad.Layers;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(TransformerProblem.Clip)]
public sealed partial class TransformerModel
{
    [Layer(TransformerProblem.Width, TransformerProblem.Heads, TransformerProblem.Hidden)]
    public partial TransformerBlock Block { get; }

    [Loss]
    public float Loss([Shape("batch", "time", TransformerProblem.Width)] Tensor<float> x, [Shape("batch", "time", TransformerProblem.Width)] Tensor<float> y)
        => Nn.MeanSquaredError(Block.Forward(x), y);
}
