namespace AutoGrad;

/// <summary>Which norm a gradient is scaled by.</summary>
public enum NormClip
{
    /// <summary>None.</summary>
    None,

    /// <summary>The parameter's own: g * c / max(|g|, c).</summary>
    Parameter,

    /// <summary>That over all parameters of the model: g * min(1, c / (G + 1e-6)).</summary>
    Global,

    /// <summary>That of each unit, in proportion to the unit's weights (Brock et al. 2021): see <see cref="AdaptiveClipAttribute"/>.</summary>
    Adaptive,
}

/// <summary>What happens to the gradient of one parameter: penalties first, then the value clip, then the norm clip.</summary>
/// <param name="Norm">The norm clip.</param>
/// <param name="NormThreshold">Its threshold c, above 0, or the adaptive clip's lambda; of no meaning without a norm clip.</param>
/// <param name="ValueThreshold">Every element is clamped to [-v, v]; 0 for no value clip.</param>
/// <param name="L1">The factor of <c>sum abs(w)</c> in the loss.</param>
/// <param name="L2">The factor of <c>sum w^2</c> in the loss.</param>
/// <param name="AdaptiveEpsilon">The least weight norm that the adaptive clip reckons with; of no meaning without one.</param>
public readonly record struct GradientPolicy(NormClip Norm, float NormThreshold, float ValueThreshold, float L1, float L2, float AdaptiveEpsilon = 1e-3f)
{
    /// <summary>Throws if a threshold or factor has a value that no clip or penalty can use.</summary>
    internal void Check(string parameter)
    {
        if (!Enum.IsDefined(Norm))
            throw new ArgumentException($"Parameter '{parameter}' has the norm clip {(int)Norm}, which does not exist.");
        if (Norm != NormClip.None)
            CheckThreshold(parameter, NormThreshold);
        if (Norm == NormClip.Adaptive)
            CheckThreshold(parameter, AdaptiveEpsilon);
        Require(parameter, ValueThreshold, "value clip's threshold");
        Require(parameter, L1, "L1 penalty's factor");
        Require(parameter, L2, "L2 penalty's factor");
    }

    internal static void CheckThreshold(string parameter, float threshold, string clip = "norm clip")
    {
        if (!(threshold > 0 && float.IsFinite(threshold)))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The {clip} of parameter '{parameter}' must have a finite threshold above 0 but has {threshold}."));
    }

    private static void Require(string parameter, float value, string what)
    {
        if (!(value >= 0 && float.IsFinite(value)))
            throw new ArgumentException(
                FormattableString.Invariant($"The {what} of parameter '{parameter}' must be finite and not negative but is {value}."));
    }
}
