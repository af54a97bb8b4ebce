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

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
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

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>Gradients flow back through three steps.</summary>
[Model]
public sealed partial class CutRnn
{
    [Layer(3, 5)] public partial Rnn Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward, TruncatedBackprop(3)]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

[Model]
public sealed partial class CutLstm
{
    [Layer(3, 5)] public partial Lstm Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward, TruncatedBackprop(3)]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

[Model]
public sealed partial class CutGru
{
    [Layer(3, 5)] public partial Gru Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward, TruncatedBackprop(3)]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>Two layers, with a loss in every step.</summary>
[Model]
public sealed partial class DeepRnn
{
    [Layer(3, 5)] public partial Rnn First { get; }
    [Layer(5, 4)] public partial Rnn Second { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch", 4)] Tensor<float> y)
        => MeanSquaredError(Second.Forward(First.Forward(x)), y);
}

/// <summary>Both directions of sequences of several lengths.</summary>
[Model]
public sealed partial class BothWaysRnn
{
    [Layer(3, 4)] public partial BidirectionalRnn Memory { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("time", "batch", 8)] Tensor<float> y)
        => MeanSquaredError(Memory.Forward(x, mask), y);
}

/// <summary>From a given state.</summary>
[Model]
public sealed partial class TailRnn
{
    [Layer(3, 5)] public partial Rnn Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 5)] Tensor<float> hidden, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.ForwardFrom(x, hidden).Outputs)), y);
}

/// <summary>With a loss of all that comes out.</summary>
[Model]
public sealed partial class StatesRnn
{
    [Layer(3, 5)] public partial Rnn Memory { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("batch", 5)] Tensor<float> hidden)
    {
        (Tensor<float> outputs, Tensor<float> lastHidden) = Memory.ForwardFrom(x, mask, hidden);
        return Mean(outputs * outputs) + Mean(lastHidden * lastHidden);
    }
}

[Model]
public sealed partial class DeepLstm
{
    [Layer(3, 5)] public partial Lstm First { get; }
    [Layer(5, 4)] public partial Lstm Second { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch", 4)] Tensor<float> y)
        => MeanSquaredError(Second.Forward(First.Forward(x)), y);
}

[Model]
public sealed partial class BothWaysLstm
{
    [Layer(3, 4)] public partial BidirectionalLstm Memory { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("time", "batch", 8)] Tensor<float> y)
        => MeanSquaredError(Memory.Forward(x, mask), y);
}

[Model]
public sealed partial class TailLstm
{
    [Layer(3, 5)] public partial Lstm Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 5)] Tensor<float> hidden, [Shape("batch", 5)] Tensor<float> cell, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.ForwardFrom(x, hidden, cell).Outputs)), y);
}

[Model]
public sealed partial class StatesLstm
{
    [Layer(3, 5)] public partial Lstm Memory { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("batch", 5)] Tensor<float> hidden, [Shape("batch", 5)] Tensor<float> cell)
    {
        (Tensor<float> outputs, Tensor<float> lastHidden, Tensor<float> lastCell) = Memory.ForwardFrom(x, mask, hidden, cell);
        return Mean(outputs * outputs) + Mean(lastHidden * lastHidden) + Mean(lastCell);
    }
}

[Model]
public sealed partial class DeepGru
{
    [Layer(3, 5)] public partial Gru First { get; }
    [Layer(5, 4)] public partial Gru Second { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch", 4)] Tensor<float> y)
        => MeanSquaredError(Second.Forward(First.Forward(x)), y);
}

[Model]
public sealed partial class BothWaysGru
{
    [Layer(3, 4)] public partial BidirectionalGru Memory { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("time", "batch", 8)] Tensor<float> y)
        => MeanSquaredError(Memory.Forward(x, mask), y);
}

[Model]
public sealed partial class TailGru
{
    [Layer(3, 5)] public partial Gru Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 5)] Tensor<float> hidden, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.ForwardFrom(x, hidden).Outputs)), y);
}

[Model]
public sealed partial class StatesGru
{
    [Layer(3, 5)] public partial Gru Memory { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("batch", 5)] Tensor<float> hidden)
    {
        (Tensor<float> outputs, Tensor<float> lastHidden) = Memory.ForwardFrom(x, mask, hidden);
        return Mean(outputs * outputs) + Mean(lastHidden * lastHidden);
    }
}

/// <summary>Ints that choose vectors, under a layer.</summary>
[Model]
public sealed partial class Spelling
{
    [Layer(6, 3)] public partial Embedding Letters { get; }
    [Layer(3, 5)] public partial Gru Memory { get; }
    [Layer(5, 6)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch")] Tensor<int> x, [Shape("time", "batch")] Tensor<int> y)
    {
        Tensor<float> outputs = Memory.Forward(Letters.Forward(x));
        Tensor<float> logits = Head.Forward(Reshape(outputs, -1, 5));
        return SoftmaxCrossEntropy(Reshape(logits, x.Lengths[0], x.Lengths[1], 6), y);
    }
}
