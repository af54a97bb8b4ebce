using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class Rnn50
{
    [Parameter(2, 50)] public partial Tensor<float> Wx { get; }
    [Parameter(50, 50)] public partial Tensor<float> Wh { get; }
    [Parameter(50)] public partial Tensor<float> B { get; }
    [Parameter(50, 1)] public partial Tensor<float> Wo { get; }
    [Parameter(1)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Cells.Rnn(x, Wx, Wh, B, 50), Wo) + Bo, y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class Rnn128
{
    [Parameter(2, 128)] public partial Tensor<float> Wx { get; }
    [Parameter(128, 128)] public partial Tensor<float> Wh { get; }
    [Parameter(128)] public partial Tensor<float> B { get; }
    [Parameter(128, 1)] public partial Tensor<float> Wo { get; }
    [Parameter(1)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Cells.Rnn(x, Wx, Wh, B, 128), Wo) + Bo, y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class Rnn200
{
    [Parameter(200, 200)] public partial Tensor<float> Wx { get; }
    [Parameter(200, 200)] public partial Tensor<float> Wh { get; }
    [Parameter(200)] public partial Tensor<float> B { get; }
    [Parameter(200, 1)] public partial Tensor<float> Wo { get; }
    [Parameter(1)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 200)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Cells.Rnn(x, Wx, Wh, B, 200), Wo) + Bo, y);
}
