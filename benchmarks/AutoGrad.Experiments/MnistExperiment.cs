using System.Diagnostics;
using System.Numerics.Tensors;

namespace AutoGrad.Experiments;

/// <summary>
/// Handwritten digits by a convolutional network of two layers: MNIST's first 10,000 to learn, its 10,000 to test. The files are not in this
/// repository; the folder of the four idx files, plain or gzipped, is given.
/// </summary>
internal static class MnistExperiment
{
    private const int Learnt = 10_000, Epochs = 5, Seeds = 3;

    public static void Run(string? folder)
    {
        if (folder is null)
        {
            Console.WriteLine("not run: name the folder of MNIST's idx files behind 'mnist'");
            return;
        }

        Tensor<float> images = First(IdxFile.ReadImages(Find(folder, "images", "train"))), testImages = IdxFile.ReadImages(Find(folder, "images", "t10k", "test"));
        Tensor<int> labels = First(IdxFile.ReadLabels(Find(folder, "labels", "train"))), testLabels = IdxFile.ReadLabels(Find(folder, "labels", "t10k", "test"));
        Console.WriteLine($"| seed | {string.Join(" | ", Enumerable.Range(1, Epochs).Select(e => $"test accuracy after {e}"))} | ms a step |\n| ---: |{string.Concat(Enumerable.Repeat(" ---: |", Epochs + 1))}");
        for (int seed = 1; seed <= Seeds; seed++)
            Console.WriteLine(Row(seed, images, labels, testImages, testLabels));
    }

    private static string Row(int seed, Tensor<float> images, Tensor<int> labels, Tensor<float> testImages, Tensor<int> testLabels)
    {
        var model = new MnistClassifier(seed);
        var optimizer = new Adam(learningRate: 1e-3f);
        Tensor<float> logits = Tensor.CreateFromShape<float>([testImages.Lengths[0], 10]);
        List<string> cells = [];
        var clock = new Stopwatch();
        int steps = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            clock.Start();
            foreach ((Tensor<float> x, Tensor<int> y) in Batches.Shuffled(images, labels, batchSize: 32, seed: (100 * seed) + epoch))
            {
                model.TrainStep(x, y, optimizer);
                steps++;
            }

            clock.Stop();
            model.Logits(testImages, logits);
            cells.Add($"{100 * Metrics.Accuracy(logits, testLabels):F2} %");
        }

        return $"| {seed} | {string.Join(" | ", cells)} | {clock.Elapsed.TotalMilliseconds / steps:F2} |";
    }

    private static Tensor<T> First<T>(Tensor<T> all)
    {
        nint[] lengths = all.Lengths.ToArray();
        if (lengths[0] <= Learnt)
            return all;
        var values = new T[all.FlattenedLength];
        all.FlattenTo(values);
        int each = (int)(all.FlattenedLength / lengths[0]);
        lengths[0] = Learnt;
        return Tensor.Create(values[..(Learnt * each)], lengths);
    }

    private static string Find(string folder, string kind, params string[] parts)
        => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).FirstOrDefault(f => Names(f, kind) && !Names(f, "fashion") && parts.Any(p => Names(f, p)))
            ?? throw new FileNotFoundException($"no idx file of {kind} of the part '{parts[0]}' in {folder}");

    private static bool Names(string file, string word) => Path.GetFileName(file).Contains(word, StringComparison.Ordinal);
}
