using System.Numerics.Tensors;
using AutoGrad;
using AutoGradApp;

var (trainX, trainY) = Spirals.Make(points: 800, seed: 1);
var (testX, testY) = Spirals.Make(points: 400, seed: 2);
var model = new SpiralClassifier(seed: 1);
var optimizer = new Adam(learningRate: 1e-2f);

for (int epoch = 0; epoch < 50; epoch++)
{
    StepReport step = default;
    foreach ((Tensor<float> x, Tensor<int> y) in Batches.Shuffled(trainX, trainY, batchSize: 32, seed: epoch))
        step = model.TrainStep(x, y, optimizer);                    // forward, backward, regularise, clip, update
    if (epoch % 10 == 9)
        Console.WriteLine($"epoch {epoch + 1,2}  loss {step.Loss:F3}  gradient {step.GradientNorm:F3}");
}

Tensor<float> logits = Tensor.CreateFromShape<float>([testX.Lengths[0], 2]);
model.Logits(testX, logits);                                        // the generated forward pass: fused, allocates nothing
Console.WriteLine($"test accuracy {100 * Metrics.Accuracy(logits, testY):F1} %");
