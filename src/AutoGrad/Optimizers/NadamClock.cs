namespace AutoGrad;

/// <summary>Nadam's momentum schedule and bias corrections, step by step.</summary>
internal struct NadamClock()
{
    private double steps;
    private double product = 1;
    private double power2 = 1;
    private double current;
    private double next;

    /// <summary>The count of steps, the product of the momenta, b2^t, and this and the next step's momentum.</summary>
    internal double[] Numbers
    {
        readonly get => [steps, product, power2, current, next];
        set => (steps, product, power2, current, next) = (value[0], value[1], value[2], value[3], value[4]);
    }

    /// <summary>1 / sqrt(1 - b2^t)</summary>
    internal readonly float RootScale => (float)(1 / Math.Sqrt(1 - power2));

    /// <summary>Enters the next step t.</summary>
    internal void Advance(AdamSettings settings, double momentumDecay)
    {
        steps++;
        current = Momentum(steps);
        next = Momentum(steps + 1);
        product *= current;
        power2 *= settings.Exact2;

        double Momentum(double t) => settings.Exact1 * (1 - 0.5 * Math.Pow(0.96, t * momentumDecay));
    }

    /// <summary>lr (1 - mu_t) / (1 - p_t) and lr mu_(t+1) / (1 - p_(t+1)).</summary>
    internal readonly (float Gradient, float Mean) Steps(float learningRate)
        => ((float)(learningRate * (1 - current) / (1 - product)), (float)(learningRate * next / (1 - product * next)));
}
