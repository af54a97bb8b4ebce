// A convolutional network that tells clothes apart: Fashion-MNIST, by default 1,000 of its images at half their size, which lie beside this file.
// A folder of the full set's idx files, plain or gzipped, may be given instead, and a number of epochs: the network takes images of any size.
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using AutoGrad;
using AutoGrad.Layers;
using static AutoGrad.Nn;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : AppContext.BaseDirectory;
int epochs = args.Length > 1 ? int.Parse(args[1]) : args.Length > 0 ? 5 : 30;
(Tensor<float> trainX, Tensor<int> trainY) = Read("train");
(Tensor<float> testX, Tensor<int> testY) = Read("t10k", "test");
Console.WriteLine($"{trainX.Lengths[0]} images of {trainX.Lengths[1]} x {trainX.Lengths[2]} to learn, {testX.Lengths[0]} to test");

var model = new FashionClassifier(seed: 1);
var optimizer = new Adam(learningRate: 2e-3f);
Tensor<float> logits = Tensor.CreateFromShape<float>([testX.Lengths[0], 10]);
for (int epoch = 0; epoch < epochs; epoch++)
{
    var clock = Stopwatch.StartNew();
    float loss = 0;
    int steps = 0;
    foreach ((Tensor<float> images, Tensor<int> labels) in Batches.Shuffled(trainX, trainY, batchSize: 32, seed: epoch))
    {
        loss += model.TrainStep(images, labels, optimizer).Loss;
        steps++;
    }

    double milliseconds = clock.Elapsed.TotalMilliseconds;
    model.Logits(testX, logits);
    Console.WriteLine($"epoch {epoch,2}  loss {loss / steps:F4}  test accuracy {Metrics.Accuracy(logits, testY):P1}  {milliseconds / steps:F2} ms a step");
}

// The files whose names say images or labels, and which part of the set they are.
(Tensor<float>, Tensor<int>) Read(params string[] parts)
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
