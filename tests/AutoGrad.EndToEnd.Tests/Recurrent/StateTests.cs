using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Layers;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Recurrent;

/// <summary>An LSTM that goes on where the last call ended: k1 is the length of a call, k2 what [TruncatedBackprop] says.</summary>
[Model(OnNonFinite = OnNonFinite.SkipStep)]
public sealed partial class Streaming(int batch, int seed = 0)
{
    [State("batch", 5)] public partial Tensor<float> Hidden { get; set; }
    [State("batch", 5)] public partial Tensor<float> Cell { get; private set; }
    [Layer(3, 5)] public partial Lstm Memory { get; }
    [Layer(5, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x)
    {
        (Tensor<float> outputs, Hidden, Cell) = Memory.ForwardFrom(x, Hidden, Cell);
        return Head.Forward(Last(outputs));
    }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>State that a plain loop changes, and a branch.</summary>
[Model]
public sealed partial class Counting
{
    [State(4)] public partial Tensor<float> Total { get; set; }
    [Parameter(4)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape("n", 4)] Tensor<float> x, bool keeps)
    {
        for (int i = 0; i < x.Lengths[0]; i++)
            Total = Total + At(x, i) * W;
        float loss = Sum(Total * Total);
        if (!keeps)
            Total = Zeros<float>(4);
        return loss;
    }
}

/// <summary>State between calls.</summary>
[Collection(nameof(Alone))]
public class StateTests
{
    private static readonly Tensor<float> s_first = Data.Floats(1, 4, 2, 3), s_second = Data.Floats(2, 6, 2, 3), s_y = Data.Floats(3, 2, 1);

    [Fact]
    public void A_call_begins_where_the_last_one_ended_and_gradients_stop_there()
    {
        var model = new Streaming(batch: 2, seed: 3);
        var expected = new TailLstm(seed: 3);
        Tensor<float> zeros = Zeros<float>(2, 5);
        model.LossGradient(s_first, s_y);
        (_, Tensor<float> hidden, Tensor<float> cell) = expected.Memory.ForwardFrom(s_first, zeros, zeros);
        Close.Assert(Doubles(hidden), Doubles(model.Hidden), 1e-5, "h");
        Close.Assert(Doubles(cell), Doubles(model.Cell), 1e-5, "c");

        Close.Assert(expected.LossGradient(s_second, hidden, cell, s_y), model.LossGradient(s_second, s_y), 1e-5, 1, "the loss");
        foreach ((Parameter e, Parameter found) in expected.Parameters.Zip(model.Parameters))
            Close.Assert(Doubles(e.Gradient), Doubles(found.Gradient), 1e-5, e.Name);
    }

    [Fact]
    public void The_method_as_written_and_the_fused_ones_leave_the_same_state()
    {
        Streaming written = new(2, seed: 3), fused = new(2, seed: 3);
        Tensor<float> destination = Zeros<float>(2, 1);
        foreach (Tensor<float> x in (Tensor<float>[])[s_first, s_second])
        {
            Tensor<float> expected = written.Predict(x);
            fused.Predict(x, destination);
            Close.Assert(Doubles(expected), Doubles(destination), 1e-5, "the prediction");
            Close.Assert(Doubles(written.Hidden), Doubles(fused.Hidden), 1e-5, "h");
            Close.Assert(Doubles(written.Cell), Doubles(fused.Cell), 1e-5, "c");
        }
    }

    [Fact]
    public void ResetState_brings_back_the_first_call()
    {
        var model = new Streaming(2, seed: 3);
        float first = model.LossGradient(s_first, s_y);
        Assert.NotEqual(first, model.LossGradient(s_first, s_y));
        model.ResetState();
        Assert.All(Numbers.Elements(model.Hidden), h => Assert.Equal(0, h));
        Assert.Equal(first, model.LossGradient(s_first, s_y));
    }

    [Fact]
    public void Gradients_agree_with_differences_and_the_check_leaves_the_state_alone()
    {
        var model = new Streaming(2, seed: 3);
        model.LossGradient(s_first, s_y);
        int[] before = Data.Bits(model.Hidden);
        Assert.InRange(GradientCheck.Run(model, s_second, s_y).MaxRelativeError, 0, 1e-6);
        Assert.Equal(before, Data.Bits(model.Hidden));
    }

    [Fact]
    public void A_call_that_fails_or_is_skipped_leaves_the_state_alone()
    {
        var model = new Streaming(2, seed: 3);
        model.LossGradient(s_first, s_y);
        int[] before = Data.Bits(model.Hidden), weights = Data.Bits(model.Parameters.Values);
        string message = Assert.Throws<ArgumentException>(() => model.TrainStep(Data.Floats(1, 4, 3, 3), Data.Floats(1, 3, 1), new Sgd(1))).Message;
        Assert.Contains("x must have shape [time, batch, 3] where batch is 2 (from the constructor) but has lengths [4, 3, 3]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.TrainStep(Data.Floats(1, 0, 2, 3), s_y, new Sgd(1)));
        Tensor<float> nan = Data.Floats(2, 6, 2, 3);
        nan[3, 1, 2] = float.NaN;
        Assert.False(model.TrainStep(nan, s_y, new Sgd(1)).IsFinite);
        Assert.Equal(before, Data.Bits(model.Hidden));
        Assert.Equal(weights, Data.Bits(model.Parameters.Values));
        Assert.Throws<ArgumentException>(() => model.Hidden = Zeros<float>(3, 5));
    }

    [Fact]
    public void Loops_and_branches_change_state_too()
    {
        Counting written = new(seed: 1), fused = new(seed: 1);
        foreach ((int rows, bool keeps) in new[] { (3, true), (2, true), (4, false), (1, true) })
        {
            Tensor<float> x = Data.Floats(rows, rows, 4);
            Close.Assert(written.Loss(x, keeps), fused.LossGradient(x, keeps), 1e-5, 1, "the loss");
            Close.Assert(Doubles(written.Total), Doubles(fused.Total), 1e-5, "the sum");
        }
    }

    [Fact]
    public void Steps_with_state_allocate_nothing()
    {
        var model = new Streaming(2, seed: 3);
        var optimizer = new Adam();
        Allocation.AssertNone(() => model.TrainStep(s_second, s_y, optimizer));
    }

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
