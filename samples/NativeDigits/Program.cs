// Trains the digits in one native file, which holds its data too, and prints how soon and how fast.
//   dotnet publish -c Release -r linux-x64 samples/NativeDigits
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime;
using System.Runtime.Intrinsics;
using AutoGrad;
using NativeDigits;

if (args is not ([] or [_]) || (args is [var text] && !int.TryParse(text, CultureInfo.InvariantCulture, out _)))
{
    Console.WriteLine("NativeDigits [epochs = 30]   trains a classifier of handwritten digits");
    return args is ["--help"] or ["-h"] ? 0 : 1;
}

int epochs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
string code = JitInfo.GetCompiledMethodCount() > 0 ? "just-in-time compiled" : "native";
int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
Console.WriteLine($"{code} code, vectors of {bits} bits");

DigitSet digits = DigitSet.Read();
var model = new DigitClassifier(seed: 42);
var optimizer = new Adam(learningRate: 1e-3f);
(Tensor<float> firstX, Tensor<int> firstY) = Batches.InOrder(digits.TrainX, digits.TrainY, batchSize: 32).First();
model.TrainStep(firstX, firstY, optimizer);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first training step after {ProcessAge():F0} ms"));
if (epochs == 0)
    return 0;

// Nothing is printed on the way: the clock runs.
var microseconds = new double[epochs];
for (int epoch = 0; epoch < epochs; epoch++)
{
    int steps = 0;
    long ticks = 0;
    foreach ((Tensor<float> images, Tensor<int> labels) in Batches.Shuffled(digits.TrainX, digits.TrainY, batchSize: 32, seed: epoch))
    {
        long start = Stopwatch.GetTimestamp();
        model.TrainStep(images, labels, optimizer);
        ticks += Stopwatch.GetTimestamp() - start;
        steps++;
    }

    microseconds[epoch] = ticks * 1e6 / Stopwatch.Frequency / steps;
}

double total = microseconds.Sum() * (digits.TrainX.Lengths[0] / 32) / 1e3;
double[] later = [.. microseconds.Skip(epochs / 2).Order()];
Tensor<float> logits = Tensor.CreateFromShape<float>([digits.TestX.Lengths[0], 10]);
model.Logits(digits.TestX, logits);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{epochs} epochs in {total:F0} ms; a step takes {later[later.Length / 2]:F1} us in the second half"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {100 * Metrics.Accuracy(logits, digits.TestY):F1} %"));
return 0;

// From the start of the process, of which the operating system tells the hundredth of a second.
static double ProcessAge() => (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
