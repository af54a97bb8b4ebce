namespace AutoGrad.Tests.Schedules;

public sealed class ReduceOnPlateauTests
{
    [Fact]
    public void The_rate_falls_when_patience_is_over_and_not_before()
    {
        var plateau = new ReduceOnPlateau(factor: 0.5f, patience: 2);
        Assert.Equal([1, 1, 1, 0.5f, 0.5f, 0.5f, 0.25f], Run(plateau, 1, 3, 3, 3, 3, 3, 3, 3));
    }

    [Fact]
    public void Figures_while_it_cools_down_do_not_count()
        => Assert.Equal([1, 0.5f, 0.5f, 0.5f, 0.25f], Run(new ReduceOnPlateau(0.5f, patience: 0, coolDown: 2), 1, 3, 3, 3, 3, 3));

    [Fact]
    public void A_figure_must_be_better_by_the_threshold()
    {
        Assert.Equal([1, 0.5f], Run(new ReduceOnPlateau(0.5f, patience: 0, threshold: 0.1f), 1, 10, 9.5f));
        Assert.Equal([1, 1], Run(new ReduceOnPlateau(0.5f, patience: 0, threshold: 0.1f), 1, 10, 8.9f));
        Assert.Equal([1, 1, 0.5f], Run(new ReduceOnPlateau(0.5f, patience: 0, higherIsBetter: true), 1, 0.5f, 0.7f, 0.6f));
    }

    [Fact]
    public void The_least_rate_is_kept_and_a_NaN_is_no_better()
        => Assert.Equal([1, 0.4f, 0.4f], Run(new ReduceOnPlateau(0.1f, patience: 0, least: 0.4f), 1, 3, float.NaN, float.NaN));

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(1)).ParamName);
        Assert.Equal("patience", Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(patience: -1)).ParamName);
        Assert.Equal("coolDown", Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(coolDown: -1)).ParamName);
    }

    private static float[] Run(ReduceOnPlateau plateau, float rate, params float[] figures)
        => Array.ConvertAll(figures, figure => rate = plateau.Observe(figure, rate));
}
