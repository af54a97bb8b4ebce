using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<string> Names => [.. Makers.Keys];

    private static readonly Dictionary<string, Func<Optimizer>> Makers = new()
    {
        ["Sgd"] = () => new Sgd(0.1f),
        ["Sgd with decay"] = () => new Sgd(0.1f, weightDecay: 0.1f),
        ["Momentum"] = () => new Sgd(0.1f, momentum: 0.9f),
        ["Momentum with decay"] = () => new Sgd(0.1f, momentum: 0.9f, weightDecay: 0.1f),
        ["Nesterov"] = () => new Sgd(0.1f, momentum: 0.9f, nesterov: true),
        ["Nesterov with decay"] = () => new Sgd(0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.1f),
        ["Adam"] = () => new Adam(0.1f),
        ["AdamW"] = () => new AdamW(0.1f),
        ["Adagrad"] = () => new Adagrad(0.1f),
        ["Adagrad with all settings"] = () => new Adagrad(0.1f, 1e-3f, 0.1f, 0.2f, 0.05f),
        ["RmsProp"] = () => new RmsProp(0.1f),
        ["RmsProp, centered, with momentum and decay"] = () => new RmsProp(0.01f, momentum: 0.9f, centered: true, weightDecay: 0.1f),
        ["Adadelta"] = () => new Adadelta(),
        ["Adamax"] = () => new Adamax(0.1f),
        ["Nadam"] = () => new Nadam(0.1f),
        ["Lion"] = () => new Lion(0.01f, weightDecay: 0.1f),
        ["Groups"] = () => new AdamW(0.1f) { Groups = [new ParameterGroup("P0") { LearningRateFactor = 0.5f }, new ParameterGroup("P*") { WeightDecay = 0.5f }] },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_the_gradient_first_does_not_change_the_update(string name)
    {
        foreach (NormClip norm in Enum.GetValues<NormClip>())
        {
            ParameterSet read = Train(Makers[name](), norm, set => _ = set.Gradients);
            ParameterSet readInPart = Train(Makers[name](), norm, set => _ = set[3].Gradient);
            ParameterSet unread = Train(Makers[name](), norm, _ => { });
            Assert.Equal(Bits(unread), Bits(read));
            Assert.Equal(Bits(unread), Bits(readInPart));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_update_uses_the_gradient_that_can_be_read(string name)
    {
        // The same gradients, scaled beforehand and given without a clip, must train to the same bits.
        Optimizer clippedOptimizer = Makers[name](), plainOptimizer = Makers[name]();
        ParameterSet clipped = Sets.Vectors(Sets.Clip(NormClip.Parameter, 0.1f), Training.Lengths);
        ParameterSet plain = Sets.Vectors(default, Training.Lengths);
        var random = new Random(1);
        for (int t = 0; t < 5; t++)
        {
            clipped.Finish(Training.Gradient(random, clipped.Length));
            clippedOptimizer.Update(clipped);
            plain.Finish(Sets.Read(clipped.Gradients));
            plainOptimizer.Update(plain);
        }

        Assert.Equal(Bits(plain), Bits(clipped));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_that_is_not_trained_keeps_its_bits(string name)
    {
        Optimizer optimizer = Makers[name]();
        var set = new ParameterSet([.. Training.Lengths.Select(Definition)]);
        set.Initialize(1);
        float[][] before = [.. set.Select(parameter => parameter.Numbers())];
        var random = new Random(1);
        for (int t = 0; t < 3; t++)
        {
            set.Finish(Training.Gradient(random, set.Length));
            optimizer.Update(set);
        }

        for (int i = 0; i < set.Count; i++)
        {
            if (set[i].IsTrainable)
                Assert.All(before[i].Zip(set[i].Numbers()), pair => Assert.NotEqual(pair.First, pair.Second));
            else
                Assert.Equal(before[i], set[i].Numbers());
        }

        static ParameterDefinition Definition(int length, int i) => new($"P{i}", [length], Init.Normal, IsTrainable: i % 2 == 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_clone_has_the_settings_and_fresh_state(string name)
    {
        Optimizer original = Makers[name]();
        ParameterSet first = Train(original, NormClip.None, _ => { });
        ParameterSet second = Train(original.Clone(), NormClip.None, _ => { });
        Assert.Equal(Bits(first), Bits(second));

        original.LearningRate = 0.025f;
        Assert.Equal(0.025f, original.Clone().LearningRate);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_models_parameters_are_refused_and_stay_as_they_were(string name)
    {
        Optimizer optimizer = Makers[name]();
        ParameterSet own = Sets.Vectors(default, 3), other = Sets.Vectors(default, 3);
        optimizer.Update(own);
        other.Finish(1, 1, 1);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => optimizer.Update(other));
        Assert.StartsWith($"This {optimizer.GetType().Name} already trains another model", error.Message, StringComparison.Ordinal);
        Assert.All(Sets.Read(other.Values), w => Assert.Equal(0, w));
        optimizer.Update(own);
    }

    [Fact]
    public void The_learning_rate_must_be_finite_and_not_negative()
    {
        var sgd = new Sgd(0.1f);
        foreach (float bad in new[] { -1, float.NaN, float.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => sgd.LearningRate = bad);
        Assert.Equal(0.1f, sgd.LearningRate);
        sgd.LearningRate = 0;
    }

    [Fact]
    public void Null_is_refused()
        => Assert.Throws<ArgumentNullException>(() => new Sgd(0.1f).Update(null!));

    private static ParameterSet Train(Optimizer optimizer, NormClip norm, Action<ParameterSet> beforeUpdate)
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(norm, 0.1f), Training.Lengths);
        set.Initialize(1);
        var random = new Random(1);
        for (int t = 0; t < 5; t++)
        {
            set.Finish(Training.Gradient(random, set.Length));
            beforeUpdate(set);
            optimizer.Update(set);
        }

        return set;
    }

    private static int[] Bits(ParameterSet set)
        => [.. Sets.Read(set.Values).Select(BitConverter.SingleToInt32Bits)];
}
