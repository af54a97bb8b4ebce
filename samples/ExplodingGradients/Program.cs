// The signs of exploding gradients and what helps, each as a picture: the ones in docs/exploding-gradients.md.
using System.Numerics.Tensors;
using AutoGrad;
using AutoGrad.Health;
using AutoGrad.Samples;

const int Samples = 512, Features = 16, Batch = 64;
var command = new SampleCommand("Draws the signs of exploding gradients, and what helps, as SVG files.");
var folder = command.Option("--folder", "Where to write the pictures.", ".");
return command.Run(args, () =>
{
    Directory.CreateDirectory(folder());
    Signs();
    Depth();
    Time();
    Fixes();
    Console.WriteLine($"Pictures are in {Path.GetFullPath(folder())}.");
});

void Save(SvgChart chart, string name) => File.WriteAllText(Path.Combine(folder(), name + ".svg"), chart.ToSvg());

static IEnumerable<(Tensor<float> X, Tensor<float> Y)> Data(int epochs, int batch = Batch)
{
    var (x, y) = Regression.Make(Samples, Features, noise: 0.1, seed: 3);
    return Enumerable.Range(0, epochs).SelectMany(epoch => Batches.Shuffled(x, y, batch, seed: epoch));
}

// What goes wrong, step by step, in one network of five layers at a rate that is too high.
void Signs()
{
    var model = new Named();
    model.Parameters.Replace(new GradientPolicy(NormClip.None, NormThreshold: 0, ValueThreshold: 0, L1: 0, L2: 0));
    var monitor = new GradientMonitor(model.Parameters, new GradientMonitorOptions { WeightInterval = 1 });
    var optimizer = new Sgd(learningRate: 2e-5f);
    List<double> weights = [], broken = [];
    foreach ((Tensor<float> x, Tensor<float> y) in Data(epochs: 2).Take(12))
    {
        foreach (Finding finding in monitor.Observe(model.TrainStep(x, y, optimizer)))
            Console.WriteLine(finding);
        optimizer.LearningRate *= 2;
        double sum = 0, bad = 0, count = 0;
        foreach (Parameter parameter in model.Parameters)
        {
            foreach (float w in parameter.Value)
                (sum, bad, count) = (sum + ((double)w * w), bad + (float.IsFinite(w) ? 0 : 1), count + 1);
        }

        weights.Add(Math.Sqrt(sum / count));
        broken.Add(100 * bad / count);
    }

    TrainingHistory history = monitor.History;
    Save(new SvgChart("The loss swings, then is not a number", "step", "loss").Add("loss", history.Steps.Select(s => (double)s.Loss)), "loss");
    Save(new SvgChart("Weights become very large", "step", "root mean square of the weights").Add("weights", weights), "large-weights");
    Save(new SvgChart("Weights become NaN", "step", "weights that are not finite, %", isLogarithmic: false).Add("not finite", broken), "nan-weights");
    var errors = new SvgChart("Error gradients above 1.0 in each layer", "step", "mean |d loss / d variable|");
    for (int i = 0; i < history.VariableNames.Count; i++)
        errors.Add(history.VariableNames[i], history.ErrorMeans(i).Select(v => (double)v));
    Save(errors.Limit(1), "error-gradients");

    var traction = new SvgChart("No traction: the loss beside that of a network that learns", "step", "loss");
    traction.Add("too large weights, clipped to nothing", Losses(new Named(), Data(10), new Sgd(learningRate: 0.05f), new(NormClip.Parameter, 1e-3f, 0, 0, 0)));
    traction.Add("the same, clipped to norm 1", Losses(new Named(), Data(10), new Sgd(learningRate: 0.05f), new(NormClip.Parameter, 1, 0, 0, 0)));
    Save(traction, "no-traction");
}

