using AutoGrad.Health;

namespace AutoGrad.Tests.Health;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(340, "340")]
    [InlineData(2240.4, "2,240")]
    [InlineData(1.0, "1")]
    [InlineData(-0.012345, "-0.0123")]
    [InlineData(9.999, "10")]
    [InlineData(123456, "123,000")]
    [InlineData(1.712e23, "1.71e23")]
    [InlineData(2.5e-7, "2.5e-7")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Three_digits_are_shown(double value, string text) => Assert.Equal(text, Figures.Text(value));
}
