using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;

namespace AutoGrad.EndToEnd.Tests.Recurrent;

/// <summary>Plain loops over time: gradients, the user's own method beside the fused one, truncation, and memory.</summary>
[Collection(nameof(Alone))]
public class RecurrentTests
{
    private static readonly (int Time, int Batch)[] s_sizes = [(1, 1), (2, 3), (7, 2), (9, 4)];

    private static Dictionary<string, Func<ITrainable<Tensor<float>, Tensor<float>>>> Models => new()
    {
        ["tanh"] = () => new TanhNetwork(seed: 3),
        ["lstm"] = () => new LstmNetwork(seed: 3),
        ["gru"] = () => new GruNetwork(seed: 3),
        ["both ways"] = () => new TwoWayNetwork(seed: 3),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        foreach ((int time, int batch) in s_sizes)
            Assert.InRange(GradientCheck.Run(Models[name](), X(time, batch), Y(batch)).MaxRelativeError, 0, 1e-6);
    }

    [Fact]
    public void Fused_passes_compute_what_the_method_as_written_does()
    {
        var tanh = new TanhNetwork(seed: 5);
        var twoWay = new TwoWayNetwork(seed: 5);
        foreach ((int time, int batch) in s_sizes)
        {
            Tensor<float> x = X(time, batch);
            AssertSame(tanh.Predict(x), (i, o) => tanh.Predict(i, o), x, batch);
            AssertSame(twoWay.Predict(x), (i, o) => twoWay.Predict(i, o), x, batch);
            Close.Assert(tanh.Loss(x, Y(batch)), tanh.LossGradient(x, Y(batch)), 1e-5, 1e-3, "loss");
            Close.Assert(twoWay.Loss(x, Y(batch)), twoWay.LossGradient(x, Y(batch)), 1e-5, 1e-3, "loss");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_truncated_gradient_is_that_of_a_loop_with_stops(int time)
    {
        TruncatedNetwork truncated = new(seed: 4);
        StoppedNetwork stopped = new(seed: 4);
        TanhNetwork full = new(seed: 4);
        Tensor<float> x = X(time, 3), y = Y(3);

        truncated.LossGradient(x, y);
        stopped.LossGradient(x, y);
        full.LossGradient(x, y);

        double difference = 0;
        for (int p = 0; p < 4; p++)
        {
            double[] expected = Gradient(stopped.Parameters[p]), found = Gradient(truncated.Parameters[p]), untruncated = Gradient(full.Parameters[p]);
            Close.Assert(expected, found, 1e-5, truncated.Parameters[p].Name);
            difference += expected.Zip(untruncated, (a, b) => Math.Abs(a - b)).Sum();
        }

        Assert.Equal(time > 3, difference > 1e-4);
    }

    [Fact]
    public void A_truncated_loss_in_every_step_trains()
    {
        var model = new TaggingNetwork(seed: 1);
        Tensor<float> x = X(10, 4), y = Data.Floats(2, 10, 4, 2);
        var adam = new Adam(0.02f);
        float first = model.TrainStep(x, y, adam).Loss;
        Close.Assert(model.Loss(x, y), model.LossGradient(x, y), 1e-5, 1, "loss");
        for (int i = 0; i < 200; i++)
            model.TrainStep(x, y, adam);
        Assert.InRange(model.Loss(x, y), 0, 0.5 * first);
    }

    [Fact]
    public void Steps_of_changing_lengths_allocate_nothing_once_the_longest_was_seen()
    {
        foreach (ITrainable<Tensor<float>, Tensor<float>> model in Models.Values.Select(create => create()).Append(new TruncatedNetwork()))
        {
            var rule = new Sgd(0.01f, momentum: 0.9f);
            (Tensor<float> X, Tensor<float> Y)[] batches = [.. s_sizes.Reverse().Select(s => (X(s.Time, s.Batch), Y(s.Batch)))];
            Allocation.AssertNone(() =>
            {
                foreach ((Tensor<float> x, Tensor<float> y) in batches)
                    model.TrainStep(x, y, rule);
            });
        }
    }

    [Fact]
    public void An_empty_sequence_is_refused_and_nothing_changes()
    {
        var model = new TanhNetwork(seed: 1);
        int[] before = Data.Bits(model.Parameters.Values);
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.TrainStep(X(0, 2), Y(2), new Sgd(0.1f)));
        Assert.Contains("time", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Data.Bits(model.Parameters.Values));
    }

    private static Tensor<float> X(int time, int batch) => Data.Floats(1, time, batch, 3);

    private static Tensor<float> Y(int batch) => Data.Floats(2, batch, 1);

    private static double[] Gradient(Parameter parameter) => Array.ConvertAll(Numbers.Elements(parameter.Gradient), g => (double)g);

    private static void AssertSame(Tensor<float> expected, Action<Tensor<float>, Tensor<float>> fused, Tensor<float> x, int batch)
    {
        Tensor<float> destination = Tensor.CreateFromShape<float>([batch, 1]);
        fused(x, destination);
        Close.Assert(Array.ConvertAll(Numbers.Elements(expected), v => (double)v), Array.ConvertAll(Numbers.Elements(destination), v => (double)v), 1e-5, "prediction");
    }
}
