using System.IO.Compression;
using System.Numerics.Tensors;

namespace AutoGrad.Experiments;

/// <summary>
/// A character model of Moby Dick as in Karpathy's min-char-rnn: the loss is summed over 25 characters and smoothed. Adagrad 0.1 reaches 50 by
/// 60,000 updates; plain SGD 0.01 with its values clipped at 5 beside its unclipped twin.
/// </summary>
internal static class CharacterExperiment
{
    private const int Steps = 25;

    public static void Run()
    {
        (_, int[] codes) = Read();
        Console.WriteLine("| optimizer | clip | seed | smoothed loss per 25 characters after 1,000 | 10,000 | 60,000 updates | the least | largest gradient norm |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int seed = 1; seed <= 3; seed++)
        {
            var adagrad = new ClippedCharacters(seed);
            Train("Adagrad 0.1", "value 5", seed, adagrad, adagrad.ResetState, new Adagrad(0.1f, 1e-8f), codes, 60_000);
        }

        for (int seed = 1; seed <= 4; seed++)
        {
            var clipped = new ClippedCharacters(seed);
            Train("SGD 0.01", "value 5", seed, clipped, clipped.ResetState, new Sgd(0.01f), codes, 10_000);
            var free = new FreeCharacters(seed);
            Train("SGD 0.01", "none", seed, free, free.ResetState, new Sgd(0.01f), codes, 10_000);
        }
    }

    /// <summary>How many characters the book has, and the book in their numbers.</summary>
    public static (int Characters, int[] Codes) Read()
    {
        using var unzipped = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "moby-dick.ascii.txt.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        string text = reader.ReadToEnd();
        char[] alphabet = [.. text.Distinct().Order()];
        return (alphabet.Length, [.. text.Select(c => Array.BinarySearch(alphabet, c))]);
    }

    private static void Train(string rule, string clip, int seed, ITrainable<Tensor<int>, Tensor<int>> model, Action reset, Optimizer optimizer, int[] codes, int updates)
    {
        double smoothed = Math.Log(80) * Steps;
        float largest = 0;
        (double Loss, int Update) least = (double.PositiveInfinity, 0);
        string[] reached = ["", "", ""];
        int position = 0;
        for (int update = 1; update <= updates; update++)
        {
            if (position + Steps + 1 >= codes.Length)
            {
                position = 0;
                reset();
            }

            StepReport report = model.TrainStep(Tensor.Create(codes[position..(position + Steps)], [Steps]), Tensor.Create(codes[(position + 1)..(position + Steps + 1)], [Steps]), optimizer);
            position += Steps;
            smoothed = (0.999 * smoothed) + (0.001 * report.Loss);
            largest = Math.Max(largest, report.GradientNorm);
            if (smoothed < least.Loss)
                least = (smoothed, update);
            int column = Array.IndexOf([1_000, 10_000, 60_000], update);
            if (column >= 0)
                reached[column] = $"{smoothed:F1}";
        }

        Console.WriteLine($"| {rule} | {clip} | {seed} | {string.Join(" | ", reached)} | {least.Loss:F1} at {least.Update:N0} | {largest:G3} |");
    }
}
