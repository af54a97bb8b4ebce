// A character-level LSTM that reads Moby Dick in 32 streams. Its state goes on from step to step, so that what it remembers reaches
// further back than the 32 characters that gradients flow through; it writes a line now and then to show what it has learnt.
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using AutoGrad;
using AutoGrad.Layers;
using AutoGrad.Samples;
using static AutoGrad.Nn;

const int Streams = 32, Steps = 32;
var command = new SampleCommand("An LSTM that reads Moby Dick character by character, and writes a line now and then.");
var updates = command.Option("--updates", "How many updates to make; 2,000 take two minutes.", 2000);
var seed = command.Option("--seed", "The seed of the first weights and of what is written.", 1);
return command.Run(args, () => TrainingView.Run(updates(), view => Train(view, updates(), seed()), "perplexity", loss => Math.Exp(loss)));

static void Train(TrainingView view, int updates, int seed)
{
    string text = Text.Read("moby-dick.ascii.txt.gz");
    char[] alphabet = [.. text.Distinct().Order()];
    int[] codes = [.. text.Select(c => Array.BinarySearch(alphabet, c))];
    var model = new CharacterModel(alphabet.Length, width: 128, Streams, seed);
    var optimizer = new Adam(learningRate: 3e-3f);
    var random = new Random(seed);

    int stream = codes.Length / Streams, position = 0;
    var x = Tensor.CreateFromShape<int>([Steps, Streams]);
    var y = Tensor.CreateFromShape<int>([Steps, Streams]);
    for (int update = 1; update <= updates; update++)
    {
        if (position + Steps >= stream)
        {
            position = 0;
            model.ResetState();
        }

        for (int t = 0; t < Steps; t++)
        {
            for (int s = 0; s < Streams; s++)
                (x[t, s], y[t, s]) = (codes[(s * stream) + position + t], codes[(s * stream) + position + t + 1]);
        }

        position += Steps;
        view.Report(model.TrainStep(x, y, optimizer));
        if (update % 200 == 0 || update == 1)
            view.Say($"{update,5}  \"{Write(model, alphabet, random, length: 100)}\"");
    }
}

// Draws characters one by one, each from what the model expects after those before it.
static string Write(CharacterModel model, char[] alphabet, Random random, int length)
{
    Tensor<float> hidden = Zeros<float>(1, 128), cell = Zeros<float>(1, 128);
    var line = new StringBuilder();
    int code = Array.BinarySearch(alphabet, ' ');
    for (int i = 0; i < length; i++)
    {
        (Tensor<float> logits, hidden, cell) = model.Next(Tensor.Create([code], [1, 1]), hidden, cell);
        Tensor<float> chances = Softmax(logits);
        double left = random.NextDouble();
        code = 0;
        while (code < alphabet.Length - 1 && (left -= chances[0, code]) > 0)
            code++;
        line.Append(alphabet[code] == '\n' ? ' ' : alphabet[code]);
    }

    return line.ToString();
}

[Model, ClipGlobalNorm(1.0f)]
internal sealed partial class CharacterModel(int characters, int width, int streams, int seed)
{
    [State("streams", "width")] public partial Tensor<float> Hidden { get; set; }
    [State("streams", "width")] public partial Tensor<float> Cell { get; set; }
    [Layer("characters", "width")] public partial Embedding Characters { get; }
    [Layer("width", "width")] public partial Lstm Memory { get; }
    [Layer("width", "characters")] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "streams")] Tensor<int> x, [Shape("time", "streams")] Tensor<int> y)
    {
        (Tensor<float> outputs, Hidden, Cell) = Memory.ForwardFrom(Characters.Forward(x), Hidden, Cell);
        Tensor<float> logits = Head.Forward(Reshape(outputs, -1, width));
        return SoftmaxCrossEntropy(Reshape(logits, x.Lengths[0], x.Lengths[1], characters), y);
    }

    // One character of one text, from a state of its own.
    [Forward]
    public (Tensor<float> Logits, Tensor<float> Hidden, Tensor<float> Cell) Next(
        [Shape(1, 1)] Tensor<int> x, [Shape(1, "width")] Tensor<float> hidden, [Shape(1, "width")] Tensor<float> cell)
    {
        (Tensor<float> outputs, Tensor<float> nextHidden, Tensor<float> nextCell) = Memory.ForwardFrom(Characters.Forward(x), hidden, cell);
        return (Head.Forward(Last(outputs)), nextHidden, nextCell);
    }
}

internal static class Text
{
    /// <summary>A text from the program's folder.</summary>
    public static string Read(string file)
    {
        using var unzipped = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, file)), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        return reader.ReadToEnd();
    }
}
