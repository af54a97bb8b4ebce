namespace AutoGrad;

/// <summary>
/// How a parameter gets its first values. <c>Scale</c> of <see cref="ParameterAttribute"/> multiplies them.
/// Fans are [in, out] at rank 2 and [out, in, k...] above; at rank 1 both are the length. Normals are not truncated.
/// </summary>
public enum Init
{
    /// <summary><see cref="Zeros"/> at rank 1, <see cref="GlorotUniform"/> above.</summary>
    Default,

    /// <summary>Zero everywhere.</summary>
    Zeros,

    /// <summary>One, times the scale, everywhere.</summary>
    Ones,

    /// <summary>The scale itself, everywhere.</summary>
    Constant,

    /// <summary>Normal with mean 0; the scale is the standard deviation.</summary>
    Normal,

    /// <summary>Uniform in [-scale, scale].</summary>
    Uniform,

    /// <summary>Uniform in [-b, b], b = sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010).</summary>
    GlorotUniform,

    /// <summary>Normal with variance 2 / (fan in + fan out) (Glorot and Bengio 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform in [-b, b], b = sqrt(6 / fan in) (He et al. 2015).</summary>
    HeUniform,

    /// <summary>Normal with variance 2 / fan in (He et al. 2015).</summary>
    HeNormal,

    /// <summary>Normal with variance 1 / fan in (LeCun et al. 1998).</summary>
    LeCunNormal,

    /// <summary>
    /// Orthonormal rows or columns, whichever are fewer, drawn evenly from all such matrices (Saxe et al. 2014).
    /// Above rank 2 all axes but the first are taken as one.
    /// </summary>
    Orthogonal,
}
