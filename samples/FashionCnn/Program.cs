// A convolutional network that tells clothes apart: Fashion-MNIST, by default 1,000 of its images at half their size, which lie beside this file.
// A folder of the full set's idx files, plain or gzipped, may be given instead: the network takes images of any size.
using System.Globalization;
using System.Numerics.Tensors;
using AutoGrad;
using AutoGrad.Layers;
using AutoGrad.Samples;
using static AutoGrad.Nn;

const int BatchSize = 32;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var command = new SampleCommand("A convolutional network that tells clothes apart, by 1,000 images at half their size or by a folder's.");
var folder = command.Option<string?>("--folder", "A folder of Fashion-MNIST's four idx files, plain or gzipped; 5 epochs of all of them are enough.", null);
var epochs = command.Option("--epochs", "How often to go through the images to learn.", 30);
var seed = command.Option("--seed", "The seed of the first weights.", 1);
return command.Run(args, () =>
{
    string from = folder() ?? AppContext.BaseDirectory;
    (Tensor<float> trainX, Tensor<int> trainY) = Read(from, "train");
    (Tensor<float> testX, Tensor<int> testY) = Read(from, "t10k", "test");
    Console.WriteLine($"{trainX.Lengths[0]} images of {trainX.Lengths[1]} x {trainX.Lengths[2]} to learn, {testX.Lengths[0]} to test");

    var model = new FashionClassifier(seed());
    var optimizer = new Adam(learningRate: 2e-3f);
    Tensor<float> logits = Tensor.CreateFromShape<float>([testX.Lengths[0], 10]);
    int steps = ((int)trainX.Lengths[0] + BatchSize - 1) / BatchSize;
    TrainingView.Run(epochs() * steps, view =>
    {
        for (int epoch = 0; epoch < epochs(); epoch++)
        {
            float loss = 0;
            foreach ((Tensor<float> images, Tensor<int> labels) in Batches.Shuffled(trainX, trainY, BatchSize, seed: epoch))
            {
                StepReport step = model.TrainStep(images, labels, optimizer);
                loss += step.Loss;
                view.Report(step);
            }

            model.Logits(testX, logits);
            view.Say($"epoch {epoch,2}  loss {loss / steps:F4}  test accuracy {Metrics.Accuracy(logits, testY):P1}");
        }
    });
});

// The files whose names say images or labels, and which part of the set they are.
static (Tensor<float>, Tensor<int>) Read(string folder, params string[] parts)
{
    string Find(string kind) => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).FirstOrDefault(f => Names(f, kind) && parts.Any(p => Names(f, p)))
        ?? throw new FileNotFoundException($"no idx file of {kind} of the part '{parts[0]}' in {folder}");
    static bool Names(string file, string word) => Path.GetFileName(file).Contains(word, StringComparison.Ordinal);
    return (IdxFile.ReadImages(Find("images")), IdxFile.ReadLabels(Find("labels")));
}

[Model]
public sealed partial class FashionClassifier
{
    [Layer(1, 16, 3, 1, 1)] public partial Conv2d Edges { get; }       // channels in and out, kernel, stride, padding
    [Layer(16, 32, 3, 1, 1)] public partial Conv2d Shapes { get; }
    [Layer(32, 64, 3, 1, 1)] public partial Conv2d Parts { get; }
    [Layer] public partial GlobalMaxPool2d Strongest { get; }
    [Layer(64, 10)] public partial Dense Head { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", "height", "width")] Tensor<float> images)
    {
        Tensor<float> x = Reshape(images, images.Lengths[0], 1, images.Lengths[1], images.Lengths[2]);
        Tensor<float> edges = MaxPool2d(Relu(Edges.Forward(x)), 2, 2);
        Tensor<float> shapes = MaxPool2d(Relu(Shapes.Forward(edges)), 2, 2);
        return Head.Forward(Strongest.Forward(Relu(Parts.Forward(shapes))));
    }

    [Loss]
    public float Loss([Shape("batch", "height", "width")] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}
