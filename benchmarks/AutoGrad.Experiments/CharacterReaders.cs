using System.Numerics.Tensors;

namespace AutoGrad.Experiments;

/// <summary>A network that learns to foresee characters, 1,024 an update.</summary>
internal interface ICharacterReader
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>How many numbers it learns.</summary>
    nint Parameters { get; }

    /// <summary>Makes an update; the loss, in nats per character.</summary>
    float Learn(Optimizer optimizer);

    /// <summary>The mean loss of a text that it has not learnt, in nats per character.</summary>
    double Evaluate(int[] codes);
}

/// <summary>An LSTM that reads the text in 32 streams, 32 characters an update; its state goes on, in training and evaluation alike.</summary>
internal sealed class LstmReader(int characters, int[] learnt, int seed) : ICharacterReader
{
    private const int Streams = 32, Steps = 32;

    private readonly LstmCharacters model = new(characters, width: 128, Streams, seed);
    private readonly Tensor<int> x = Tensor.CreateFromShape<int>([Steps, Streams]);
    private readonly Tensor<int> y = Tensor.CreateFromShape<int>([Steps, Streams]);
    private int position;

    public string Name => "LSTM";

    public nint Parameters => model.Parameters.Values.FlattenedLength;

    public float Learn(Optimizer optimizer)
    {
        if (position + Steps >= learnt.Length / Streams)
        {
            position = 0;
            model.ResetState();
        }

        Fill(learnt, position);
        position += Steps;
        return model.TrainStep(x, y, optimizer).Loss;
    }

    public double Evaluate(int[] codes)
    {
        model.ResetState();
        double sum = 0;
        int count = ((codes.Length / Streams) - 1) / Steps;
        for (int i = 0; i < count; i++)
        {
            Fill(codes, i * Steps);
            sum += model.LossGradient(x, y); // its gradient is of no use here
        }

        return sum / count;
    }

    private void Fill(int[] codes, int from)
    {
        int stream = codes.Length / Streams;
        for (int t = 0; t < Steps; t++)
        {
            for (int s = 0; s < Streams; s++)
                (x[t, s], y[t, s]) = (codes[(s * stream) + from + t], codes[(s * stream) + from + t + 1]);
        }
    }
}

/// <summary>
/// A transformer that learns from 16 windows of 64 characters an update, drawn at random. In evaluation windows overlap by half, and their second
/// halves count: so each character has from 32 to 63 before it.
/// </summary>
internal sealed class TransformerReader(int characters, int[] learnt, int seed) : ICharacterReader
{
    private const int Windows = 16, Steps = 64;

    private readonly TransformerCharacters model = new(characters, width: 64, heads: 4, hidden: 232, seed);
    private readonly Random random = new(seed);
    private readonly Tensor<int> x = Tensor.CreateFromShape<int>([Windows, Steps]);
    private readonly Tensor<int> y = Tensor.CreateFromShape<int>([Windows, Steps]);

    public string Name => "transformer";

    public nint Parameters => model.Parameters.Values.FlattenedLength;

    public float Learn(Optimizer optimizer)
    {
        for (int w = 0; w < Windows; w++)
            Fill(learnt, w, random.Next(learnt.Length - Steps));
        return model.TrainStep(x, y, optimizer).Loss;
    }

    public double Evaluate(int[] codes)
    {
        Tensor<float> logits = Tensor.CreateFromShape<float>([Windows, Steps, characters]);
        Tensor<int> seconds = Tensor.CreateFromShape<int>([Windows, Steps / 2]);
        double sum = 0;
        int count = 0;
        for (int from = 0; from + (((Windows + 1) * Steps) / 2) < codes.Length; from += Windows * Steps / 2)
        {
            for (int w = 0; w < Windows; w++)
                Fill(codes, w, from + (w * Steps / 2));
            model.Logits(x, logits);
            for (int i = 0; i < seconds.FlattenedLength; i++)
                seconds[i / (Steps / 2), i % (Steps / 2)] = y[i / (Steps / 2), (Steps / 2) + (i % (Steps / 2))];
            sum += Nn.SoftmaxCrossEntropy(Nn.Slice(logits, 1, Steps / 2, Steps / 2), seconds);
            count++;
        }

        return sum / count;
    }

    private void Fill(int[] codes, int window, int from)
    {
        for (int t = 0; t < Steps; t++)
            (x[window, t], y[window, t]) = (codes[from + t], codes[from + t + 1]);
    }
}
