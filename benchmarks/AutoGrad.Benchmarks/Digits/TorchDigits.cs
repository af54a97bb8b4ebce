using System.Diagnostics;
using System.Globalization;
using NativeDigits;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AutoGrad.Benchmarks;

/// <summary>samples/NativeDigits by TorchSharp: the same data, network, optimizer and lines of output, with a clip by the global norm.</summary>
internal static class TorchDigits
{
    public const string Argument = "--torch-digits";

    /// <summary>Trains for <paramref name="epochs"/>, and prints how soon and how fast.</summary>
    public static void Run(int epochs)
    {
        DigitSet digits = DigitSet.Read();
        using Tensor images = tensor(Flat(digits.TrainX), [digits.TrainX.Lengths[0], 64]);
        using Tensor labels = tensor(Flat(digits.TrainY)).to_type(ScalarType.Int64);
        random.manual_seed(42);
        using Sequential network = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10));
        TorchSharp.Modules.Parameter[] parameters = [.. network.parameters()];
        using var optimizer = optim.Adam(parameters, 1e-3);
        Step(network, parameters, optimizer, images[..32], labels[..32]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first training step after {(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds:F0} ms"));

        var microseconds = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor order = randperm(images.shape[0]);
            int steps = 0;
            long ticks = 0;
            for (int start = 0; start < images.shape[0]; start += 32)
            {
                Tensor rows = order[start..Math.Min(start + 32, (int)images.shape[0])];
                Tensor x = images.index_select(0, rows), y = labels.index_select(0, rows);
                long began = Stopwatch.GetTimestamp();
                Step(network, parameters, optimizer, x, y);
                ticks += Stopwatch.GetTimestamp() - began;
                steps++;
            }

            microseconds[epoch] = ticks * 1e6 / Stopwatch.Frequency / steps;
        }

        if (epochs == 0)
            return;
        using DisposeScope test = NewDisposeScope();
        using var without = no_grad();
        Tensor guesses = network.forward(tensor(Flat(digits.TestX), [digits.TestX.Lengths[0], 64])).argmax(1);
        double accuracy = guesses.eq(tensor(Flat(digits.TestY))).to_type(ScalarType.Float32).mean().item<float>();
        double[] later = [.. microseconds.Skip(epochs / 2).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{epochs} epochs in {microseconds.Sum() * (images.shape[0] / 32) / 1e3:F0} ms; a step takes {later[later.Length / 2]:F1} us in the second half"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {100 * accuracy:F1} %"));
    }

    private static void Step(Sequential network, TorchSharp.Modules.Parameter[] parameters, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        network.zero_grad();
        F.cross_entropy(network.forward(x), y).backward();
        nn.utils.clip_grad_norm_(parameters, 1.0);
        optimizer.step();
    }

    private static T[] Flat<T>(System.Numerics.Tensors.Tensor<T> tensor)
    {
        var flat = new T[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }
}
