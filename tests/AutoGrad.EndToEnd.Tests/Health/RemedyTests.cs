using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Health;

namespace AutoGrad.EndToEnd.Tests.Health;

public class RemedyTests
{
    private static readonly Tensor<float> s_x = Data.Floats(1, 512, 16), s_y = Tensor.Multiply<float>(Data.Floats(2, 512, 1), 100);

    [Fact]
    public void Clips_are_ranked_above_nothing_where_nothing_explodes()
    {
        Remedy[] remedies = [Remedy.ClipNorm(), Remedy.ClipValue(), Remedy.GlobalClipNorm(), Remedy.L2(1e-3f), Remedy.SmallerBatch(8), Remedy.LowerLearningRate(0.1f)];
        RemedyReport report = Remedies.Compare(() => Deep.Scaled(3), Batches.Shuffled(s_x, s_y, 64, 0), new Sgd(0.05f), remedies);
        Assert.Equal(7, report.Outcomes.Count);
        Assert.False(report[Remedy.Nothing].IsFinite);
        Assert.Equal(["ClipNorm(1)", "ClipValue(0.5)", "GlobalClipNorm(1)"], report.Outcomes.Take(3).Select(o => o.Remedy).Order());
        Assert.All(report.Outcomes.Take(3), o => Assert.True(o is { IsFinite: true, StepsClipped: > 0, Steps: 8 }, o.ToString()));
        Assert.Contains("ClipValue(0.5)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_run_begins_at_the_same_start_and_sees_the_same_batches()
    {
        RemedyReport report = Remedies.Compare(() => new Deep(seed: 1), Batches.Shuffled(s_x, s_y, 64, 0), new Sgd(1e-4f), [Remedy.LowerLearningRate(0.5f), Remedy.GlobalClipNorm(1e9f), Remedy.L1(1e-3f)]);
        Assert.All(report.Outcomes, o => Assert.Equal(report[Remedy.Nothing].FirstLoss, o.FirstLoss));
        Assert.Equal(report[Remedy.Nothing].Losses, report[Remedy.GlobalClipNorm(1e9f)].Losses);
    }

    [Fact]
    public void Smaller_batches_are_all_of_the_data()
    {
        RemedyReport report = Remedies.Compare(() => new Deep(seed: 1), Batches.InOrder(s_x, s_y, 60), new Sgd(1e-4f), [Remedy.SmallerBatch(25)]);
        // Eight batches of 60 are cut in three, the last, of 32, in two.
        Assert.Equal((9, 26), (report[Remedy.Nothing].Steps, report[Remedy.SmallerBatch(25)].Steps));
    }

    [Fact]
    public void Another_model_is_a_remedy()
    {
        RemedyReport report = Remedies.Compare(() => Deep.Scaled(3), Batches.InOrder(s_x, s_y, 64), new Sgd(0.01f), [Remedy.Redesign("He initialisation", () => new Deep(seed: 1))]);
        Assert.True(report.Outcomes.Single(o => o.Remedy == "He initialisation").LargestNorm < report[Remedy.Nothing].FirstLoss);
        Assert.Throws<ArgumentException>(() => Remedies.Compare(() => new Deep(), Batches.InOrder(s_x, s_y, 64), new Sgd(0.01f), [Remedy.Redesign("none", () => "no model")]));
    }

    [Fact]
    public void There_must_be_a_batch()
        => Assert.Throws<ArgumentException>(() => Remedies.Compare(() => new Deep(), new List<(Tensor<float>, Tensor<float>)>(), new Sgd(0.01f), []));

    [Fact]
    public void The_chart_is_well_formed()
    {
        string path = Path.GetTempFileName();
        try
        {
            Remedies.Compare(() => Deep.Scaled(3), Batches.InOrder(s_x, s_y, 64), new Sgd(0.05f), [Remedy.ClipNorm()]).WriteSvg(path);
            Assert.Equal("svg", System.Xml.Linq.XDocument.Load(path).Root!.Name.LocalName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_threshold_is_read_before_each_step()
    {
        var model = new Limited(seed: 1);
        Tensor<float> x = Data.Floats(3, 8, 3), y = Tensor.Multiply<float>(Data.Floats(4, 8, 4), 10);
        StepReport first = model.TrainStep(x, y, new Sgd(0));
        model.Limit = 0.25f;
        StepReport second = model.TrainStep(x, y, new Sgd(0));
        Assert.Equal(0.5f / first.GradientNorm, first.ClipScale, 1e-5f);
        Assert.Equal(0.25f / second.GradientNorm, second.ClipScale, 1e-5f);
        // Zero weights: the clip by units reckons with the least norm.
        Assert.Equal(0.1 * 0.01, Math.Sqrt(Numbers.Elements(model.Parameters["B"].Gradient).Sum(g => (double)g * g)), 1e-7);
        model.Limit = -1;
        Assert.Throws<ArgumentException>(() => model.TrainStep(x, y, new Sgd(0)));
    }
}
