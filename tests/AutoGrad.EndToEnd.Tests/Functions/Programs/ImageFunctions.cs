using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Functions of images, whose sizes and strides are known at run time only, and their second derivatives.</summary>
public static partial class ImageFunctions
{
    [Differentiable]
    public static double Energy([Shape(2, 2, "n", 5)] Tensor<double> x, [Shape(3, 2, 2, 3)] Tensor<double> kernel, [Shape(3)] Tensor<double> bias, int more)
        => Sum(Tanh(Conv2d(x, kernel, bias, more + 1, 1)));

    [Differentiable]
    public static Tensor<double> Depthwise([Shape("n", 4, 5, 5)] Tensor<double> x, [Shape(4, 1, 3, 3)] Tensor<double> kernel) => Conv2d(x, kernel, 2, 2, 2, 4);

    [Differentiable]
    public static Tensor<double> Larger([Shape(1, 2, "n", 3)] Tensor<double> x, [Shape(2, 3, 3, 3)] Tensor<double> kernel, [Shape(3)] Tensor<double> bias)
        => ConvTranspose2d(x, kernel, bias, 2, 1, 1, 1, 1);

    [Differentiable]
    public static Tensor<double> Smaller([Shape("n", 2, 6, 5)] Tensor<double> x) => MaxPool2d(Relu(x), 2, 2) + AvgPool2d(x, 2, 2);

    [Differentiable]
    public static Tensor<double> Line([Shape("n", 2, 9)] Tensor<double> x, [Shape(2, 2, 3)] Tensor<double> kernel) => AvgPool1d(Conv1d(x, kernel, 1, 1), 3, 2, 1);

    [Differentiable]
    public static double Cube([Shape(1, 2, 5, "n")] Tensor<double> x, [Shape(3, 2, 3, 1)] Tensor<double> kernel)
    {
        Tensor<double> y = AvgPool2d(Conv2d(x, kernel, 2, 1), 2, 1);
        return Sum(y * y * y);
    }

    [Differentiable]
    public static double Slopes([Shape(1, 2, 5, "n")] Tensor<double> x, [Shape(3, 2, 3, 1)] Tensor<double> kernel)
    {
        var (value, dx, dKernel) = CubeGradient(x, kernel);
        return value + Sum(dx * dx) + Sum(dKernel * dKernel);
    }

    [Differentiable]
    public static double Descent([Shape(1, 2, 5, "n")] Tensor<double> x, [Shape(3, 2, 3, 1)] Tensor<double> kernel, int steps)
    {
        for (int i = 0; i < steps; i++)
            x = MaxPool2d(x - 0.1 * CubeGradient(x, kernel).X, 1, 1);
        return Cube(x, kernel);
    }
}
