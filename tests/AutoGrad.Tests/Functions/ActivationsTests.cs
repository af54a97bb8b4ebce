using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class ActivationsTests
{
    /// <summary>x, then Gelu, GeluTanh, Silu, Softplus and Elu of x, computed with 100 digits (mpmath) and rounded to double.</summary>
    private static readonly double[,] Table =
    {
        { -10, -7.619853024160526e-23, -1.204092348209806e-37, -0.00045397868702434395, 4.539889921686465e-05, -0.9999546000702375 },
        { -6, -5.9195258702261885e-09, -8.439646700762297e-11, -0.014835738939808645, 0.0024756851377304495, -0.9975212478233336 },
        { -3, -0.0040496940948902835, -0.003637392081773019, -0.14227761953270035, 0.04858735157374206, -0.950212931632136 },
        { -1, -0.15865525393145705, -0.1588080093917233, -0.2689414213699951, 0.3132616875182228, -0.6321205588285577 },
        { -0.5, -0.15426876936299344, -0.15428599017485609, -0.18877033439907273, 0.4740769841801067, -0.3934693402873666 },
        { -1e-06, -4.999996010577196e-07, -4.999996010577196e-07, -4.9999975e-07, 0.6931466805600703, -9.999995000001667e-07 },
        { 0.25, 0.14967658142073093, 0.149675350701685, 0.14054412522144952, 0.8259394198788436, 0.25 },
        { 1, 0.8413447460685429, 0.8411919906082767, 0.7310585786300049, 1.3132616875182228, 1.0 },
        { 2, 1.9544997361036416, 1.954597694087775, 1.7615941559557649, 2.1269280110429727, 2.0 },
        { 5, 4.999998566742141, 4.999999770820381, 4.966535745378576, 5.006715348489118, 5.0 },
        { 12, 12.0, 12.0, 11.999926269904773, 12.000006144193478, 12.0 },
    };

    [Fact]
    public void Smooth_activations_agree_with_hundred_digit_values()
    {
        Tensor<double> x = Column(0);

        // At -10 the exponents are -50 and -87: a rounding of the argument grows by about as much.
        Expect.Close(Samples.Elements(Column(1)), x.Lengths, Nn.Gelu(x), ulps: 100);
        Expect.Close(Samples.Elements(Column(2)), x.Lengths, Nn.GeluTanh(x), ulps: 200);
        Expect.Close(Samples.Elements(Column(3)), x.Lengths, Nn.Silu(x), ulps: 4);
        Expect.Close(Samples.Elements(Column(4)), x.Lengths, Nn.Softplus(x), ulps: 4);
        Expect.Close(Samples.Elements(Column(5)), x.Lengths, Nn.Elu(x), ulps: 4);
    }

    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Every_activation_agrees_with_its_formula_for_every_shape(nint[] lengths)
    {
        Agrees<float>(lengths);
        Agrees<double>(lengths);

        static void Agrees<T>(nint[] lengths)
            where T : IFloatingPointIeee754<T>
        {
            Tensor<T> x = Samples.Normal<T>(2, lengths);
            Against(Nn.Relu, x, value => value > 0 ? value : 0);
            double slope = double.CreateTruncating(T.CreateTruncating(0.01));
            Against(tensor => Nn.LeakyRelu(tensor), x, value => value > 0 ? value : slope * value);
            Against(tensor => Nn.LeakyRelu(tensor, 0.25), x, value => value > 0 ? value : 0.25 * value);
            Against(tensor => Nn.Elu(tensor), x, value => value > 0 ? value : Math.Exp(value) - 1);
            Against(tensor => Nn.Elu(tensor, alpha: 2), x, value => value > 0 ? value : 2 * (Math.Exp(value) - 1));
            Against(Nn.Gelu, x, value => value / 2 * (1 + ErrorFunction.Erf(value / Math.Sqrt(2))));
            Against(Nn.GeluTanh, x, value => value / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + 0.044715 * Math.Pow(value, 3)))));
            Against(Nn.Silu, x, value => value / (1 + Math.Exp(-value)));
            Against(Nn.Softplus, x, value => Math.Log(1 + Math.Exp(value)));
            Against(Nn.HardTanh, x, value => Math.Max(-1, Math.Min(1, value)));
        }
    }

    [Fact]
    public void Kinks_take_the_value_of_both_sides()
    {
        Assert.Equal([0f, 0, 2, 0], Samples.Elements(Nn.Relu(Samples.Row(0f, -2, 2, -0f))));
        Assert.Equal([0f, -0.02f, 2], Samples.Elements(Nn.LeakyRelu(Samples.Row(0f, -2, 2))));
        Assert.Equal([0f], Samples.Elements(Nn.Elu(Samples.Row(0f))));
        Assert.Equal([-1f, 1, -1, 1], Samples.Elements(Nn.HardTanh(Samples.Row(-1f, 1, -1.0001f, 1.0001f))));
    }

    [Fact]
    public void A_NaN_stays_NaN_through_every_activation()
    {
        Tensor<float> x = Nn.Full(float.NaN, 17);
        Func<Tensor<float>, Tensor<float>>[] all =
            [Nn.Relu, x => Nn.LeakyRelu(x), x => Nn.Elu(x), Nn.Gelu, Nn.GeluTanh, Nn.Silu, Nn.Softplus, Nn.HardTanh];
        foreach (Func<Tensor<float>, Tensor<float>> activation in all)
            Assert.All(Samples.Elements(activation(x)), value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void Infinities_take_their_limits_except_where_a_product_with_zero_is_NaN()
    {
        Tensor<double> x = Samples.Row(double.PositiveInfinity, double.NegativeInfinity);
        Assert.Equal([double.PositiveInfinity, 0], Samples.Elements(Nn.Relu(x)));
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], Samples.Elements(Nn.LeakyRelu(x)));
        Assert.Equal([double.PositiveInfinity, -1], Samples.Elements(Nn.Elu(x)));
        Assert.Equal([double.PositiveInfinity, double.NaN], Samples.Elements(Nn.Gelu(x)));
        Assert.Equal([double.PositiveInfinity, double.NaN], Samples.Elements(Nn.GeluTanh(x)));
        Assert.Equal([double.PositiveInfinity, double.NaN], Samples.Elements(Nn.Silu(x)));
        Assert.Equal([double.PositiveInfinity, 0], Samples.Elements(Nn.Softplus(x)));
        Assert.Equal([1.0, -1], Samples.Elements(Nn.HardTanh(x)));
    }

    [Fact]
    public void Large_arguments_do_not_overflow_on_the_way()
    {
        Tensor<float> x = Samples.Row(3e38f, -3e38f, 1000, -1000);
        Assert.Equal([3e38f, 0, 1000, 0], Samples.Elements(Nn.Softplus(x)));
        Assert.Equal([3e38f, 0, 1000, 0], Samples.Elements(Nn.Gelu(x)));
        Assert.Equal([3e38f, 0, 1000, 0], Samples.Elements(Nn.GeluTanh(x)));
        Assert.Equal([3e38f, 0, 1000, 0], Samples.Elements(Nn.Silu(x)));
        Assert.Equal([3e38f, -1, 1000, -1], Samples.Elements(Nn.Elu(x)));
    }

    [Fact]
    public void The_default_slope_is_that_of_the_element_type()
    {
        Assert.Equal(-0.01f, Nn.LeakyRelu(Samples.Row(-1f))[0]);
        Assert.Equal(-0.01, Nn.LeakyRelu(Samples.Row(-1.0))[0]);
    }

    private static Tensor<double> Column(int column)
        => Samples.Filled<double>([Table.GetLength(0)], row => Table[row, column]);

    private static void Against<T>(Func<Tensor<T>, Tensor<T>> function, Tensor<T> x, Func<double, double> expected)
        where T : IFloatingPointIeee754<T>
        => Expect.Close(Array.ConvertAll(Samples.Doubles(x), value => expected(value)), x.Lengths, function(x), ulps: 2, slack: 1e-15);
}
