namespace AutoGrad;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> are set to, checked.</summary>
internal sealed class AdamSettings
{
    internal AdamSettings(float beta1, float beta2, float epsilon)
    {
        Hyperparameter.BelowOne(beta1, "decay rate of the first moment", nameof(beta1));
        Hyperparameter.BelowOne(beta2, "decay rate of the second moment", nameof(beta2));
        Hyperparameter.NotNegative(epsilon, "epsilon", nameof(epsilon));
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        Exact1 = Hyperparameter.AsWritten(beta1);
        Exact2 = Hyperparameter.AsWritten(beta2);
        Rest1 = (float)(1 - Exact1);
        Rest2 = (float)(1 - Exact2);
    }

    internal float Beta1 { get; }

    internal float Beta2 { get; }

    internal float Epsilon { get; }

    internal double Exact1 { get; }

    internal double Exact2 { get; }

    /// <summary>1 - beta1</summary>
    internal float Rest1 { get; }

    /// <summary>1 - beta2</summary>
    internal float Rest2 { get; }
}
