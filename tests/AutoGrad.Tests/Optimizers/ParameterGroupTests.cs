using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

public sealed class ParameterGroupTests
{
    [Theory]
    [InlineData("Head", "Head.Kernel Head.Bias Head.Inner.Bias")]
    [InlineData("Head.Kernel", "Head.Kernel")]
    [InlineData("*.Bias", "Head.Bias Head.Inner.Bias Hidden.0.Bias")]
    [InlineData("Hidden.?.Kernel", "Hidden.0.Kernel")]
    [InlineData("Hidden.0", "Hidden.0.Kernel Hidden.0.Bias")]
    [InlineData("*", "Head.Kernel Head.Bias Head.Inner.Bias Hidden.0.Kernel Hidden.0.Bias Headless Hidden.10.Kernel")]
    public void A_pattern_means_a_name_a_layer_or_what_its_wildcards_fit(string pattern, string expected)
    {
        string[] names = ["Head.Kernel", "Head.Bias", "Head.Inner.Bias", "Hidden.0.Kernel", "Hidden.0.Bias", "Headless", "Hidden.10.Kernel"];
        Assert.Equal(expected.Split(' '), names.Where(new ParameterGroup(pattern).Has));
    }

    [Fact]
    public void Each_group_has_its_rate_and_decay_and_the_rest_those_of_the_optimizer()
    {
        ParameterSet set = Sets.Vectors(default, 5, 20, 3);
        set.ValueSpan().Fill(1);
        float[] gradient = new float[28];
        Array.Fill(gradient, 1);
        set.Finish(gradient);
        new Sgd(0.1f, weightDecay: 0.5f)
        {
            Groups = [new ParameterGroup("P1") { LearningRateFactor = 0.5f, WeightDecay = 0 }, new ParameterGroup("P2") { LearningRateFactor = 0 }],
        }.Update(set);
        Assert.All(set[0].Numbers(), w => Assert.Equal(1 - 0.1f * 0.5f - 0.1f, w, 1e-6f));
        Assert.All(set[1].Numbers(), w => Assert.Equal(1 - 0.05f, w, 1e-6f));
        Assert.All(set[2].Numbers(), w => Assert.Equal(1, w));
    }

    [Fact]
    public void A_parameter_belongs_to_the_first_group_that_has_it()
    {
        ParameterSet set = Sets.Vectors(default, 2);
        set.Finish(1, 1);
        new Sgd(1) { Groups = [new ParameterGroup("*") { LearningRateFactor = 2 }, new ParameterGroup("P0") { LearningRateFactor = 3 }] }.Update(set);
        Assert.Equal([-2, -2], set[0].Numbers());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.25f)]
    public void Groups_with_one_setting_train_as_one_optimizer_does_to_the_bit(float factor)
    {
        ParameterSet whole = Trained(new Adam(0.1f * factor)), parts = Trained(new Adam(0.1f) { Groups = [.. Enumerable.Range(0, 10).Select(i => new ParameterGroup($"P{i}") { LearningRateFactor = factor })] });
        Assert.Equal(Sets.Read(whole.Values), Sets.Read(parts.Values));

        static ParameterSet Trained(Optimizer optimizer)
        {
            ParameterSet set = Sets.Vectors(default, Training.Lengths);
            set.Initialize(1);
            var random = new Random(1);
            for (int t = 0; t < 10; t++)
            {
                set.Finish(Training.Gradient(random, set.Length));
                optimizer.Update(set);
            }

            return set;
        }
    }

    [Fact]
    public void A_group_without_a_parameter_is_refused_with_the_names_that_there_are()
    {
        var optimizer = new Adam { Groups = [new ParameterGroup("Haed")] };
        ArgumentException error = Assert.Throws<ArgumentException>(() => optimizer.Update(Sets.Vectors(default, 1, 1)));
        Assert.Equal("No parameter belongs to the group 'Haed'; there are P0, P1.", error.Message);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("P") { LearningRateFactor = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("P") { WeightDecay = float.NaN });
        Assert.Throws<ArgumentException>(() => new ParameterGroup(""));
    }
}
