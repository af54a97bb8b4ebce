using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>Functions whose arguments have every position, type and awkward name.</summary>
public static partial class Checked
{
    [Differentiable]
    public static double Of1([Shape("n", 2)] Tensor<double> value) => Nn.Sum(value * value * value);

    [Differentiable]
    public static double Of2(int item1, double rest) => Math.Pow(rest, 2) * item1 + Math.Sin(rest);

    [Differentiable]
    public static double Of3([NonDifferentiable, Shape("n")] Tensor<double> x, [Shape("n")] Tensor<double> toString, bool flag)
        => flag ? Tensor.Dot<double>(x, toString * toString) : Nn.Sum(Nn.Exp(toString));

    [Differentiable]
    public static double Of4([NonDifferentiable] double label, [Shape("n")] Tensor<double> item2, double value, [Shape("n")] Tensor<double> getHashCode)
        => label * Tensor.Dot<double>(item2, getHashCode) * value + Nn.Sum(item2 * item2) - value * value;

    [Differentiable]
    public static float OfFloats(float equals, [Shape("n")] Tensor<float> item10) => equals * equals * Nn.Mean(item10 * item10);
}

public class GradientCheckTests
{
    private static readonly Tensor<double> s_x = Tensor.Create<double>([0.5, -1.0, 2.0]), s_y = Tensor.Create<double>([1.0, 2.0, -0.5]);

    [Fact]
    public void Gradients_are_matched_to_arguments_of_any_name()
    {
        AssertRight(GradientCheck.Run(Checked.Of1Gradient, Tensor.Create<double>([0.5, -1, 2, 1.5], [2, 2])), 4);
        AssertRight(GradientCheck.Run(Checked.Of2Gradient, 3, 0.7), 1);
        AssertRight(GradientCheck.Run(Checked.Of3Gradient, s_x, s_y, true), 3);
        AssertRight(GradientCheck.Run(Checked.Of3Gradient, s_x, s_y, false), 3);
        AssertRight(GradientCheck.Run(Checked.Of4Gradient, -1.0, s_x, 0.3, s_y), 7);
    }

    [Fact]
    public void Names_that_a_tuple_cannot_have_get_a_suffix()
    {
        var (_, restGradient) = Checked.Of2Gradient(3, 0.7);
        Assert.Equal(restGradient, Checked.Of2Gradient(3, 0.7).RestGradient);
        Assert.Equal(s_y[0], Checked.Of3Gradient(s_x, s_y, true).ToStringGradient[0] / (2 * s_x[0]), 1e-12);
        var four = Checked.Of4Gradient(1, s_x, 0.3, s_y);
        Assert.Equal((0.3 * s_y[1]) + (2 * s_x[1]), four.Item2Gradient[1], 1e-12);
        Assert.Equal(0.3 * s_x[1], four.GetHashCodeGradient[1], 1e-12);
        Assert.Equal(four.ValueGradient, Tensor.Dot<double>(s_x, s_y) - 0.6, 1e-12);
    }

    [Fact]
    public void Floats_are_checked_as_closely_as_floats_can_be()
        => Assert.InRange(GradientCheck.Run(Checked.OfFloatsGradient, 0.75f, Tensor.Create<float>([0.5f, -1, 2])).MaxRelativeError, 0, 1e-2);

    private static void AssertRight(GradientCheck.Result result, int count)
    {
        Assert.InRange(result.MaxRelativeError, 0, 1e-8);
        Assert.Equal(count, result.Checked);
    }
}
