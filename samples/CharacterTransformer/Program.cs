// A causal transformer that reads Moby Dick in windows of characters: what the LSTM of the sample CharacterModel does, with as many parameters
// and as many characters a step. It writes a line now and then to show what it has learnt.
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using AutoGrad;
using AutoGrad.Layers;
using AutoGrad.Samples;
using static AutoGrad.Nn;

const int Windows = 16, Steps = 64;
var command = new SampleCommand("A causal transformer that reads Moby Dick character by character, and writes a line now and then.");
var updates = command.Option("--updates", "How many updates to make.", 2000);
var seed = command.Option("--seed", "The seed of the first weights, of what is read and of what is written.", 1);
return command.Run(args, () => TrainingView.Run(updates(), view => Train(view, updates(), seed()), "perplexity", loss => Math.Exp(loss)));

static void Train(TrainingView view, int updates, int seed)
{
    string text = Text.Read("moby-dick.ascii.txt.gz");
    char[] alphabet = [.. text.Distinct().Order()];
    int[] codes = [.. text.Select(c => Array.BinarySearch(alphabet, c))];
    var model = new CharacterTransformer(alphabet.Length, width: 64, heads: 4, hidden: 232, seed);
    var random = new Random(seed);
    view.Say($"{model.Parameters.Values.FlattenedLength:N0} parameters");

    // The rate rises over the first hundred updates, and then falls to a tenth along half a cosine.
    const float LearningRate = 4e-3f;
    var schedule = new WarmUp(100, new CosineDecay(LearningRate, Math.Max(1, updates - 100), LearningRate / 10));
    var optimizer = new AdamW(LearningRate);

    var x = Tensor.CreateFromShape<int>([Windows, Steps]);
    var y = Tensor.CreateFromShape<int>([Windows, Steps]);
    for (int update = 1; update <= updates; update++)
    {
        for (int w = 0; w < Windows; w++)
        {
            int start = random.Next(codes.Length - Steps);
            for (int t = 0; t < Steps; t++)
                (x[w, t], y[w, t]) = (codes[start + t], codes[start + t + 1]);
        }

        optimizer.LearningRate = schedule.Rate(update - 1);
        view.Report(model.TrainStep(x, y, optimizer));
        if (update % 200 == 0 || update == 1)
            view.Say($"{update,5}  \"{Write(model, alphabet, random, length: 100)}\"");
    }
}

// Draws characters one by one, each from what the model expects after as many before it as a window has.
static string Write(CharacterTransformer model, char[] alphabet, Random random, int length)
{
    List<int> line = [Array.BinarySearch(alphabet, ' ')];
    for (int i = 0; i < length; i++)
    {
        int[] window = [.. line.TakeLast(Steps)];
        Tensor<float> logits = Tensor.CreateFromShape<float>([1, window.Length, alphabet.Length]);
        model.Logits(Tensor.Create(window, [1, window.Length]), logits);
        Tensor<float> chances = Softmax(Last(At(logits, 0)));
        double left = random.NextDouble();
        int code = 0;
        while (code < alphabet.Length - 1 && (left -= chances[code]) > 0)
            code++;
        line.Add(code);
    }

    var written = new StringBuilder();
    foreach (int code in line.Skip(1))
        written.Append(alphabet[code] == '\n' ? ' ' : alphabet[code]);
    return written.ToString();
}

[Model, ClipGlobalNorm(1.0f)]
internal sealed partial class CharacterTransformer(int characters, int width, int heads, int hidden, int seed)
{
    [Layer("characters", "width")] public partial Embedding Characters { get; }
    // Causal, normalised first, with rotary positions.
    [Layer("width", "heads", "hidden", true, false, true, Repeat = 3)] public partial TransformerBlock[] Blocks { get; }
    [Layer("width")] public partial LayerNorm Norm { get; }
    [Layer("width", "characters")] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Logits([Shape("windows", "time")] Tensor<int> x)
    {
        Tensor<float> h = Characters.Forward(x);
        foreach (TransformerBlock block in Blocks)
            h = block.Forward(h);
        Tensor<float> logits = Head.Forward(Reshape(Norm.Forward(h), -1, width));
        return Reshape(logits, x.Lengths[0], x.Lengths[1], characters);
    }

    [Loss]
    public float Loss([Shape("windows", "time")] Tensor<int> x, [Shape("windows", "time")] Tensor<int> y) => SoftmaxCrossEntropy(Logits(x), y);
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
