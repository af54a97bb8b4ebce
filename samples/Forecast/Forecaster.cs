using System.Numerics.Tensors;
using AutoGrad;
using AutoGrad.Layers;
using static AutoGrad.Nn;

/// <summary>Reads four weeks and says by how much the next day differs from the same weekday of the week before.</summary>
[Model, ClipGlobalNorm(1.0f)]
internal sealed partial class Forecaster
{
    [Layer(Births.Features, 32)] public partial Lstm Memory { get; }
    [Layer(32, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", Births.Features)] Tensor<float> x) => Head.Forward(Last(Memory.Forward(x)));

    [Loss]
    public float Loss([Shape("time", "batch", Births.Features)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);

    /// <summary>How many steps <see cref="Train"/> makes.</summary>
    public static int Steps(Births births, int epochs) => epochs * ((births.FirstTest - Births.Window + 63) / 64);

    /// <summary>Trains on all days before the test, each once an epoch.</summary>
    public void Train(Births births, int epochs, int seed, Action<int, float>? epochEnded = null, Action<StepReport>? stepped = null)
    {
        var optimizer = new Adam(learningRate: 3e-3f);
        var random = new Random(seed);
        int[] targets = [.. Enumerable.Range(Births.Window, births.FirstTest - Births.Window)];
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            random.Shuffle(targets);
            float loss = 0;
            int[][] batches = [.. targets.Chunk(64)];
            foreach (int[] batch in batches)
            {
                (Tensor<float> x, Tensor<float> y) = births.Batch(batch);
                StepReport step = TrainStep(x, y, optimizer);
                stepped?.Invoke(step);
                loss += step.Loss / batches.Length;
            }

            epochEnded?.Invoke(epoch, loss);
            optimizer.LearningRate *= 0.85f;
        }
    }

    /// <summary>Forecasts of the test days, one day ahead.</summary>
    public double[] Test(Births births)
    {
        int[] days = [.. Enumerable.Range(births.FirstTest, Births.TestDays)];
        Tensor<float> outputs = CreateOutputs();
        Predict(births.Batch(days).X, outputs);
        return [.. days.Select((day, i) => births.Forecast(day, outputs[i, 0]))];
    }

    private static Tensor<float> CreateOutputs() => Tensor.CreateFromShape<float>([Births.TestDays, 1]);
}
