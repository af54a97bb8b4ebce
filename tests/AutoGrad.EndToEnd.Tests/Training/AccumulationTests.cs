using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>A large batch in pieces: the same step as with the whole, penalties and clips once.</summary>
[Collection(nameof(Alone))]
public class AccumulationTests
{
    public static TheoryData<string> Policies => [.. s_policies.Keys];

    private static readonly Dictionary<string, GradientPolicy> s_policies = new()
    {
        ["as declared"] = default,
        ["parameter norms"] = new(NormClip.Parameter, 0.05f, 0, 0, 1e-2f),
        ["the global norm"] = new(NormClip.Global, 0.05f, 0, 0, 1e-2f),
        ["adaptive"] = new(NormClip.Adaptive, 0.01f, 0, 1e-3f, 1e-2f),
        ["values and norms"] = new(NormClip.Global, 0.05f, 0.01f, 1e-3f, 1e-3f),
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Four_pieces_are_one_batch_of_four_times_the_size(string policy)
    {
        SmallClassifier whole = new(seed: 1), pieces = new(seed: 1);
        whole.Parameters.Replace(s_policies[policy]);
        pieces.Parameters.Replace(s_policies[policy]);
        // Adam divides by the size of gradients, and would make rounding in those near zero as large as the step.
        Optimizer first = new Sgd(0.1f, momentum: 0.9f), second = first.Clone();
        var accumulator = new GradientAccumulator(pieces.Parameters);
        for (int step = 0; step < 10; step++)
        {
            Tensor<float> x = Data.Floats(step, 32, 64);
            Tensor<int> y = Data.Labels(step, 32, 10);
            StepReport expected = whole.TrainStep(x, y, first);
            foreach ((Tensor<float> px, Tensor<int> py) in Batches.InOrder(x, y, 8))
                accumulator.Add(pieces, px, py);
            Assert.Equal(4, accumulator.Count);
            StepReport found = accumulator.Step(second);
            Close.Assert(expected.Loss, found.Loss, 1e-6, 1, "the loss");
            Close.Assert(expected.DataLoss, found.DataLoss, 1e-6, 1, "the data loss");
            Close.Assert(expected.GradientNorm, found.GradientNorm, 1e-6, 1, "the norm");
            Close.Assert(expected.ClipScale, found.ClipScale, 1e-6, 1, "the clip's factor");
            AssertSame(whole.Parameters.Gradients, pieces.Parameters.Gradients);
        }

        AssertSame(whole.Parameters.Values, pieces.Parameters.Values);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Four_pieces_of_looked_up_words_are_one_batch(string policy)
    {
        WordClassifier whole = new(seed: 1), pieces = new(seed: 1);
        whole.Parameters.Replace(s_policies[policy]);
        pieces.Parameters.Replace(s_policies[policy]);
        Optimizer first = new Sgd(0.5f, momentum: 0.9f), second = first.Clone();
        var accumulator = new GradientAccumulator(pieces.Parameters);
        for (int step = 0; step < 10; step++)
        {
            // Other words in each piece and in each step, so that rows that were touched before must be zero again.
            Tensor<int> x = Numbers.Tensor(Numbers.Elements(Data.Labels(step, 96, WordClassifier.Words)), 32, 3), y = Data.Labels(step + 50, 32, 5);
            StepReport expected = whole.TrainStep(x, y, first);
            foreach ((Tensor<int> px, Tensor<int> py) in Batches.InOrder(x, y, 8))
                accumulator.Add(pieces, px, py);
            StepReport found = accumulator.Step(second);
            Close.Assert(expected.Loss, found.Loss, 1e-6, 1, "the loss");
            Close.Assert(expected.GradientNorm, found.GradientNorm, 1e-6, 1, "the norm");
            AssertSame(whole.Parameters.Gradients, pieces.Parameters.Gradients);
        }

        AssertSame(whole.Parameters.Values, pieces.Parameters.Values);
    }

    [Theory]
    [InlineData("Sgd with momentum")]
    [InlineData("Adam")]
    [InlineData("RmsProp")]
    public void Words_that_no_piece_looks_up_keep_their_bits(string optimizer)
    {
        var model = new WordClassifier(seed: 1);
        float[] before = Numbers.Elements(model.Table.Table);
        Optimizer rule = Data.Optimizers[optimizer]();
        var accumulator = new GradientAccumulator(model.Parameters);
        for (int step = 0; step < 5; step++)
        {
            for (int piece = 0; piece < 4; piece++)
                accumulator.Add(model, Numbers.Tensor(Numbers.Elements(Data.Labels((4 * step) + piece, 24, 20)), 8, 3), Data.Labels(piece, 8, 5));
            accumulator.Step(rule);
        }

        float[] after = Numbers.Elements(model.Table.Table);
        int touched = 20 * WordClassifier.Width;
        Assert.All(Enumerable.Range(0, touched), i => Assert.NotEqual(before[i], after[i]));
        Assert.Equal(Array.ConvertAll(before[touched..], BitConverter.SingleToInt32Bits), Array.ConvertAll(after[touched..], BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Pieces_of_other_sizes_have_their_weights()
    {
        SmallClassifier whole = new(seed: 1), pieces = new(seed: 1);
        Tensor<float> x = Data.Floats(1, 20, 64);
        Tensor<int> y = Data.Labels(1, 20, 10);
        whole.TrainStep(x, y, new Sgd(0.5f));
        var accumulator = new GradientAccumulator(pieces.Parameters);
        foreach ((Tensor<float> px, Tensor<int> py) in Batches.InOrder(x, y, 7))
            accumulator.Add(pieces, px, py, weight: py.Lengths[0]);
        accumulator.Step(new Sgd(0.5f));
        AssertSame(whole.Parameters.Values, pieces.Parameters.Values);
    }

    [Fact]
    public void A_step_of_the_model_after_that_has_its_own_policies_again()
    {
        SmallClassifier model = new(seed: 1), other = new(seed: 1);
        Tensor<float> x = Data.Floats(1, 8, 64);
        Tensor<int> y = Data.Labels(1, 8, 10);
        var accumulator = new GradientAccumulator(model.Parameters);
        StepReport piece = accumulator.Add(model, x, y);
        Assert.Equal(piece.DataLoss, piece.Loss);
        Assert.Throws<ArgumentException>(() => accumulator.Add(model, Data.Floats(1, 8, 63), y));
        accumulator.Reset();
        Assert.Equal(other.TrainStep(x, y, new Sgd(0.1f)), model.TrainStep(x, y, new Sgd(0.1f)));
        Assert.Equal(Data.Bits(other.Parameters.Values), Data.Bits(model.Parameters.Values));
    }

    [Fact]
    public void A_piece_that_the_model_skips_makes_the_step_skipped()
    {
        var model = new Recurrent.Streaming(batch: 2, seed: 3);
        int[] before = Data.Bits(model.Parameters.Values);
        Tensor<float> nan = Data.Floats(2, 6, 2, 3);
        nan[3, 1, 2] = float.NaN;
        var accumulator = new GradientAccumulator(model.Parameters);
        accumulator.Add(model, Data.Floats(1, 6, 2, 3), Data.Floats(3, 2, 1));
        accumulator.Add(model, nan, Data.Floats(3, 2, 1));
        Assert.False(accumulator.Step(new Sgd(1)).IsFinite);
        Assert.Equal(before, Data.Bits(model.Parameters.Values));
        accumulator.Add(model, Data.Floats(1, 6, 2, 3), Data.Floats(3, 2, 1));
        Assert.True(accumulator.Step(new Sgd(1)).IsFinite);
        Assert.NotEqual(before, Data.Bits(model.Parameters.Values));
    }

    [Fact]
    public void Pieces_and_steps_allocate_nothing()
    {
        var model = new SmallClassifier(seed: 1);
        var accumulator = new GradientAccumulator(model.Parameters);
        Optimizer adam = new Adam();
        Tensor<float> x = Data.Floats(1, 8, 64);
        Tensor<int> y = Data.Labels(1, 8, 10);
        Allocation.AssertNone(() =>
        {
            accumulator.Add(model, x, y);
            accumulator.Add(model, x, y);
            accumulator.Step(adam);
        });
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        SmallClassifier model = new(seed: 1), other = new(seed: 1);
        var accumulator = new GradientAccumulator(model.Parameters);
        Tensor<float> x = Data.Floats(1, 8, 64);
        Tensor<int> y = Data.Labels(1, 8, 10);
        Assert.Throws<InvalidOperationException>(() => accumulator.Step(new Sgd(1)));
        Assert.Equal("model", Assert.Throws<ArgumentException>(() => accumulator.Add(other, x, y)).ParamName);
        Assert.Equal("weight", Assert.Throws<ArgumentOutOfRangeException>(() => accumulator.Add(model, x, y, 0)).ParamName);
    }

    // As vectors: of a gradient's element that is a small rest of large terms, float has no six digits.
    private static void AssertSame(Tensor<float> expected, Tensor<float> found)
    {
        double size = 0, difference = 0;
        foreach ((float e, float f) in Numbers.Elements(expected).Zip(Numbers.Elements(found)))
            (size, difference) = (size + ((double)e * e), difference + (((double)f - e) * ((double)f - e)));
        Assert.InRange(Math.Sqrt(difference), 0, 1e-6 * Math.Sqrt(size));
    }
}
