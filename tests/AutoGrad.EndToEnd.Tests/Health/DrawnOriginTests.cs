using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>Two expressions of one draw: the logarithm is not finite where it is a zero, the root where it is not.</summary>
[Model(OnNonFinite = OnNonFinite.Throw)]
internal sealed partial class EitherWay(int seed = 0)
{
    [Layer(0.5f)] public partial Dropout Noise { get; }

    [Layer(0.5f)] public partial Dropout Drop { get; }

    [Parameter(1, Init = Init.Ones)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(1)] Tensor<float> x)
    {
        Tensor<float> noise = Noise.Forward(x);
        Tensor<float> drawn = Drop.Forward(x * W); // 0 or 2
        return Sum(Log(drawn) + Sqrt(1f - drawn) + noise);
    }
}

/// <summary>One draw in each iteration; of the zeros the logarithm is not finite.</summary>
[Model(OnNonFinite = OnNonFinite.SkipStep, Monitor = Monitor.Layers)]
internal sealed partial class DropsInTime(int seed = 0)
{
    [Layer(0.05f)] public partial Dropout Drop { get; }

    [Parameter(1, Init = Init.Ones)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape("time", 1)] Tensor<float> x)
    {
        Tensor<float> h = W;
        for (int t = 0; t < x.Lengths[0]; t++)
            h = h + Log(Drop.Forward(At(x, t) * W));
        return Sum(h);
    }
}

/// <summary>A step that drew random numbers is explained with the numbers that it drew.</summary>
public class DrawnOriginTests
{
    [Fact]
    public void The_expression_is_that_which_the_draw_of_the_step_decided_for()
    {
        var model = new EitherWay(seed: 3);
        var twin = new EitherWay(seed: 3) { IsTraining = true };
        var seen = new HashSet<bool>();
        for (int step = 0; step < 20; step++, model.Parameters.Draws.Advance(), twin.Parameters.Draws.Advance())
        {
            twin.Noise.Forward(Ones<float>(1));
            bool isZero = twin.Drop.Forward(Ones<float>(1))[0] == 0;
            seen.Add(isZero);
            for (int again = 0; again < 2; again++)
            {
                NonFiniteOrigin origin = Assert.Throws<NonFiniteGradientException>(() => model.TrainStep(Ones<float>(1), new Sgd(0.1f))).Origin!;
                Assert.Equal(isZero ? "Log(drawn)" : "Sqrt(1f - drawn)", origin.Expression);
                Assert.Equal(isZero ? 0 : -1, origin.Operands[0].Smallest);
                Assert.Equal(step, model.Parameters.Draws.Step);
            }
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void The_iteration_is_that_of_the_first_draw_that_did_it()
    {
        Tensor<float> x = Ones<float>(40, 1);
        var model = new DropsInTime(seed: 3);
        var twin = new DropsInTime(seed: 3) { IsTraining = true };
        var seen = new HashSet<long>();
        for (int step = 0; step < 20; step++, twin.Parameters.Draws.Advance())
        {
            long first = Array.FindIndex([.. Enumerable.Range(0, 40).Select(_ => twin.Drop.Forward(Ones<float>(1))[0])], drawn => drawn == 0);
            seen.Add(first);
            NonFiniteOrigin? before = model.Explain(x);
            StepReport report = model.TrainStep(x, new Sgd(0f));
            Assert.Equal(first < 0, report.IsFinite);
            if (first < 0)
            {
                Assert.Null(before);
                continue;
            }

            // A step that is skipped draws the same once more.
            Assert.Equal([first], before!.Iterations);
            NonFiniteOrigin after = model.Explain(x)!;
            Assert.Equal("Log(Drop.Forward(At(x, t) * W))", after.Expression);
            Assert.Equal([first], after.Iterations);
            model.Parameters.Draws.Advance();
        }

        Assert.True(seen.Count > 5, $"only {seen.Count} different iterations");
    }
}
