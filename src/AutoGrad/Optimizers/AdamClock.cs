namespace AutoGrad;

/// <summary>
/// Adam's bias corrections, step by step. The powers of the decay rates are kept as products; over a million steps that costs
/// about 1e-10 of their value, which itself is next to nothing by then.
/// </summary>
internal struct AdamClock()
{
    private double power1 = 1;
    private double power2 = 1;

    /// <summary>b1^t and b2^t.</summary>
    internal double[] Powers
    {
        readonly get => [power1, power2];
        set => (power1, power2) = (value[0], value[1]);
    }

    /// <summary>1 / sqrt(1 - b2^t)</summary>
    internal readonly float RootScale => (float)(1 / Math.Sqrt(1 - power2));

    /// <summary>Enters the next step t.</summary>
    internal void Advance(AdamSettings settings)
    {
        power1 *= settings.Exact1;
        power2 *= settings.Exact2;
    }

    /// <summary>lr / (1 - b1^t)</summary>
    internal readonly float Correct(float learningRate) => (float)(learningRate / (1 - power1));
}
