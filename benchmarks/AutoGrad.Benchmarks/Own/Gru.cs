using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class Gru50
{
    [Parameter(2, 150)] public partial Tensor<float> Wx { get; }
    [Parameter(50, 150)] public partial Tensor<float> Wh { get; }
    [Parameter(150)] public partial Tensor<float> Bx { get; }
    [Parameter(150)] public partial Tensor<float> Bh { get; }
    [Parameter(50, 1)] public partial Tensor<float> Wo { get; }
    [Parameter(1)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Cells.Gru(x, Wx, Wh, Bx, Bh, 50), Wo) + Bo, y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class Gru128
{
    [Parameter(2, 384)] public partial Tensor<float> Wx { get; }
    [Parameter(128, 384)] public partial Tensor<float> Wh { get; }
    [Parameter(384)] public partial Tensor<float> Bx { get; }
    [Parameter(384)] public partial Tensor<float> Bh { get; }
    [Parameter(128, 1)] public partial Tensor<float> Wo { get; }
    [Parameter(1)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Cells.Gru(x, Wx, Wh, Bx, Bh, 128), Wo) + Bo, y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class Gru200
{
    [Parameter(200, 600)] public partial Tensor<float> Wx { get; }
    [Parameter(200, 600)] public partial Tensor<float> Wh { get; }
    [Parameter(600)] public partial Tensor<float> Bx { get; }
    [Parameter(600)] public partial Tensor<float> Bh { get; }
    [Parameter(200, 1)] public partial Tensor<float> Wo { get; }
    [Parameter(1)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 200)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Cells.Gru(x, Wx, Wh, Bx, Bh, 200), Wo) + Bo, y);
}
