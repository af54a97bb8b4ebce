using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Functions;

public class RecurrentModelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(17, 2)]
    public void A_loop_over_time_has_the_gradient_that_differences_give(int time, int batch)
    {
        var random = new Random(time);
        var model = new PlainRecurrent(seed: 3);
        Tensor<float> x = Numbers.Tensor(Numbers.Between(time * batch * 2, -1, 1, random), time, batch, 2), y = Numbers.Tensor(Numbers.Between(batch, -1, 1, random), batch, 1);
        GradientCheck.Result check = GradientCheck.Run(model, x, y);
        Assert.InRange(check.MaxRelativeError, 0, 1e-6);
        Assert.Equal(model.Parameters.Sum(p => (int)p.Value.FlattenedLength), check.Checked);
        Assert.Equal(model.Loss(x, y), model.LossGradient(x, y), 1e-5f);

        var destination = Tensor.CreateFromShape<float>([batch, 1]);
        model.Predict(x, destination);
        Close.Assert(Array.ConvertAll(Numbers.Elements(model.Predict(x)), v => (double)v), Array.ConvertAll(Numbers.Elements(destination), v => (double)v), 1e-5, "the fused forward pass");
    }

    [Theory]
    [InlineData(Cell.Plain, false)]
    [InlineData(Cell.Plain, true)]
    [InlineData(Cell.Gated, false)]
    [InlineData(Cell.Gated, true)]
    public void Arguments_choose_what_a_model_computes(Cell cell, bool isBackwards)
    {
        var random = new Random(5);
        var model = new Gated(seed: 2);
        foreach (int time in new[] { 1, 3, 12 })
        {
            Tensor<float> x = Numbers.Tensor(Numbers.Between(time * 2 * 3, -1, 1, random), time, 2, 3);
            GradientCheck.Result check = GradientCheck.Run(model, x, cell, isBackwards);
            Assert.InRange(check.MaxRelativeError, 0, 1e-6);
            float penalty = model.TrainStep(x, cell, isBackwards, new Sgd(learningRate: 0)) is var report ? report.Loss - report.DataLoss : 0;
            Assert.Equal(model.Loss(x, cell, isBackwards) + penalty, model.LossGradient(x, cell, isBackwards), 1e-5f);
        }
    }

    [Fact]
    public void A_loop_over_time_that_may_end_early_allocates_nothing_a_step()
    {
        var random = new Random(5);
        var model = new Gated(seed: 2);
        var optimizer = new Sgd(learningRate: 1e-3f);
        Tensor<float> x = Numbers.Tensor(Numbers.Between(12 * 2 * 3, -1, 1, random), 12, 2, 3);
        Allocation.AssertNone(() => model.TrainStep(x, Cell.Gated, true, optimizer));
    }
}
