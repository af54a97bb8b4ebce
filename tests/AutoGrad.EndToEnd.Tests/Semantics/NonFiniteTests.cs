using AutoGrad.EndToEnd.Tests.Testing;
using static System.Single;

namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>Every cell of what one element that is not finite does under each clip, through the generated step.</summary>
public class NonFiniteTests
{
    // What happens to the element itself, to the others of its parameter, and to other parameters: kept, 0, NaN or the threshold v.
    [Theory]
    [InlineData("", PositiveInfinity, "kept", "kept", "kept")]
    [InlineData("", NaN, "kept", "kept", "kept")]
    [InlineData("Value", PositiveInfinity, "v", "kept", "kept")]
    [InlineData("Value", NegativeInfinity, "-v", "kept", "kept")]
    [InlineData("Value", NaN, "NaN", "kept", "kept")]
    [InlineData("Norm", PositiveInfinity, "NaN", "0", "kept")]
    [InlineData("Norm", NegativeInfinity, "NaN", "0", "kept")]
    [InlineData("Norm", NaN, "NaN", "NaN", "kept")]
    [InlineData("Global", PositiveInfinity, "NaN", "0", "0")]
    [InlineData("Global", NegativeInfinity, "NaN", "0", "0")]
    [InlineData("Global", NaN, "NaN", "NaN", "NaN")]
    [InlineData("ValueNorm", PositiveInfinity, "v", "kept", "kept")]
    [InlineData("ValueGlobal", NaN, "NaN", "NaN", "NaN")]
    public void One_element_spreads_as_far_as_its_cell_says(string clip, float bad, string own, string siblings, string others)
    {
        foreach (string penalty in PolicyModels.Penalties.Keys)
        {
            foreach (bool byMember in (bool[])[false, clip.Length > 0])
            {
                Subject subject = PolicyModels.Declared(clip, penalty, byMember);
                float[][] x = Gradients.Give(subject, "Small");
                x[0][4] = bad;
                Gradients.Give(subject, x);
                double[] w = subject.Values;
                (float l1, float l2) = PolicyModels.Penalties[penalty];
                double Before(int i) => Gradients.Split(subject.Values).SelectMany((p, k) => p.Select((_, j) => x[k][j] + (k == 1 ? 0 : (l1 * Math.Sign(w[i])) + (2 * l2 * w[i])))).ElementAt(i);
                double[] before = [.. Enumerable.Range(0, w.Length).Select(Before)];
                StepReport report = subject.TrainStep(new Sgd(0));
                Assert.False(report.IsFinite);
                Assert.False(float.IsFinite(report.GradientNorm));
                double[] after = subject.Gradients;
                for (int i = 0; i < after.Length; i++)
                {
                    string cell = i == 4 ? own : i < 6 ? siblings : others;
                    double expected = cell switch { "kept" => before[i], "0" => 0, "NaN" => double.NaN, "v" => PolicyModels.Value, _ => -PolicyModels.Value };
                    PolicyTests.AssertClose(expected, Math.Abs(after[i]) == 0 ? 0 : after[i], $"{clip} {penalty} {bad} {i}");
                }
            }
        }
    }

    [Fact]
    public void By_default_a_step_goes_on()
    {
        Subject subject = PolicyModels.Declared("", "");
        float[][] x = Gradients.Give(subject, "Ordinary");
        x[1][0] = NaN;
        Gradients.Give(subject, x);
        Assert.False(subject.TrainStep(new Sgd(0.1f)).IsFinite);
        Assert.True(double.IsNaN(subject.Values[6]));
        Assert.Equal(1, subject.Values.Count(double.IsNaN));
    }

    [Fact]
    public void A_step_that_is_skipped_leaves_parameters_and_the_optimizers_state_as_they_were()
    {
        float[] good = [0.5f, -1, 2];
        foreach (float bad in (float[])[NaN, PositiveInfinity])
        {
            foreach (Func<Optimizer> make in Training.Data.Optimizers.Values)
            {
                (Skipping disturbed, Skipping still) = (new(seed: 1), new(seed: 1));
                (Optimizer first, Optimizer second) = (make(), make());
                for (int step = 0; step < 6; step++)
                {
                    if (step % 2 == 1)
                    {
                        int[] bits = Training.Data.Bits(disturbed.Parameters.Values);
                        Assert.False(disturbed.TrainStep(Numbers.Tensor([1, bad, 1], 3), first).IsFinite);
                        Assert.Equal(bits, Training.Data.Bits(disturbed.Parameters.Values));
                    }

                    Assert.True(disturbed.TrainStep(Numbers.Tensor(good, 3), first).IsFinite);
                    Assert.True(still.TrainStep(Numbers.Tensor(good, 3), second).IsFinite);
                }

                Assert.Equal(Training.Data.Bits(still.Parameters.Values), Training.Data.Bits(disturbed.Parameters.Values));
            }
        }
    }

    [Fact]
    public void A_step_that_throws_names_the_parameter_and_leaves_it_as_it_was()
    {
        var model = new Throwing(seed: 1);
        int[] bits = Training.Data.Bits(model.Parameters.Values);
        NonFiniteGradientException error = Assert.Throws<NonFiniteGradientException>(() => model.TrainStep(Numbers.Tensor([1, NaN, 1], 3), new Adam()));
        Assert.Equal("W", error.ParameterName);
        Assert.Equal(bits, Training.Data.Bits(model.Parameters.Values));
    }
}
