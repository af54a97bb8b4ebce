using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Tests.Functions;

/// <summary>The bodies of typical models as users write them: that they bind to these functions, and what they compute.</summary>
public class ContractProgramsTests
{
    private readonly Tensor<float> w1 = Samples.Normal<float>(31, 20, 25), b1 = Samples.Normal<float>(32, 25);
    private readonly Tensor<float> w2 = Samples.Normal<float>(33, 25, 1), b2 = Samples.Normal<float>(34, 1);

    [Fact]
    public void A_regression_loss_is_one_expression()
    {
        Tensor<float> x = Samples.Normal<float>(35, 32, 20), y = Samples.Normal<float>(36, 32, 1);
        float loss = MeanSquaredError(MatMul(Relu(MatMul(x, w1) + b1), w2) + b2, y);

        double expected = 0;
        for (int row = 0; row < 32; row++)
        {
            double output = b2[0];
            for (int unit = 0; unit < 25; unit++)
            {
                double sum = b1[unit];
                for (int i = 0; i < 20; i++)
                    sum += (double)x[row, i] * w1[i, unit];
                output += Math.Max(sum, 0) * w2[unit, 0];
            }

            expected += Math.Pow(output - y[row, 0], 2) / 32;
        }

        Expect.Close(expected, loss, slack: 1e-5 * expected);
    }

    [Fact]
    public void A_classifier_gives_logits_and_a_loss()
    {
        Tensor<float> images = Samples.Normal<float>(37, 8, 20);
        Tensor<int> labels = Samples.Filled([8], i => i % 25);
        Tensor<float> logits = MatMul(images, w1) + b1;
        float loss = SoftmaxCrossEntropy(logits, labels);
        Expect.Close(-Enumerable.Range(0, 8).Average(i => LogSoftmax(logits)[i, i % 25]), loss, slack: 1e-5);
    }

    [Fact]
    public void A_recurrent_network_is_a_loop()
    {
        Tensor<float> x = Samples.Normal<float>(38, 6, 3, 2);
        Tensor<float> wx = Samples.Normal<float>(39, 2, 50), wh = Samples.Normal<float>(40, 50, 50) / 7, b = Samples.Normal<float>(41, 50);
        Tensor<float> h = Zeros<float>(x.Lengths[1], 50);
        Tensor<float> ours = h;
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            h = Tensor.Tanh<float>(MatMul(At(x, t), wx) + MatMul(h, wh) + b);
            ours = Tanh(MatMul(At(x, t), wx) + MatMul(ours, wh) + b);
        }

        Expect.Close(Samples.Doubles(h), [3, 50], ours, slack: 1e-4);
    }

    [Fact]
    public void Typical_expressions_bind_without_type_arguments()
    {
        Tensor<float> x = Samples.Normal<float>(42, 2, 3, 4);
        Tensor<double> d = Samples.Normal<double>(43, 2, 3);
        Assert.Equal([3, 4], Last(x).Lengths.ToArray());
        Assert.Equal([2, 3], Mean(x, axis: -1).Lengths.ToArray());
        Assert.Equal([2, 1, 4], Max(x, axis: 1, keepDims: true).Lengths.ToArray());
        Assert.Equal([2, 12], Reshape(x, x.Lengths[0], -1).Lengths.ToArray());
        Assert.Equal([2, 2, 3], Stack(0, d, d).Lengths.ToArray());
        Assert.Equal([4, 3], Concat(0, d, d).Lengths.ToArray());
        Assert.Equal([4, 3], Concat(0, [d, d]).Lengths.ToArray());
        Assert.Equal([2, 4, 3], Transpose(x, -1, -2).Lengths.ToArray());
        Assert.Equal([2, 3, 2], Slice(x, axis: 2, start: 1, length: 2).Lengths.ToArray());
        Assert.Equal([2, 3], LeakyRelu(d, 0.2).Lengths.ToArray());
        Assert.Equal([2, 3, 4], LeakyRelu(x, slope: 0.2f).Lengths.ToArray());
        Assert.Equal([2, 3, 4], (Softmax(x) * Sigmoid(x) - StopGradient(Pow(x, 2))).Lengths.ToArray());
        Assert.True(float.IsFinite(Sum(x) + Mean(x) + Max(x) + StopGradient(Sum(x)) + Huber(x, x, 0.5f) + MeanAbsoluteError(x, x)));
        Assert.True(double.IsFinite(BinaryCrossEntropy(d, Sigmoid(d)) + Sum(Where(Tensor.GreaterThan<double>(d, 0), d, Full(0.0, 1)))));
    }
}
