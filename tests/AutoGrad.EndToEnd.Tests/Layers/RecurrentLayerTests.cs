using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Rnn, Lstm and Gru as layers: gradients against differences, truncation, and the fused passes beside the methods as written.</summary>
[Collection(nameof(Alone))]
public class RecurrentLayerTests
{
    private static readonly (int Time, int Batch)[] s_sizes = [(1, 1), (2, 3), (7, 2)];

    private static Dictionary<string, Func<ITrainable<Tensor<float>, Tensor<float>>>> Models => new()
    {
        ["rnn"] = () => new LastOfRnn(seed: 3),
        ["relu"] = () => new LastOfReluRnn(seed: 3),
        ["lstm"] = () => new LastOfLstm(seed: 3),
        ["gru"] = () => new LastOfGru(seed: 3),
        ["reset before"] = () => new LastOfEarlyGru(seed: 3),
    };

    private static Dictionary<string, Func<ITrainable<Tensor<float>, Tensor<float>>>> DeepModels => new()
    {
        ["rnn"] = () => new DeepRnn(seed: 3),
        ["lstm"] = () => new DeepLstm(seed: 3),
        ["gru"] = () => new DeepGru(seed: 3),
    };

    private static Dictionary<string, Func<ITrainable<Tensor<float>, Tensor<bool>, Tensor<float>>>> MaskedModels => new()
    {
        ["rnn"] = () => new BothWaysRnn(seed: 3),
        ["lstm"] = () => new BothWaysLstm(seed: 3),
        ["gru"] = () => new BothWaysGru(seed: 3),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    public static TheoryData<string> Cells => [.. DeepModels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_one_layer_agree_with_differences(string name)
    {
        foreach ((int time, int batch) in s_sizes)
            Assert.InRange(GradientCheck.Run(Models[name](), X(time, batch), Y(batch)).MaxRelativeError, 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradients_of_two_layers_agree_with_differences(string name)
    {
        foreach ((int time, int batch) in s_sizes)
            Assert.InRange(GradientCheck.Run(DeepModels[name](), X(time, batch), Data.Floats(3, time, batch, 4)).MaxRelativeError, 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradients_of_both_directions_under_a_mask_agree_with_differences(string name)
    {
        foreach ((int time, int[] lengths) in new[] { (1, new[] { 1 }), (5, [5, 2, 1]), (7, [3, 7]) })
        {
            Tensor<bool> mask = Sequences.Mask(lengths, time);
            Assert.InRange(GradientCheck.Run(MaskedModels[name](), X(time, lengths.Length), mask, Data.Floats(3, time, lengths.Length, 8)).MaxRelativeError, 0, 1e-6);
        }
    }

    [Fact]
    public void Gradients_from_a_given_state_agree_with_differences()
    {
        Tensor<bool> mask = Sequences.Mask([4, 6], 6);
        Tensor<float> x = X(6, 2), hidden = Data.Floats(4, 2, 5), cell = Data.Floats(5, 2, 5);
        Assert.InRange(GradientCheck.Run(new StatesRnn(seed: 2), x, mask, hidden).MaxRelativeError, 0, 1e-6);
        Assert.InRange(GradientCheck.Run(new StatesGru(seed: 2), x, mask, hidden).MaxRelativeError, 0, 1e-6);
        Assert.InRange(GradientCheck.Run(new StatesLstm(seed: 2), x, mask, hidden, cell).MaxRelativeError, 0, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_truncated_gradient_is_that_of_the_last_steps_from_the_state_that_was_reached(int time)
    {
        int last = Math.Min(time, 3);
        Tensor<float> x = X(time, 2), y = Y(2), tail = Nn.Slice(x, 0, time - last, last);
        var rnn = new TailRnn(seed: 6);
        var gru = new TailGru(seed: 6);
        var lstm = new TailLstm(seed: 6);
        Tensor<float> hidden = Nn.Zeros<float>(2, 5), cell = Nn.Zeros<float>(2, 5);
        (Tensor<float> rnnState, Tensor<float> gruState) = (hidden, hidden);
        if (time > last)
        {
            Tensor<float> head = Nn.Slice(x, 0, 0, time - last);
            (rnnState, gruState) = (rnn.Memory.ForwardFrom(head, hidden).Hidden, gru.Memory.ForwardFrom(head, hidden).Hidden);
            (_, hidden, cell) = lstm.Memory.ForwardFrom(head, hidden, cell);
        }

        rnn.LossGradient(tail, rnnState, y);
        gru.LossGradient(tail, gruState, y);
        lstm.LossGradient(tail, hidden, cell, y);
        AssertGradient(new CutRnn(seed: 6), rnn.Parameters);
        AssertGradient(new CutGru(seed: 6), gru.Parameters);
        AssertGradient(new CutLstm(seed: 6), lstm.Parameters);

        void AssertGradient(ITrainable<Tensor<float>, Tensor<float>> cut, ParameterSet expected)
        {
            cut.LossGradient(x, y);
            foreach ((Parameter e, Parameter found) in expected.Zip(cut.Parameters))
                Close.Assert(Doubles(e.Gradient), Doubles(found.Gradient), 1e-5, e.Name);
        }
    }

    [Fact]
    public void What_a_truncated_step_keeps_does_not_grow_with_the_sequence()
    {
        Assert.Equal(Bytes(new CutLstm(), 50), Bytes(new CutLstm(), 500));
        Assert.Equal(Bytes(new CutGru(), 50), Bytes(new CutGru(), 500));
        Assert.True(Bytes(new LastOfLstm(), 500) > 5 * Bytes(new LastOfLstm(), 50));

        static nint Bytes(ITrainable<Tensor<float>, Tensor<float>> model, int time)
        {
            model.TrainStep(X(time, 4), Y(4), new Sgd(0.01f));
            return ((Workspace)model.GetType().GetField("_autoGradWorkspace", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(model)!).Bytes;
        }
    }

    [Fact]
    public void Gradients_of_an_embedding_agree_with_differences_and_ints_outside_of_it_are_refused()
    {
        Tensor<int> x = Tensor.Create([0, 5, 2, 2, 0, 1], [3, 2]), y = Tensor.Create([5, 1, 2, 0, 0, 1], [3, 2]);
        var model = new Spelling(seed: 2);
        Assert.InRange(GradientCheck.Run(model, x, y).MaxRelativeError, 0, 1e-6);
        Close.Assert(model.Loss(x, y), model.LossGradient(x, y), 1e-5, 1, "the loss");
        x[1, 1] = 6;
        Assert.Contains("The index 6 is outside of the 6", Assert.Throws<ArgumentOutOfRangeException>(() => model.LossGradient(x, y)).Message, StringComparison.Ordinal);
        Assert.Contains("The index 6 is outside of the 6", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(x, y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_that_a_user_writes_gives_the_bits_of_the_layer()
    {
        AssertSame(new WrittenRnn(seed: 1), new LastOfRnn(seed: 1));
        AssertSame(new WrittenLstm(seed: 1), new LastOfLstm(seed: 1));
        AssertSame(new WrittenGru(seed: 1), new LastOfGru(seed: 1));

        static void AssertSame(ITrainable<Tensor<float>, Tensor<float>> written, ITrainable<Tensor<float>, Tensor<float>> layer)
        {
            Numbers.Set(written.Parameters, Numbers.Elements(layer.Parameters.Values));
            var (a, b) = (new Adam(), new Adam());
            foreach ((int time, int batch) in s_sizes)
                Assert.Equal(written.TrainStep(X(time, batch), Y(batch), a), layer.TrainStep(X(time, batch), Y(batch), b));
            Assert.Equal(Data.Bits(written.Parameters.Values), Data.Bits(layer.Parameters.Values));
        }
    }

    [Fact]
    public void Fused_passes_of_a_layer_compute_what_its_methods_do()
    {
        Tensor<float> x = X(6, 3), hidden = Data.Floats(4, 3, 5), cell = Data.Floats(5, 3, 5), outputs = Nn.Zeros<float>(6, 3, 5), last = Nn.Zeros<float>(3, 5), lastCell = Nn.Zeros<float>(3, 5);
        Tensor<bool> mask = Sequences.Mask([6, 2, 4], 6);
        foreach (RnnActivation activation in Enum.GetValues<RnnActivation>())
        {
            var rnn = new Rnn(3, 5, activation);
            rnn.Forward(x, outputs);
            Same(rnn.Forward(x), outputs);
            rnn.Forward(x, mask, outputs);
            Same(rnn.Forward(x, mask), outputs);
            rnn.ForwardReversed(x, outputs);
            Same(rnn.ForwardReversed(x), outputs);
            rnn.ForwardFrom(x, hidden, outputs, last);
            Same(rnn.ForwardFrom(x, hidden).Outputs, outputs);
            Same(rnn.ForwardFrom(x, hidden).Hidden, last);
        }

        foreach (bool resetAfter in (bool[])[true, false])
        {
            var gru = new Gru(3, 5, resetAfter);
            gru.ForwardReversed(x, mask, outputs);
            Same(gru.ForwardReversed(x, mask), outputs);
            gru.ForwardFrom(x, mask, hidden, outputs, last);
            Same(gru.ForwardFrom(x, mask, hidden).Outputs, outputs);
            Same(gru.ForwardFrom(x, mask, hidden).Hidden, last);
        }

        var lstm = new Lstm(3, 5);
        lstm.ForwardFrom(x, mask, hidden, cell, outputs, last, lastCell);
        (Tensor<float> expected, Tensor<float> expectedLast, Tensor<float> expectedCell) = lstm.ForwardFrom(x, mask, hidden, cell);
        Same(expected, outputs);
        Same(expectedLast, last);
        Same(expectedCell, lastCell);
        Tensor<float> batchMajor = Nn.Zeros<float>(3, 6, 5);
        lstm.ForwardBatchMajor(Nn.Transpose(x, 0, 1), batchMajor);
        Same(Nn.Transpose(lstm.Forward(x), 0, 1), batchMajor);
        Tensor<float> both = Nn.Zeros<float>(6, 3, 10);
        var twoWays = new BidirectionalLstm(3, 5);
        twoWays.Forward(x, mask, both);
        Same(twoWays.Forward(x, mask), both);
        Same(Nn.Concat(2, twoWays.Ahead.Forward(x, mask), twoWays.Back.ForwardReversed(x, mask)), both);

        static void Same(Tensor<float> expected, Tensor<float> found) => Close.Assert(Doubles(expected), Doubles(found), 1e-5, "the result");
    }

    [Fact]
    public void Steps_that_a_mask_leaves_out_change_nothing()
    {
        Tensor<float> x = X(6, 2), shorter = Nn.Slice(Nn.Slice(x, 0, 0, 4), 1, 1, 1);
        var lstm = new Lstm(3, 5);
        Tensor<float> masked = lstm.Forward(x, Sequences.Mask([6, 4], 6));
        Close.Assert(Doubles(Nn.Last(lstm.Forward(shorter))), Doubles(Nn.Slice(Nn.Last(masked), 0, 1, 1)), 1e-6, "the last state");
        Tensor<float> reversed = lstm.ForwardReversed(x, Sequences.Mask([6, 4], 6));
        Close.Assert(Doubles(lstm.ForwardReversed(shorter)), Doubles(Nn.Slice(Nn.Slice(reversed, 0, 0, 4), 1, 1, 1)), 1e-6, "the reversed states");
    }

    [Fact]
    public void Forget_gates_are_open_at_first_and_after_every_initialisation()
    {
        var owner = new LastOfLstm(seed: 1);
        float[] expected = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(expected, Numbers.Elements(owner.Memory.Bias));
        owner.Memory.Bias[2] = 7;
        owner.InitializeParameters(5);
        Assert.Equal(expected, Numbers.Elements(owner.Memory.Bias));
        Assert.Equal([0f, 0, 0.5f, 0.5f, 0, 0, 0, 0], Numbers.Elements(new Lstm(3, 2, forgetBias: 0.5f).Bias));
    }

    [Fact]
    public void Shapes_and_names_of_parameters_are_the_documented_ones()
    {
        Assert.Equal(["InputKernel 3 20", "RecurrentKernel 5 20", "Bias 20"], Shapes(new Lstm(3, 5).Parameters));
        Assert.Equal(["InputKernel 3 15", "RecurrentKernel 5 15", "Bias 15", "RecurrentBias 15"], Shapes(new Gru(3, 5).Parameters));
        Assert.Equal(["InputKernel 3 5", "RecurrentKernel 5 5", "Bias 5"], Shapes(new Rnn(3, 5).Parameters));
    }

    [Fact]
    public void Steps_of_changing_lengths_allocate_nothing_once_the_longest_was_seen()
    {
        var optimizer = new Sgd(0.01f, momentum: 0.9f);
        var deep = new DeepLstm();
        var both = new BothWaysGru();
        var batches = s_sizes.Reverse().Select(s => (X: X(s.Time, s.Batch), Y: Data.Floats(3, s.Time, s.Batch, 4), Z: Data.Floats(3, s.Time, s.Batch, 8), Mask: Sequences.Mask([.. Enumerable.Repeat(s.Time, s.Batch)], s.Time))).ToArray();
        var other = new Sgd(0.01f, momentum: 0.9f);
        Allocation.AssertNone(() =>
        {
            foreach (var (x, y, z, mask) in batches)
            {
                deep.TrainStep(x, y, optimizer);
                both.TrainStep(x, mask, z, other);
            }
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name_and_nothing_changes()
    {
        var model = new TailLstm(seed: 1);
        int[] before = Data.Bits(model.Parameters.Values);
        Throws("hidden must have shape [batch, 5] where batch is 2 (from x) but has lengths [3, 5]", () => model.TrainStep(X(4, 2), Data.Floats(1, 3, 5), Data.Floats(1, 2, 5), Y(2), new Sgd(1)));
        Throws("time", () => model.TrainStep(X(0, 2), Data.Floats(1, 2, 5), Data.Floats(1, 2, 5), Y(2), new Sgd(1)));
        Throws("", () => new LastOfLstm().Predict(X(0, 2), Nn.Zeros<float>(2, 1)));
        Throws("", () => new LastOfLstm().Predict(X(0, 2)));
        Throws("mask must have shape [time, batch] where time is 4 (from x) but has lengths [3, 2]", () => new BothWaysGru().TrainStep(X(4, 2), Sequences.Mask([3, 3], 3), Data.Floats(1, 4, 2, 8), new Sgd(1)));
        Throws("sequence 1 has length 5: it must be from 1 to 4", () => Sequences.Mask([4, 5], 4));
        Throws("sequence 0 has length 0", () => Sequences.Mask([0, 4], 4));
        Assert.Equal(before, Data.Bits(model.Parameters.Values));

        static void Throws(string message, Action call) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Shapes(ParameterSet parameters) => parameters.Select(p => $"{p.Name} {string.Join(" ", p.Lengths.ToArray())}");

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);

    private static Tensor<float> X(int time, int batch) => Data.Floats(1, time, batch, 3);

    private static Tensor<float> Y(int batch) => Data.Floats(2, batch, 1);
}
