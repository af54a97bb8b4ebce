// A model class. Trains on the 8x8 handwritten digits (a file like digits.csv.gz beside this one), prints accuracy.
using System.Numerics.Tensors;
using AutoGrad;
using static AutoGrad.Nn;

string path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "digits.csv.gz");
var (trainX, trainY, testX, testY) = Digits.Load(path, testFraction: 0.2, seed: 0);

var model = new DigitClassifier(seed: 42);
var optimizer = new Adam(learningRate: 1e-3f);

for (int epoch = 0; epoch < 30; epoch++)
{
    float loss = 0;
    int steps = 0;
    foreach ((Tensor<float> images, Tensor<int> labels) in Batches.Shuffled(trainX, trainY, batchSize: 32, seed: epoch))
    {
        StepReport step = model.TrainStep(images, labels, optimizer);
        loss += step.Loss;
        steps++;
    }

    Console.WriteLine($"epoch {epoch,2}  loss {loss / steps:F4}");
}

Tensor<float> logits = model.Logits(testX);                                  // operation by operation
Tensor<float> fused = Tensor.CreateFromShape<float>([testX.Lengths[0], 10]);
model.Logits(testX, fused);                                                  // fused, no allocation
Console.WriteLine($"test accuracy {Metrics.Accuracy(fused, testY):P1}");
Console.WriteLine($"norm of the last gradient {model.Parameters.GradientNorm:F3}");
model.Parameters.Save("digits.safetensors");

[Model]
[ClipNorm(1.0f)]                                    // every parameter: g * c / max(|g|, c), as Keras clipnorm
public sealed partial class DigitClassifier
{
    [Parameter(64, 128, Init = Init.HeNormal), L2(1e-4f)]
    public partial Tensor<float> W1 { get; }

    [Parameter(128)]                                // rank 1 defaults to zeros, rank 2 and more to GlorotUniform
    public partial Tensor<float> B1 { get; }

    [Parameter(128, 10), L2(1e-4f)]
    public partial Tensor<float> W2 { get; }

    [Parameter(10)]
    public partial Tensor<float> B2 { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", 64)] Tensor<float> images)
    {
        Tensor<float> hidden = Relu(MatMul(images, W1) + B1);
        return MatMul(hidden, W2) + B2;
    }

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}
