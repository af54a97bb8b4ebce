using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class ElementwiseFunctionsTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Every_function_agrees_with_Math_for_every_shape(nint[] lengths)
    {
        Agrees<float>(lengths);
        Agrees<double>(lengths);

        static void Agrees<T>(nint[] lengths)
            where T : IFloatingPointIeee754<T>
        {
            Tensor<T> x = Samples.Normal<T>(1, lengths);
            Tensor<T> positive = Nn.Abs(x);
            Against(Nn.Exp, x, Math.Exp);
            Against(Nn.Log, positive, Math.Log);
            Against(Nn.Sqrt, positive, Math.Sqrt);
            Against(Nn.Sin, x, Math.Sin);
            Against(Nn.Cos, x, Math.Cos);
            Against(Nn.Abs, x, Math.Abs);
            Against(Nn.Tanh, x, Math.Tanh);
            Against(Nn.Sigmoid, x, value => 1 / (1 + Math.Exp(-value)));
            Against(Nn.Erf, x, ErrorFunction.Erf);
            Against(value => Nn.Pow(value, T.CreateTruncating(2.5)), positive, value => Math.Pow(value, 2.5));
        }
    }

    [Fact]
    public void Special_values_are_those_of_Math()
    {
        Tensor<double> x = Samples.Row(
            0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 5e-324, -5e-324, 710, -745.2, -1);
        Against(Nn.Exp, x, Math.Exp);
        Against(Nn.Log, x, Math.Log);
        Against(Nn.Sqrt, x, Math.Sqrt);
        Against(Nn.Sin, x, Math.Sin);
        Against(Nn.Cos, x, Math.Cos);
        Against(Nn.Abs, x, Math.Abs);
        Against(Nn.Tanh, x, Math.Tanh);
        Against(value => Nn.Pow(value, 3.0), x, value => Math.Pow(value, 3));
    }

    [Fact]
    public void Tanh_keeps_its_digits_near_zero()
    {
        Tensor<float> x = Samples.Row(0f, 1e-9f, -1e-9f, 3e-5f, 1e-40f);
        Against(Nn.Tanh, x, Math.Tanh);
        Assert.Equal(0f, Nn.Tanh(x)[0]);
    }

    [Fact]
    public void Sigmoid_of_a_very_negative_float_is_tiny_but_not_zero()
        => Expect.Close(8.194e-40, Nn.Sigmoid(Samples.Row(-90f))[0], slack: 1e-43);

    [Fact]
    public void Pow_takes_an_integer_constant_for_either_type()
    {
        Assert.Equal([9f, 0.25f], Samples.Elements(Nn.Pow(Samples.Row(-3f, 0.5f), 2)));
        Assert.Equal([9.0, 0.25], Samples.Elements(Nn.Pow(Samples.Row(-3, 0.5), 2)));
    }

    [Fact]
    public void Pow_of_tensors_works_element_by_element_and_broadcasts()
    {
        Tensor<float> x = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        Expect.Close([1, 4, 27, 4, 25, 216], [2, 3], Nn.Pow(x, Samples.Row<float>(1, 2, 3)));
        Expect.Close([2, 4, 8, 16], [4], Nn.Pow(Samples.Row<double>(2), Samples.Row<double>(1, 2, 3, 4)));
    }

    [Fact]
    public void Pow_has_the_special_cases_of_Math()
    {
        double[] numbers = [0, -0.0, 1, -1, 2, -8, 0.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        Tensor<double> x = Tensor.Create(numbers, [10, 1]);
        double[] expected = numbers.SelectMany(a => numbers.Select(b => Math.Pow(a, b))).ToArray();
        Expect.Close(expected, [10, 10], Nn.Pow(x, Samples.Row(numbers)));
    }

    [Fact]
    public void Pow_of_lengths_that_do_not_broadcast_is_refused()
        => Expect.Refused<ArgumentException>(
            "x and y do not broadcast: x has lengths [2, 3], y has lengths [2].",
            "y",
            () => Nn.Pow(Nn.Ones<float>(2, 3), Nn.Ones<float>(2)));

    // The base library's Exp and Log are two to three units in the last place off.
    private static void Against<T>(Func<Tensor<T>, Tensor<T>> function, Tensor<T> x, Func<double, double> expected)
        where T : IFloatingPointIeee754<T>
        => Expect.Close(Array.ConvertAll(Samples.Doubles(x), value => expected(value)), x.Lengths, function(x), ulps: 4);
}
