// A causal transformer that reads Moby Dick in windows of characters: what the LSTM of the sample CharacterModel does, with as many parameters
// and as many characters a step. It trains for a number of seconds (60, or the argument) and writes a line now and then.
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using AutoGrad;
using AutoGrad.Layers;
using static AutoGrad.Nn;

double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
const int Windows = 16, Steps = 64;
const float LearningRate = 4e-3f;

string text = Text.Read("moby-dick.ascii.txt.gz");
char[] alphabet = [.. text.Distinct().Order()];
int[] codes = [.. text.Select(c => Array.BinarySearch(alphabet, c))];
var model = new CharacterTransformer(alphabet.Length, width: 64, heads: 4, hidden: 232, seed: 1);
var optimizer = new AdamW(LearningRate);
var random = new Random(1);
Console.WriteLine($"{model.Parameters.Values.FlattenedLength:N0} parameters");

double smoothed = Math.Log(alphabet.Length);
var x = Tensor.CreateFromShape<int>([Windows, Steps]);
var y = Tensor.CreateFromShape<int>([Windows, Steps]);
var clock = Stopwatch.StartNew();
for (int update = 1; clock.Elapsed.TotalSeconds < seconds; update++)
{
    for (int w = 0; w < Windows; w++)
    {
        int start = random.Next(codes.Length - Steps);
        for (int t = 0; t < Steps; t++)
            (x[w, t], y[w, t]) = (codes[start + t], codes[start + t + 1]);
    }

    // It rises over the first hundred updates, and then falls to a tenth along a cosine, over the time there is.
    double done = Math.Min(1, clock.Elapsed.TotalSeconds / seconds);
    optimizer.LearningRate = LearningRate * (float)(Math.Min(1, update / 100.0) * (0.55 + (0.45 * Math.Cos(Math.PI * done))));
    StepReport report = model.TrainStep(x, y, optimizer);
    smoothed += (report.Loss - smoothed) * Math.Max(0.01, 1.0 / update);
    if (update % 200 == 0 || update == 1)
        Console.WriteLine($"{update,5}  {clock.Elapsed.TotalSeconds,5:F1} s  perplexity {Math.Exp(smoothed),6:F2}  gradient {report.GradientNorm,5:F2}  \"{Write(100)}\"");
}

Console.WriteLine($"last perplexity {Math.Exp(smoothed):F2}");

// Draws characters one by one, each from what the model expects after as many before it as a window has.
string Write(int length)
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
