namespace AutoGrad.Compiler.Tests.Analysis;

/// <summary>Moments against closed forms.</summary>
public sealed class FieldTests
{
    private readonly FieldSpace _space = new(64);

    [Theory]
    [InlineData("relu", 0.3989422804014327, 0.5)]
    [InlineData("abs", 0.7978845608028654, 1)]
    [InlineData("exp", 1.6487212707001282, 7.38905609893065)]
    [InlineData("sin", 0, 0.43233235838169365)]
    [InlineData("erf", 0, 0.4645590443)]
    [InlineData("sign", 0, 1)]
    public void Of_a_standard_normal_variable(string op, double mean, double square)
    {
        Field y = _space.Apply(op, Normal())!;
        Assert.Equal(mean, y.Mean, 1e-4);
        Assert.Equal(square, y.MeanSquare, 1e-3);
    }

    [Fact]
    public void A_value_is_not_independent_of_itself()
    {
        Field x = Normal();
        Assert.Equal(3, _space.Apply("multiply", x, x)!.MeanSquare, 1e-6);
        Assert.Equal(1, _space.Apply("multiply", x, Normal())!.MeanSquare, 1e-6);
        Assert.Equal(0, _space.Apply("subtract", x, x)!.MeanSquare, 1e-12);
    }

    [Fact]
    public void Sums_of_many_variables_keep_their_moments()
    {
        Field sum = Normal();
        for (int i = 0; i < 20; i++)
            sum = _space.Apply("add", sum, _space.Apply("relu", Normal())!)!;
        Assert.Equal(20 * 0.39894, sum.Mean, 2e-2);
        Assert.Equal(1 + (20 * (0.5 - (1 / (2 * Math.PI)))), sum.Variance, 2e-2);
    }

    [Fact]
    public void What_has_no_moments_is_not_finite()
    {
        Assert.False(_space.Apply("log", Normal())!.IsFinite);
        Assert.Null(_space.Normal(0, double.NaN));
        Assert.Null(_space.Normal(0, double.PositiveInfinity));
    }

    [Fact]
    public void Views_of_one_kind_are_the_same_elements_and_others_are_not()
    {
        Field x = Normal();
        Assert.Equal(3, Product(_space.View(x, "a"), _space.View(x, "a")), 1e-6);
        Assert.Equal(1, Product(_space.View(x, "a"), _space.View(x, "b")), 1e-6);
        Assert.Equal(1, Product(x, _space.View(x, "a")), 1e-6);
        Assert.Equal(3, Product(x, _space.Reshape(_space.Reshape(x, "[6]", "[2,3]"), "[2,3]", "[6]")), 1e-6);
        Assert.Equal(3, Product(_space.Reshape(_space.Reshape(x, "[6]", "[2,3]"), "[2,3]", "[3,2]"), _space.Reshape(x, "[6]", "[3,2]")), 1e-6);
    }

    [Fact]
    public void A_renamed_function_of_two_variables_keeps_their_order()
    {
        Field x = Normal(), y = _space.Apply("multiply", Normal(), new ConstantField(3))!;
        Field ratio = _space.Apply("subtract", _space.Apply("exp", x)!, y)!;
        Field view = _space.View(ratio, "view");
        Assert.Equal(ratio.MeanSquare, _space.Apply("multiply", view, new ConstantField(-1))!.MeanSquare, 1e-9);
        Assert.Equal(ratio.Mean, _space.Apply("multiply", view, new ConstantField(1.5))!.Mean / 1.5, 1e-9);
    }

    private Field Normal() => _space.Normal(0, 1)!;

    private double Product(Field a, Field b) => _space.Apply("multiply", a, b)!.MeanSquare;
}