// Fewer layers.
void Depth()
{
    (Tensor<float> x, Tensor<float> y) = Data(1).First();
    int[] depths = [.. Enumerable.Range(1, 9)];
    Save(
        new SvgChart("The first gradient by the number of layers", "hidden layers", "norm of the gradient")
            .Add("weights twice too large", depths.Select(d => First(new Deep(d), x, y))),
        "fewer-layers");
}

// Truncated back-propagation, and gated units.
void Time()
{
    int[] lengths = [.. Enumerable.Range(1, 80)];
    double Norm<TModel>(TModel model, int length)
        where TModel : class, ITrainable<Tensor<float>, Tensor<float>>
    {
        var (x, y) = Adding.Batch(new Random(1), length + 1, batch: 20);
        return First(model, x, y);
    }

    SvgChart Chart(string title) => new SvgChart(title, "steps of time", "norm of the gradient").Add("a plain loop", lengths.Select(n => Norm(new Recurrent(), n)));
    Save(Chart("The first gradient, with the way back cut after ten steps").Add("[TruncatedBackprop(10)]", lengths.Select(n => Norm(new TruncatedRecurrent(), n))), "truncation");
    Save(Chart("The first gradient of a gated unit").Add("Lstm", lengths.Select(n => Norm(new Gated(), n))), "gated-units");
}

// Batches, clips and penalties, on the same batches from the same start.
void Fixes()
{
    var clips = new SvgChart("The loss with and without a clip", "step", "loss");
    clips.Add("nothing", Losses(new Named(), Data(20), new Sgd(learningRate: 0.02f), default));
    clips.Add("[ClipNorm(1.0f)]", Losses(new Named(), Data(20), new Sgd(learningRate: 0.02f), new(NormClip.Parameter, 1, 0, 0, 0)));
    clips.Add("[ClipValue(0.5f)]", Losses(new Named(), Data(20), new Sgd(learningRate: 0.02f), new(NormClip.None, 0, 0.5f, 0, 0)));
    Save(clips, "clips");

    var batches = new SvgChart("The loss by the size of a batch, after as many samples", "share of the run", "loss");
    foreach (int size in (int[])[256, 64, 16])
        batches.Add($"{size} samples", Losses(new Named(), Data(20, size), new Sgd(learningRate: 1e-6f), default));
    Save(batches, "smaller-batches");

    var penalties = new SvgChart("The size of the weights under a penalty", "step", "norm of W2");
    penalties.Add("nothing", Weights(new Named(), new(NormClip.Parameter, 1, 0, 0, 0)));
    penalties.Add("[L2(0.1f)]", Weights(new Named(), new(NormClip.Parameter, 1, 0, 0, 0.1f)));
    penalties.Add("[L1(0.1f)]", Weights(new Named(), new(NormClip.Parameter, 1, 0, 0.1f, 0)));
    Save(penalties, "penalties");
}

static double First<TModel>(TModel model, Tensor<float> x, Tensor<float> y)
    where TModel : class, ITrainable<Tensor<float>, Tensor<float>>
{
    model.LossGradient(x, y);
    return model.Parameters.GradientNorm;
}

static IReadOnlyList<double> Losses(Named model, IEnumerable<(Tensor<float> X, Tensor<float> Y)> data, Optimizer optimizer, GradientPolicy policy)
{
    model.Parameters.Replace(policy);
    return [.. data.Select(b => (double)model.TrainStep(b.X, b.Y, optimizer).DataLoss)];
}

static IReadOnlyList<double> Weights(Named model, GradientPolicy policy)
{
    model.Parameters.Replace(policy);
    var optimizer = new Sgd(learningRate: 0.05f);
    var monitor = new GradientMonitor(model.Parameters, new GradientMonitorOptions { WeightInterval = 1 });
    foreach ((Tensor<float> x, Tensor<float> y) in Data(20))
        monitor.Observe(model.TrainStep(x, y, optimizer));
    int w2 = monitor.History.ParameterNames.ToList().IndexOf("W2");
    return [.. monitor.History.ValueNorms(w2).Select(v => (double)v)];
}
