using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.Health;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>A thousand steps of runs that go well, in which the monitor finds nothing, until something is broken.</summary>
public class HealthyRunTests
{
    private const int Steps = 1000;

    [Fact]
    public void Learning_digits_raises_nothing()
    {
        string path = Path.Combine(typeof(HealthyRunTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Samples").Value!, "Digits", "digits.csv.gz");
        (Tensor<float> x, Tensor<int> labels, _, _) = Digits.Load(path, testFraction: 0.2, seed: 0);
        var model = new DigitNetwork(seed: 1);
        List<float> losses = Watch(model.Parameters, new Sgd(0.05f, momentum: 0.9f), Forever(epoch => Batches.Shuffled(x, labels, 32, epoch)), (b, o) => model.TrainStep(b.X, b.Y, o));
        Assert.InRange(losses.TakeLast(50).Average(), 0, 0.1);
    }

    [Fact]
    public void Learning_to_add_with_an_lstm_raises_nothing()
    {
        var random = new Random(1);
        var model = new AddingLstm(seed: 1);
        List<float> losses = Watch(model.Parameters, new Adam(5e-3f), Forever(_ => new[] { Adding.Batch(random, length: 20, batch: 20) }), (b, o) => model.TrainStep(b.X, b.Y, o));
        Assert.InRange(losses.TakeLast(50).Average(), 0, 0.1);
    }

    [Fact]
    public void A_regression_with_a_scaled_target_raises_nothing()
    {
        (Tensor<float> x, Tensor<float> y) = Regression.Make(samples: 1000, features: 20, noise: 0.1, seed: 1);
        y = Tensor.Divide<float>(y, 1000);
        var model = new ScaledRegression(seed: 1);
        List<float> losses = Watch(model.Parameters, new Sgd(0.01f, momentum: 0.9f), Forever(epoch => Batches.Shuffled(x, y, 32, epoch)), (b, o) => model.TrainStep(b.X, b.Y, o));
        Assert.True(losses.TakeLast(50).Average() < 0.1 * losses[0]);
    }

    [Theory]
    [InlineData(FindingKind.LossSwings, 300)]
    [InlineData(FindingKind.LargeWeights, 3000)]
    [InlineData(FindingKind.LargeErrorGradient, 300)]
    public void What_breaks_after_a_hundred_healthy_steps_is_found_within_ten(FindingKind kind, float factor)
    {
        (Tensor<float> x, Tensor<float> y) = Regression.Make(samples: 1000, features: 20, noise: 0.1, seed: 1);
        y = Tensor.Divide<float>(y, 1000);
        var model = new ScaledRegression(seed: 1);
        var monitor = new GradientMonitor(model.Parameters);
        var optimizer = new Sgd(0.01f, momentum: 0.9f);
        List<Finding> found = [];
        int step = 0;
        foreach ((Tensor<float> bx, Tensor<float> by) in Forever(epoch => Batches.Shuffled(x, y, 32, epoch)).Take(110))
        {
            if (step++ == 100)
            {
                Assert.Empty(found);
                optimizer.LearningRate *= factor;
            }

            found.AddRange(monitor.Observe(model.TrainStep(bx, by, optimizer)));
        }

        Assert.Contains(found, f => f.Kind == kind);
    }

    private static List<float> Watch<TX, TY>(ParameterSet parameters, Optimizer optimizer, IEnumerable<(TX X, TY Y)> batches, Func<(TX X, TY Y), Optimizer, StepReport> train)
    {
        var monitor = new GradientMonitor(parameters);
        List<Finding> found = [];
        List<float> losses = [];
        foreach ((TX X, TY Y) batch in batches.Take(Steps))
        {
            StepReport step = train(batch, optimizer);
            losses.Add(step.Loss);
            found.AddRange(monitor.Observe(step));
        }

        Assert.Equal(Steps, losses.Count);
        Assert.Empty(found);
        return losses;
    }

    private static IEnumerable<T> Forever<T>(Func<int, IEnumerable<T>> epoch)
    {
        for (int i = 0; ; i++)
        {
            foreach (T item in epoch(i))
                yield return item;
        }
    }
}
