namespace AutoGrad.Tests.Functions;

public class ErrorFunctionTests
{
    /// <summary>x, erf x, erfc x, computed with 40 digits (mpmath) and rounded to double.</summary>
    public static TheoryData<double, double, double> Table => new()
    {
        { 1e-300, 1.1283791670955126e-300, 1.0 },
        { 1e-20, 1.1283791670955125e-20, 1.0 },
        { 1e-08, 1.1283791670955126e-08, 0.9999999887162083 },
        { 0.001, 0.0011283787909692365, 0.9988716212090307 },
        { 0.1, 0.1124629160182849, 0.887537083981715 },
        { 0.25, 0.27632639016823696, 0.7236736098317631 },
        { 0.46874999, 0.49261346416000656, 0.5073865358399934 },
        { 0.46875, 0.49261347321793797, 0.507386526782062 },
        { 0.46875001, 0.4926134822758693, 0.5073865177241307 },
        { 0.5, 0.5204998778130465, 0.4795001221869535 },
        { 0.75, 0.7111556336535151, 0.28884436634648486 },
        { 1, 0.8427007929497149, 0.15729920705028513 },
        { 1.3, 0.9340079449406524, 0.06599205505934755 },
        { 1.9999, 0.9953201979070294, 0.004679802092970608 },
        { 2, 0.9953222650189527, 0.004677734981047266 },
        { 2.5, 0.999593047982555, 0.0004069520174449589 },
        { 3, 0.9999779095030014, 2.209049699858544e-05 },
        { 3.7, 0.9999998328489421, 1.6715105790914599e-07 },
        { 3.9999999, 0.9999999845827294, 1.541727059851975e-08 },
        { 4, 0.9999999845827421, 1.541725790028002e-08 },
        { 4.0000001, 0.9999999845827549, 1.541724520205039e-08 },
        { 4.5, 0.9999999998033839, 1.9661604415428876e-10 },
        { 5, 0.9999999999984626, 1.537459794428035e-12 },
        { 5.9, 0.9999999999999999, 7.190409783550478e-17 },
        { 6, 1.0, 2.1519736712498913e-17 },
        { 7.25, 1.0, 1.1466900814815012e-24 },
        { 10, 1.0, 2.088487583762545e-45 },
        { 15.5, 1.0, 1.6632016400488723e-106 },
        { 20, 1.0, 5.395865611607901e-176 },
        { 26, 1.0, 5.663192408856143e-296 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Erf_and_Erfc_agree_with_forty_digit_values_to_a_relative_1e_15(double x, double erf, double erfc)
    {
        AssertRelative(erf, ErrorFunction.Erf(x));
        AssertRelative(erfc, ErrorFunction.Erfc(x));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Erf_is_odd_and_Erfc_of_minus_x_is_two_minus_Erfc(double x, double erf, double erfc)
    {
        AssertRelative(-erf, ErrorFunction.Erf(-x));
        AssertRelative(2 - erfc, ErrorFunction.Erfc(-x));
    }

    [Fact]
    public void Special_values_are_exact()
    {
        Assert.Equal(0, ErrorFunction.Erf(0));
        Assert.True(double.IsNegative(ErrorFunction.Erf(-0.0)));
        Assert.Equal(1, ErrorFunction.Erf(double.PositiveInfinity));
        Assert.Equal(-1, ErrorFunction.Erf(double.NegativeInfinity));
        Assert.Equal(0, ErrorFunction.Erfc(double.PositiveInfinity));
        Assert.Equal(2, ErrorFunction.Erfc(double.NegativeInfinity));
        Assert.Equal(1, ErrorFunction.Erfc(0));
        Assert.True(double.IsNaN(ErrorFunction.Erf(double.NaN)));
        Assert.True(double.IsNaN(ErrorFunction.Erfc(double.NaN)));
    }

    [Fact]
    public void The_sum_of_Erf_and_Erfc_is_one_in_a_dense_sweep()
    {
        for (double x = -7; x <= 7; x += 1.0 / 1021)
            Assert.Equal(1, ErrorFunction.Erf(x) + ErrorFunction.Erfc(x), 3e-16);
    }

    [Fact]
    public void Erf_agrees_with_its_power_series_in_a_dense_sweep()
    {
        for (double x = 1.0 / 257; x <= 2; x += 1.0 / 257)
        {
            // e^(-x^2) 2 / sqrt(pi) sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)): all terms positive (DLMF 7.6.2).
            double term = x;
            double sum = x;
            for (int n = 1; n < 80; n++)
                sum += term *= 2 * x * x / (2 * n + 1);
            AssertRelative(2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum, ErrorFunction.Erf(x), 4e-15);
        }
    }

    private static void AssertRelative(double expected, double found, double tolerance = 1e-15)
        => Assert.True(Math.Abs(found - expected) <= tolerance * Math.Abs(expected), $"expected {expected:R}, found {found:R}");
}
