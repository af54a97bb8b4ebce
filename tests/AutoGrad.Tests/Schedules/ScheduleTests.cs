namespace AutoGrad.Tests.Schedules;

/// <summary>Schedules by their formulas, and what they refuse; TorchSharp's are compared in the tests from end to end.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Steps_and_powers_follow_their_formulas()
    {
        Assert.Equal([1, 1, 1, 0.5f, 0.5f, 0.5f, 0.25f], Rates(new StepDecay(1, 3, 0.5f), 7));
        Assert.Equal([8, 4, 2, 1], Rates(new ExponentialDecay(8, 0.5f), 4));
        Assert.Equal([3, 3], Rates(new ConstantRate(3), 2));
    }

    [Fact]
    public void A_cosine_falls_to_the_least_rate_and_stays()
    {
        var cosine = new CosineDecay(1, 4, 0.5f);
        Assert.Equal(1, cosine.Rate(0));
        Assert.Equal(0.75f, cosine.Rate(2), 1e-7f);
        Assert.Equal(0.5f + 0.25f * (1 + MathF.Cos(MathF.PI / 4)), cosine.Rate(1), 1e-6f);
        Assert.Equal([0.5f, 0.5f, 0.5f], (float[])[cosine.Rate(4), cosine.Rate(5), cosine.Rate(long.MaxValue)]);
    }

    [Fact]
    public void Restarts_begin_anew_after_ever_longer_periods()
    {
        var restarts = new CosineRestarts(1, 2, periodFactor: 3);
        Assert.Equal([1, 0.5f, 1, Half(1, 6), Half(2, 6), 0.5f, Half(4, 6), Half(5, 6), 1, Half(1, 18)], Rates(restarts, 10), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(1, restarts.Rate(2 + 6 + 18));
        Assert.InRange(restarts.Rate(long.MaxValue), 0, 1);
        Assert.Equal([1, Half(1, 3), Half(2, 3), 1, Half(1, 3)], Rates(new CosineRestarts(1, 3), 5));

        static float Half(int t, int period) => (float)((1 + Math.Cos(Math.PI * t / period)) / 2);
    }

    [Fact]
    public void A_warm_up_leads_along_a_line_to_the_first_rate_of_what_follows()
    {
        var warm = new WarmUp(4, new ExponentialDecay(8, 0.5f), start: 0.5f);
        Assert.Equal([4, 5, 6, 7, 8, 4, 2], Rates(warm, 7));
    }

    [Fact]
    public void One_cycle_rises_to_the_highest_rate_and_falls_to_the_last()
    {
        var cycle = new OneCycle(1, 11, rise: 0.5f, divisor: 4, finalDivisor: 10);
        Assert.Equal(0.25f, cycle.Rate(0));
        Assert.Equal(0.025f, cycle.Rate(10));
        Assert.Equal(0.025f, cycle.Rate(1000));
        Assert.InRange(cycle.Rate(4), 0.9f, 1);
        Assert.InRange(cycle.Rate(5), 0.9f, 1);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Equal("every", Assert.Throws<ArgumentOutOfRangeException>(() => new StepDecay(1, 0)).ParamName);
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => new StepDecay(-1, 1)).ParamName);
        Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(1, float.NaN)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(1, 0)).ParamName);
        Assert.Equal("period", Assert.Throws<ArgumentOutOfRangeException>(() => new CosineRestarts(1, 0)).ParamName);
        Assert.Equal("periodFactor", Assert.Throws<ArgumentOutOfRangeException>(() => new CosineRestarts(1, 1, 0)).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => new WarmUp(1, new ConstantRate(1), 2)).ParamName);
        Assert.Throws<ArgumentNullException>(() => new WarmUp(1, null!));
        foreach (float rise in (float[])[0, 1, 0.1f, float.NaN])
            Assert.Equal("rise", Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(1, 10, rise)).ParamName);
        Assert.Equal("divisor", Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(1, 10, divisor: 0)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantRate(1).Rate(-1));
    }

    private static float[] Rates(Schedule schedule, int count) => [.. Enumerable.Range(0, count).Select(t => schedule.Rate(t))];
}
