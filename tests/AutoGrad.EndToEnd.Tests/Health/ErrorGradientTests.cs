using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>What a step records of error gradients, beside the chain rule written out in double.</summary>
[Collection(nameof(Alone))]
public class ErrorGradientTests
{
    private const int Batch = 7;

    private readonly Watched _model = new(seed: 3);
    private readonly Tensor<float> _x = Data.Floats(1, Batch, 3), _y = Data.Floats(2, Batch, 4);

    [Fact]
    public void Named_variables_are_recorded_in_their_order()
        => Assert.Equal([("hidden", 5, true), ("squashed", 5, false), ("predict", 4, false)], _model.Parameters.ErrorGradients.Select(e => (e.Name, e.Units, e.IsRectified)));

    [Fact]
    public void Means_largest_and_firings_are_those_of_the_chain_rule()
    {
        _model.LossGradient(_x, _y);
        float[] x = Numbers.Elements(_x), y = Numbers.Elements(_y), w1 = Numbers.Elements(_model.W1), w2 = Numbers.Elements(_model.W2);
        double[,] h = new double[Batch, 5], t = new double[Batch, 5], dP = new double[Batch, 4], dT = new double[Batch, 5], dH = new double[Batch, 5];
        for (int b = 0; b < Batch; b++)
        {
            for (int u = 0; u < 5; u++)
            {
                h[b, u] = Math.Max(0, Enumerable.Range(0, 3).Sum(i => (double)x[(b * 3) + i] * w1[(i * 5) + u]));
                t[b, u] = Math.Tanh(2 * h[b, u]);
            }

            for (int o = 0; o < 4; o++)
                dP[b, o] = 2 * (Enumerable.Range(0, 5).Sum(u => t[b, u] * w2[(u * 4) + o]) - y[(b * 4) + o]) / (Batch * 4);
            for (int u = 0; u < 5; u++)
            {
                dT[b, u] = Enumerable.Range(0, 4).Sum(o => dP[b, o] * w2[(u * 4) + o]);
                dH[b, u] = dT[b, u] * (1 - (t[b, u] * t[b, u])) * 2;
            }
        }

        Check(0, dH);
        Check(1, dT);
        Check(2, dP);
        for (int u = 0; u < 5; u++)
            Assert.Equal(Enumerable.Range(0, Batch).Count(b => h[b, u] > 0), _model.Parameters.ErrorGradients[0].Firings[u]);
        Assert.Equal(Enumerable.Range(0, 5).Count(u => Enumerable.Range(0, Batch).All(b => h[b, u] == 0)), _model.Parameters.ErrorGradients[0].SilentUnits);
        Assert.Empty(_model.Parameters.ErrorGradients[1].Firings.ToArray());
    }

    [Fact]
    public void The_gradient_is_that_of_a_model_that_records_nothing()
    {
        _model.LossGradient(_x, _y);
        GradientCheck.Result check = GradientCheck.Run(_model, _x, _y);
        Assert.True(check.MaxRelativeError < 1e-6, check.ToString());
    }

    [Fact]
    public void Of_a_loops_variables_the_mean_over_the_steps_and_the_largest_are_recorded()
    {
        const int Time = 6;
        var model = new WatchedRecurrence(seed: 3);
        Tensor<float> input = Data.Floats(1, Time, Batch, 2), target = Data.Floats(2, Batch, 3);
        model.LossGradient(input, target);
        Assert.Equal(["z", "h"], model.Parameters.ErrorGradients.Select(e => e.Name));
        float[] x = Numbers.Elements(input), y = Numbers.Elements(target), wx = Numbers.Elements(model.Wx), wh = Numbers.Elements(model.Wh);
        double[][] means = [new double[3], new double[3]];
        double[] largest = new double[2];
        for (int b = 0; b < Batch; b++)
        {
            var h = new double[Time + 1, 3];
            for (int t = 0; t < Time; t++)
            {
                for (int u = 0; u < 3; u++)
                    h[t + 1, u] = Math.Tanh(Enumerable.Range(0, 2).Sum(i => (double)x[(((t * Batch) + b) * 2) + i] * wx[(i * 3) + u]) + Enumerable.Range(0, 3).Sum(v => h[t, v] * wh[(v * 3) + u]));
            }

            double[] dH = [.. Enumerable.Range(0, 3).Select(u => 2 * (h[Time, u] - y[(b * 3) + u]) / (Batch * 3))];
            for (int t = Time; t > 0; t--)
            {
                double[] dZ = [.. dH.Select((d, u) => d * (1 - (h[t, u] * h[t, u])))];
                for (int u = 0; u < 3; u++)
                {
                    means[0][u] += Math.Abs(dZ[u]) / Time;
                    means[1][u] += Math.Abs(dH[u]) / Time;
                }

                largest = [Math.Max(largest[0], Batch * dZ.Max(Math.Abs)), Math.Max(largest[1], Batch * dH.Max(Math.Abs))];
                dH = [.. Enumerable.Range(0, 3).Select(v => Enumerable.Range(0, 3).Sum(u => dZ[u] * wh[(v * 3) + u]))];
            }
        }

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(largest[i], model.Parameters.ErrorGradients[i].Largest, 1e-5);
            for (int u = 0; u < 3; u++)
                Assert.Equal(means[i][u], model.Parameters.ErrorGradients[i].UnitMeans[u], 1e-5);
        }

        GradientCheck.Result check = GradientCheck.Run(model, input, target);
        Assert.True(check.MaxRelativeError < 1e-6, check.ToString());
        var optimizer = new Sgd(0.01f);
        Allocation.AssertNone(() => model.TrainStep(input, target, optimizer));
    }

    [Fact]
    public void A_layers_variable_is_called_after_both()
        => Assert.Equal(["First.z", "middle", "Second.Inner.z", "Second.inner", "second"], new WatchedParts(seed: 1).Parameters.ErrorGradients.Select(e => e.Name));

    [Fact]
    public void A_step_that_records_allocates_nothing()
    {
        var optimizer = new Sgd(0.01f);
        Allocation.AssertNone(() => _model.TrainStep(_x, _y, optimizer));
    }

    private void Check(int variable, double[,] expected)
    {
        ErrorGradient actual = _model.Parameters.ErrorGradients[variable];
        int units = expected.GetLength(1);
        double[] means = [.. Enumerable.Range(0, units).Select(u => Enumerable.Range(0, Batch).Sum(b => Math.Abs(expected[b, u])))];
        for (int u = 0; u < units; u++)
            Assert.Equal(means[u], actual.UnitMeans[u], 1e-5);
        Assert.Equal(means.Average(), actual.Mean, 1e-5);
        Assert.Equal(expected.Cast<double>().Max(Math.Abs) * Batch, actual.Largest, 1e-5);
    }
}
