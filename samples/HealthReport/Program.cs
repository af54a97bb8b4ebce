// A network that explodes without a clip, trained with one and watched: writes report.html, a page that shows the run, and remedies.svg,
// a chart of what would have helped.
using System.Numerics.Tensors;
using AutoGrad;
using AutoGrad.Health;
using AutoGrad.Samples;
using static AutoGrad.Nn;

const int Epochs = 20;
var command = new SampleCommand("Trains a network that explodes without a clip, and writes what a page and a chart show of it.");
var folder = command.Option("--folder", "Where to write report.html, history.csv and remedies.svg.", ".");
return command.Run(args, () =>
{
    Directory.CreateDirectory(folder());
    var (x, y) = Regression.Make(samples: 512, features: 16, noise: 0.1, seed: 3);
    IEnumerable<(Tensor<float> X, Tensor<float> Y)> batches = Enumerable.Range(0, Epochs).SelectMany(epoch => Batches.Shuffled(x, y, batchSize: 64, seed: epoch));

    var model = new Deep(seed: 3);
    var optimizer = new Sgd(learningRate: 0.05f);
    var monitor = new GradientMonitor(model.Parameters);
    TrainingView.Run(Epochs * 8, view =>
    {
        foreach ((Tensor<float> bx, Tensor<float> by) in batches)
        {
            StepReport step = model.TrainStep(bx, by, optimizer);
            view.Report(step);
            foreach (Finding finding in monitor.Observe(step))
                view.Say(finding.ToString());
        }
    });
    GradientReport.Write(Path.Combine(folder(), "report.html"), monitor.History);
    monitor.History.WriteCsv(Path.Combine(folder(), "history.csv"));

    RemedyReport report = Remedies.Compare(
        () => new Deep(seed: 3) { Threshold = float.MaxValue }, // As if there were no clip: no gradient is as large.
        batches,
        new Sgd(learningRate: 0.05f),
        [Remedy.ClipNorm(1.0f), Remedy.ClipValue(0.5f), Remedy.GlobalClipNorm(1.0f), Remedy.L2(1e-3f), Remedy.SmallerBatch(8), Remedy.LowerLearningRate(0.1f)]);
    Console.WriteLine(report);
    report.WriteSvg(Path.Combine(folder(), "remedies.svg"));
});

[Model(Monitor = Monitor.Layers), ClipGlobalNorm(nameof(Threshold))]
public sealed partial class Deep
{
    public float Threshold { get; init; } = 1;

    [Parameter(16, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W1 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W2 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W3 { get; }
    [Parameter(64, 1, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W4 { get; }

    [Forward]
    public Tensor<float> Predict([Shape("batch", 16)] Tensor<float> x)
    {
        Tensor<float> h1 = Relu(MatMul(x, W1));
        Tensor<float> h2 = Relu(MatMul(h1, W2));
        Tensor<float> h3 = Relu(MatMul(h2, W3));
        return MatMul(h3, W4);
    }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Predict(x), y);
}
