using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// One optimizer's formula. <see cref="UpdateLoop"/> drives it over a block. Elements do not depend on each other, so the bits
/// of the result do not depend on the width of the vectors nor on how the block is cut.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>The new values of weights w, from which decay is already off. State vectors lie <paramref name="stride"/> elements apart, from <paramref name="state"/> on.</summary>
    Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride);

    /// <summary>As the other, half as wide, for machines without 512-bit vectors.</summary>
    Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride);
}
