using System.Numerics.Tensors;
using AutoGrad;
using Xunit;

namespace AutoGradApp;

public class SpiralClassifierTests
{
    [Fact]
    public void Gradients_are_those_of_differences()
    {
        (Tensor<float> x, Tensor<int> y) = Spirals.Make(points: 20, seed: 3);

        GradientCheck.Result check = GradientCheck.Run(new SpiralClassifier(seed: 3), x, y);

        Assert.True(check.MaxRelativeError < 1e-6, check.ToString());
    }

    [Fact]
    public void Training_lowers_the_loss()
    {
        (Tensor<float> x, Tensor<int> y) = Spirals.Make(points: 100, seed: 4);
        var model = new SpiralClassifier(seed: 4);
        var optimizer = new Adam(learningRate: 1e-2f);
        float before = model.Loss(x, y);

        for (int step = 0; step < 100; step++)
            model.TrainStep(x, y, optimizer);

        Assert.InRange(model.Loss(x, y), 0, before / 2);
    }
}
