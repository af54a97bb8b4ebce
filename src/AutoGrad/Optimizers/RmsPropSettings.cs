namespace AutoGrad;

/// <summary>What <see cref="RmsProp"/> is set to, checked.</summary>
internal sealed class RmsPropSettings
{
    internal RmsPropSettings(float alpha, float epsilon, float momentum, bool isCentred)
    {
        Hyperparameter.BelowOne(alpha, "decay rate of the mean square", nameof(alpha));
        Hyperparameter.NotNegative(epsilon, "epsilon", nameof(epsilon));
        Hyperparameter.BelowOne(momentum, "momentum", nameof(momentum));
        (Alpha, Epsilon, Momentum, IsCentred) = (alpha, epsilon, momentum, isCentred);
        Rest = (float)(1 - Hyperparameter.AsWritten(alpha));
    }

    internal float Alpha { get; }

    internal float Epsilon { get; }

    internal float Momentum { get; }

    internal bool IsCentred { get; }

    /// <summary>1 - alpha</summary>
    internal float Rest { get; }
}
