using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Dropout: what its masks are like, and that inference has none.</summary>
[Collection(nameof(Alone))]
public class DropoutTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void As_many_elements_are_zero_as_the_rate_says_and_the_others_keep_the_mean(float rate)
    {
        const int n = 200, width = 500;
        float[] mask = Mask(new DropoutOfRows(n, width, rate, seed: 4));
        double zeros = mask.Count(m => m == 0) / (double)mask.Length, deviation = Math.Sqrt(rate * (1 - rate) / mask.Length);
        Assert.InRange(zeros, rate - (4 * deviation), rate + (4 * deviation));
        Assert.All(mask.Where(m => m != 0), m => Assert.Equal(1 / (1 - rate), m));
        for (int axis = 0; axis < 2 && rate > 0; axis++)
        {
            // No row and no column is special.
            for (int line = 0; line < (axis == 0 ? n : width); line++)
            {
                float[] part = axis == 0 ? mask[(line * width)..((line + 1) * width)] : [.. Enumerable.Range(0, n).Select(i => mask[(i * width) + line])];
                Assert.InRange(part.Count(m => m == 0) / (double)part.Length, rate - (5.5 * Math.Sqrt(rate * (1 - rate) / part.Length)), rate + (5.5 * Math.Sqrt(rate * (1 - rate) / part.Length)));
            }
        }
    }

    [Fact]
    public void A_seed_gives_the_same_masks_on_any_number_of_threads_and_each_step_another_one()
    {
        var runs = new List<float[][]>();
        foreach (int threads in (int[])[1, 2])
        {
            using var set = new Threads(threads);
            var model = new DropoutOfRows(300, 700, 0.3f, seed: 4);
            runs.Add([Mask(model), Mask(model)]);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0][0], runs[0][1]);
        Assert.NotEqual(runs[0][0], Mask(new DropoutOfRows(300, 700, 0.3f, seed: 5)));
    }

    [Fact]
    public void Inference_is_the_identity_for_tensors_of_one_to_four_axes()
    {
        var layer = new Dropout(0.5f);
        foreach (int[] shape in (int[][])[[7], [3, 5], [2, 3, 4], [2, 1, 3, 5]])
        {
            Tensor<float> x = Data.Floats(1, shape), y = Data.Floats(2, shape);
            layer.Forward(x, y);
            Assert.Equal(Numbers.Elements(x), Numbers.Elements(y));
            Assert.Equal(Numbers.Elements(x), Numbers.Elements(layer.Forward(x)));
            layer.IsTraining = true;
            Assert.NotEqual(Numbers.Elements(x), Numbers.Elements(layer.Forward(x)));
            layer.IsTraining = false;
        }

        string message = Assert.Throws<ArgumentException>(() => layer.Forward(Data.Floats(1, 1, 1, 1, 1, 1), Data.Floats(1, 1, 1, 1, 1, 1))).Message;
        Assert.StartsWith("x must have 1 to 4 axes but has lengths [1, 1, 1, 1, 1]", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    public void A_rate_that_leaves_nothing_is_refused_by_the_constructor(float rate)
        => Assert.StartsWith("rate must be at least 0 and below 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate)).Message, StringComparison.Ordinal);

    [Fact]
    public void Sizes_that_make_no_sense_are_refused_by_constructors()
    {
        Assert.Contains("features must be at least 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm(0)).Message, StringComparison.Ordinal);
        Assert.Contains("groups must divide features, and 4 does not divide 6.", Assert.Throws<ArgumentException>(() => new GroupNorm(4, 6)).Message, StringComparison.Ordinal);
        Assert.Contains("count must be at least 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(-1, 6)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var model = new DropoutOfRows(30, 40, 0.3f);
        var optimizer = new Adam();
        Tensor<float> r = Ones<float>(30, 40);
        Allocation.AssertNone(() => model.TrainStep(r, optimizer));
    }

    // The gradient of an input of ones under weights of ones.
    private static float[] Mask(DropoutOfRows model)
    {
        model.LossGradient(Ones<float>(model.Parameters[0].Lengths));
        return Numbers.Elements(model.Parameters[0].Gradient);
    }
}
