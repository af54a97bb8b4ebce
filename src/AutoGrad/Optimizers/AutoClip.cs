namespace AutoGrad;

/// <summary>Clips to a quantile of the norms of the last steps, this one among them (AutoClip, Seetharaman et al. 2020).</summary>
public sealed class AutoClip : NormClipRule
{
    private readonly float quantile;
    private readonly double[] recent;
    private readonly double[] sorted;
    private int count;
    private int next;

    /// <summary>Creates the rule.</summary>
    /// <param name="quantile">The share of steps that pass unclipped, above 0 and at most 1.</param>
    /// <param name="window">How many norms are remembered, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public AutoClip(float quantile = 0.1f, int window = 1000)
    {
        if (!(quantile is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "The quantile must be above 0 and at most 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        this.quantile = quantile;
        recent = new double[window];
        sorted = new double[window];
    }

    /// <summary>The window's length, the place of the next norm, and the norms.</summary>
    internal override double[] Numbers
    {
        get => [recent.Length, next, .. recent.AsSpan(0, count)];
        set
        {
            count = value.Length - 2;
            next = (int)value[1];
            value.AsSpan(2).CopyTo(recent);
            value.AsSpan(2).CopyTo(sorted);
            Array.Sort(sorted, 0, count);
        }
    }

    internal override bool Accepts(double[] numbers)
        => numbers.Length >= 2 && numbers[0] == recent.Length && numbers.Length - 2 is var held && held <= recent.Length
            && numbers.Skip(2).All(n => n > 0 && double.IsFinite(n)) && (held < recent.Length ? numbers[1] == held : numbers[1] >= 0 && numbers[1] < held && numbers[1] % 1 == 0);

    /// <inheritdoc/>
    public override NormClipRule Clone()
        => new AutoClip(quantile, recent.Length);

    private protected override double Limit(double norm)
    {
        if (count == recent.Length)
            Remove(recent[next]);
        recent[next] = norm;
        next = (next + 1) % recent.Length;
        Insert(norm);

        // Between order statistics, linearly, as numpy's percentile does.
        double position = quantile * (count - 1.0);
        int below = (int)position;
        double share = position - below;
        return sorted[below] + (share == 0 ? 0 : share * (sorted[below + 1] - sorted[below]));
    }

    private void Insert(double norm)
    {
        int at = Array.BinarySearch(sorted, 0, count, norm);
        at = at < 0 ? ~at : at;
        Array.Copy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = norm;
        count++;
    }

    private void Remove(double norm)
    {
        int at = Array.BinarySearch(sorted, 0, count, norm);
        Array.Copy(sorted, at + 1, sorted, at, count - at - 1);
        count--;
    }
}
