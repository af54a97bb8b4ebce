using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

/// <summary>A tanh network of 50 units with weights N(0, 0.1), as a plain loop.</summary>
[Model, ClipGlobalNorm(1f)]
internal sealed partial class OrderNetwork
{
    [Parameter(6, 50, Init = Init.Normal, Scale = 0.1f)] public partial Tensor<float> Wx { get; }
    [Parameter(50, 50, Init = Init.Normal, Scale = 0.1f)] public partial Tensor<float> Wh { get; }
    [Parameter(50)] public partial Tensor<float> B { get; }
    [Parameter(50, 4, Init = Init.Normal, Scale = 0.1f)] public partial Tensor<float> Wo { get; }
    [Parameter(4)] public partial Tensor<float> Bo { get; }

    [Forward]
    public Tensor<float> Logits([Shape("time", "batch")] Tensor<int> x)
    {
        Tensor<float> inputs = Gather(Wx, x), h = Zeros<float>(x.Lengths[1], 50);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(At(inputs, t) + MatMul(h, Wh) + B);
        return MatMul(h, Wo) + Bo;
    }

    [Loss]
    public float Loss([Shape("time", "batch")] Tensor<int> x, [Shape("batch")] Tensor<int> y) => SoftmaxCrossEntropy(Logits(x), y);
}

/// <summary>
/// Temporal order (Pascanu, Mikolov and Bengio 2013): which of two symbols came first and which second, two places among distractors, length 20.
/// SGD 0.01, batch 20.
/// </summary>
internal static class TemporalOrderExperiment
{
    private const int Length = 20, Batch = 20, MostUpdates = 30_000;

    public static void Run()
    {
        Console.WriteLine("| seed | updates to an error below 1 % | error on 10,000 sequences |\n| ---: | ---: | ---: |");
        for (int seed = 1; seed <= 3; seed++)
        {
            var model = new OrderNetwork(seed);
            var sgd = new Sgd(0.01f);
            var random = new Random(seed);
            (Tensor<int> testX, int[] expected) = Draw(new Random(100 + seed), 10_000);
            var logits = Tensor.CreateFromShape<float>([expected.Length, 4]);
            double error = 1;
            int update = 0;
            while (error >= 0.01 && update < MostUpdates)
            {
                (Tensor<int> x, int[] y) = Draw(random, Batch);
                model.TrainStep(x, Tensor.Create(y, [Batch]), sgd);
                if (++update % 500 != 0)
                    continue;
                model.Logits(testX, logits);
                error = Enumerable.Range(0, expected.Length).Average(i => Enumerable.Range(0, 4).MaxBy(c => logits[i, c]) == expected[i] ? 0.0 : 1);
            }

            Console.WriteLine($"| {seed} | {(error < 0.01 ? update : "-")} | {100 * error:F2} % |");
        }
    }

    // Symbols 0 and 1 at a place in [0.1 L, 0.2 L) and one in [0.5 L, 0.6 L); 2 to 5 elsewhere.
    private static (Tensor<int> X, int[] Y) Draw(Random random, int batch)
    {
        var x = new int[Length * batch];
        var y = new int[batch];
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < Length; t++)
                x[(t * batch) + b] = random.Next(2, 6);
            int first = random.Next(2), second = random.Next(2);
            x[(random.Next(Length / 10, Length / 5) * batch) + b] = first;
            x[(random.Next(Length / 2, Length * 6 / 10) * batch) + b] = second;
            y[b] = (2 * first) + second;
        }

        return (Tensor.Create(x, [Length, batch]), y);
    }
}
