namespace AutoGrad.Tests.Functions;

public class ScalarMathTests
{
    [Theory]
    [InlineData(-40, -1.0)]
    [InlineData(-1e-12, -9.999999999995e-13)]
    [InlineData(1e-17, 1e-17)]
    [InlineData(1e-09, 1.0000000005000001e-09)]
    [InlineData(0.3, 0.3498588075760031)]
    [InlineData(-0.9999, -0.632083769044982)]
    [InlineData(0, 0)]
    [InlineData(double.NegativeInfinity, -1)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void ExpM1_keeps_its_digits_near_zero(double x, double expected) => Expect.Close(expected, ScalarMath.ExpM1(x), ulps: 3);

    [Theory]
    [InlineData(-1e-12, -1.0000000000005e-12)]
    [InlineData(1e-17, 1e-17)]
    [InlineData(1e-09, 9.999999995e-10)]
    [InlineData(0.3, 0.26236426446749106)]
    [InlineData(0, 0)]
    [InlineData(-1, double.NegativeInfinity)]
    [InlineData(-2, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Log1P_keeps_its_digits_near_zero(double x, double expected) => Expect.Close(expected, ScalarMath.Log1P(x), ulps: 3);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-700, 9.859676543759770e-305)]
    [InlineData(1000, 1)]
    [InlineData(-1000, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NaN, double.NaN)]
    public void Sigmoid_neither_overflows_nor_cancels(double x, double expected) => Expect.Close(expected, ScalarMath.Sigmoid(x), ulps: 3);
}
