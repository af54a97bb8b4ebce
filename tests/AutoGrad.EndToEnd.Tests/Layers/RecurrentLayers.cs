using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A recurrent layer under a linear unit that reads its last state, of inputs [time, batch, 3].</summary>
[Model]
public sealed partial class LastOfRnn
{
    [Layer(3, 5)] public partial Rnn Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

[Model]
public sealed partial class LastOfReluRnn
{
    [Layer(3, 5, RnnActivation.Relu)] public partial Rnn Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model]
public sealed partial class LastOfLstm
{
    [Layer(3, 5)] public partial Lstm Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

[Model]
public sealed partial class LastOfGru
{
    [Layer(3, 5)] public partial Gru Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

[Model]
public sealed partial class LastOfEarlyGru
{
    [Layer(3, 5, false)] public partial Gru Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}
