using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class RnnLayer50
{
    [Layer(2, 50)] public partial Rnn Memory { get; }
    [Layer(50, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class RnnLayer128
{
    [Layer(2, 128)] public partial Rnn Memory { get; }
    [Layer(128, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class RnnLayer200
{
    [Layer(200, 200)] public partial Rnn Memory { get; }
    [Layer(200, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 200)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class GruLayer50
{
    [Layer(2, 50)] public partial Gru Memory { get; }
    [Layer(50, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class GruLayer128
{
    [Layer(2, 128)] public partial Gru Memory { get; }
    [Layer(128, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class GruLayer200
{
    [Layer(200, 200)] public partial Gru Memory { get; }
    [Layer(200, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 200)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class LstmLayer50
{
    [Layer(2, 50)] public partial Lstm Memory { get; }
    [Layer(50, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class LstmLayer128
{
    [Layer(2, 128)] public partial Lstm Memory { get; }
    [Layer(128, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(RecurrentProblem.Clip)]
public sealed partial class LstmLayer200
{
    [Layer(200, 200)] public partial Lstm Memory { get; }
    [Layer(200, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 200)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}
