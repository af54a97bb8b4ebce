using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

public sealed class OptimizerStateTests : IDisposable
{
    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new()
    {
        ["Sgd"] = () => new Sgd(0.1f),
        ["Sgd with momentum and AutoClip"] = () => new Sgd(0.1f, 0.9f) { Clip = new AutoClip(0.3f, window: 5) },
        ["Sgd with a long AutoClip"] = () => new Sgd(0.1f) { Clip = new AutoClip(0.3f) },
        ["Adam with ZClip"] = () => new Adam(0.1f) { Clip = new ZClip(threshold: 0.5f, warmUp: 4) },
        ["Adam in the warm-up of ZClip"] = () => new Adam(0.1f) { Clip = new ZClip(threshold: 0.5f, warmUp: 10) },
        ["AdamW"] = () => new AdamW(0.1f),
        ["RmsProp"] = () => new RmsProp(0.1f, momentum: 0.9f, centered: true),
        ["Adagrad"] = () => new Adagrad(0.1f, learningRateDecay: 0.1f),
        ["Adadelta"] = () => new Adadelta(),
        ["Adamax"] = () => new Adamax(0.1f),
        ["Nadam"] = () => new Nadam(0.1f),
        ["Lion"] = () => new Lion(0.1f),
        ["Groups"] = () => new Adam(0.1f) { Groups = [new ParameterGroup("P1") { LearningRateFactor = 0.5f, WeightDecay = 0.1f }] },
    };

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Names => [.. s_optimizers.Keys];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_continued_takes_the_same_steps(string name)
    {
        ParameterSet whole = Sets.Vectors(default, 3, 40), continued = Sets.Vectors(default, 3, 40);
        Optimizer first = s_optimizers[name](), second = s_optimizers[name](), third = s_optimizers[name]();
        Run(whole, first, 0, 16);
        Run(continued, second, 0, 8);
        second.GetState().Save(_path);
        third.SetState(OptimizerState.Load(_path), continued);
        Run(continued, third, 8, 16);
        Assert.Equal(whole.ValueSpan().ToArray(), continued.ValueSpan().ToArray());
    }

    [Fact]
    public void What_another_optimizer_or_another_model_left_is_refused_and_changes_nothing()
    {
        ParameterSet set = Sets.Vectors(default, 3, 40), other = Sets.Vectors(default, 100);
        Optimizer source = s_optimizers["Adam with ZClip"]();
        Run(set, source, 0, 3);
        OptimizerState state = source.GetState();
        Assert.Throws<ArgumentException>(() => new Sgd(0.1f).SetState(state, set));
        Assert.Throws<ArgumentException>(() => new Adam().SetState(state, set));
        Assert.Throws<ArgumentException>(() => new Adam { Clip = new AutoClip() }.SetState(state, set));
        Assert.Throws<ArgumentException>(() => new Adam { Clip = new ZClip(warmUp: 5) }.SetState(state, set));
        Optimizer target = s_optimizers["Adam with ZClip"]();
        Assert.Throws<ArgumentException>(() => target.SetState(state, other));
        target.SetState(state, set);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        Optimizer source = s_optimizers["Adam with ZClip"]();
        Run(Sets.Vectors(default, 20), source, 0, 3);
        source.GetState().Save(_path);
        byte[] whole = File.ReadAllBytes(_path);
        foreach (int length in (int[])[0, 5, 30, 60, whole.Length - 1])
        {
            File.WriteAllBytes(_path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => OptimizerState.Load(_path));
        }

        File.WriteAllBytes(_path, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => OptimizerState.Load(_path));
    }

    private static void Run(ParameterSet set, Optimizer optimizer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            var random = new Random(step);
            var gradient = new float[set.Values.FlattenedLength];
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] = (float)(Math.Exp(3 * random.NextDouble()) * (random.NextDouble() - 0.5));
            set.Finish(gradient);
            optimizer.Update(set);
        }
    }
}
