namespace AutoGrad.Layers;

/// <summary>What an <see cref="Rnn"/> applies to its sums.</summary>
public enum RnnActivation
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}
