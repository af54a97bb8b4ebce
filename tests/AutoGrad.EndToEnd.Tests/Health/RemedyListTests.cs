using System.Numerics.Tensors;
using AutoGrad.Health;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>Each remedy that there is against exploding gradients, tried and compared on a run that explodes.</summary>
public class RemedyListTests
{
    private static readonly Remedy[] s_clips = [Remedy.ClipNorm(), Remedy.ClipValue(), Remedy.GlobalClipNorm()];

    [Fact]
    public void A_clip_is_ranked_above_nothing_for_weights_far_too_large()
    {
        (Tensor<float> x, Tensor<float> y) = Regression.Make(samples: 512, features: 16, noise: 0.1, seed: 3);
        RemedyReport report = Remedies.Compare(
            () => new TooHot(seed: 3), Batches.Shuffled(x, y, 64, 0), new Sgd(0.05f),
            [.. s_clips, Remedy.L1(1e-3f), Remedy.L2(1e-3f), Remedy.SmallerBatch(8), Remedy.LowerLearningRate(0.1f)]);
        Assert.False(report[Remedy.Nothing].IsFinite, report.ToString());
        Assert.Contains(report.Outcomes[0].Remedy, s_clips.Select(r => r.Name));
        Assert.True(report.Outcomes[0] is { IsFinite: true, StepsClipped: > 0 }, report.ToString());
    }

    [Fact]
    public void A_clip_is_ranked_above_nothing_for_a_target_that_is_not_scaled()
    {
        (Tensor<float> x, Tensor<float> y) = Regression.Make(samples: 1000, features: 20, noise: 0.1, seed: 1);
        RemedyReport report = Remedies.Compare(
            () => new UnscaledRegression(seed: 1), Enumerable.Range(0, 10).SelectMany(epoch => Batches.Shuffled(x, y, 32, epoch)), new Sgd(0.01f, momentum: 0.9f),
            [Remedy.ClipNorm(), Remedy.ClipValue(5f), Remedy.GlobalClipNorm()]);
        Assert.False(report[Remedy.Nothing].IsFinite, report.ToString());
        Assert.Equal("nothing", report.Outcomes[^1].Remedy);
        Assert.All(report.Outcomes.Take(3), o => Assert.True(o is { IsFinite: true, StepsClipped: > 0 }, report.ToString()));
    }

    [Fact]
    public void A_shorter_truncation_and_other_initial_weights_are_remedies_of_a_recurrence()
    {
        var random = new Random(1);
        Remedy cut = Remedy.Redesign("TruncatedBackprop(2)", () => new ShortMemory(seed: 1)), init = Remedy.Redesign("Init.Orthogonal", () => new OrthogonalMemory(seed: 1));
        RemedyReport report = Remedies.Compare(() => new LongMemory(seed: 1), Enumerable.Range(0, 20).Select(_ => Adding.Batch(random, 30, 16)), new Sgd(0), [cut, init]);
        // What is cut computes the same loss; its gradient is that of two steps.
        Assert.Equal(report[Remedy.Nothing].FirstLoss, report[cut].FirstLoss);
        Assert.True(report[cut].LargestNorm < 0.5 * report[Remedy.Nothing].LargestNorm, report.ToString());
        Assert.True(report[init].LargestNorm < 0.1 * report[Remedy.Nothing].LargestNorm, report.ToString());
    }

    [Fact]
    public void Gates_that_a_model_offers_as_an_argument_of_its_constructor_are_a_remedy()
    {
        var random = new Random(1);
        Remedy gates = Remedy.Redesign("LSTM", () => Start(new ChosenMemory(isGated: true)));
        RemedyReport report = Remedies.Compare(() => Start(new ChosenMemory(isGated: false)), Enumerable.Range(0, 200).Select(_ => Adding.Batch(random, 30, 16)), new Sgd(0.5f), [gates]);
        Assert.True(report[gates].IsFinite && report[gates].LastLoss < report[Remedy.Nothing].LastLoss, report.ToString());

        static ChosenMemory Start(ChosenMemory model)
        {
            model.InitializeParameters(1);
            return model;
        }
    }

    [Fact]
    public void Fewer_repeats_of_a_layer_are_a_remedy()
    {
        (Tensor<float> x, Tensor<float> y) = Regression.Make(samples: 256, features: 16, noise: 0.1, seed: 3);
        Remedy fewer = Remedy.Redesign("3 layers", () => Large(new FewLayers(seed: 1), m => m.Parameters));
        RemedyReport report = Remedies.Compare(() => Large(new ManyLayers(seed: 1), m => m.Parameters), Batches.Shuffled(x, y, 32, 0), new Sgd(0), [fewer]);
        Assert.True(report[fewer].LargestNorm < 0.01 * report[Remedy.Nothing].LargestNorm, report.ToString());

        static T Large<T>(T model, Func<T, ParameterSet> parameters)
        {
            foreach (Parameter p in parameters(model))
                Tensor.Multiply<float>(p.Value, 3, p.Value);
            return model;
        }
    }
}
