using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>One look-up, whose rows alone the backward pass touches.</summary>
[Model]
public sealed partial class Looked(int seed = 0)
{
    [Layer(40, 3)] public partial Embedding Table { get; }

    [Loss]
    public float Loss([Shape("n")] Tensor<int> ids, [Shape("n", 3)] Tensor<float> r) => Sum(Table.Forward(ids) * r);
}

/// <summary>The same, dense: the gradient of two look-ups, one of which counts for nothing.</summary>
[Model]
public sealed partial class LookedTwice(int seed = 0)
{
    [Layer(40, 3)] public partial Embedding Table { get; }

    [Loss]
    public float Loss([Shape("n")] Tensor<int> ids, [Shape("n", 3)] Tensor<float> r) => Sum(Table.Forward(ids) * r) + 0f * Sum(Table.Forward(ids));
}

/// <summary>The gradient of a table is what it would be if all of it were cleared, whatever happens between steps.</summary>
public class TouchedRowsTests
{
    private static readonly Tensor<int> s_outside = Tensor.Create([1, 99], [2]);

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void The_gradient_is_the_dense_one(bool zeroes, bool fails, bool writes)
    {
        Looked model = new(seed: 2);
        LookedTwice dense = new(seed: 2);
        var (a, b) = (new Adam(), new Adam());
        for (int step = 0; step < 8; step++)
        {
            Tensor<int> ids = Data.Labels(step, 7, 40);
            Tensor<float> r = Data.Floats(step, 7, 3);
            StepReport found = model.TrainStep(ids, r, a), expected = dense.TrainStep(ids, r, b);
            Assert.Equal(expected.GradientNorm, found.GradientNorm, expected.GradientNorm * 1e-6f);
            Assert.Equal(Numbers.Elements(dense.Table.Table), Numbers.Elements(model.Table.Table));
            if (zeroes)
                model.Parameters.ZeroGradients();
            if (fails)
                Assert.ThrowsAny<ArgumentException>(() => model.LossGradient(s_outside, Ones<float>(2, 3)));
            if (writes)
                model.Parameters[0].Gradient.Fill(step);
        }

        model.LossGradient(Data.Labels(9, 7, 40), Data.Floats(9, 7, 3));
        dense.LossGradient(Data.Labels(9, 7, 40), Data.Floats(9, 7, 3));
        Assert.Equal(Numbers.Elements(dense.Parameters[0].Gradient), Numbers.Elements(model.Parameters[0].Gradient));
    }
}
