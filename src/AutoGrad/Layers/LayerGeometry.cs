using System.Runtime.CompilerServices;

namespace AutoGrad.Layers;

/// <summary>Arguments of the constructors of layers with windows.</summary>
internal static class LayerGeometry
{
    /// <summary>Refuses lengths and numbers of channels that no layer can have; what an image must be to fit is checked with the image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is below 1, or the padding below 0.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public static bool Require(int channelsIn, int channelsOut, int kernel, int stride, int padding, int dilation, int groups)
    {
        RequirePositive(channelsIn);
        RequirePositive(channelsOut);
        RequirePositive(kernel);
        RequirePositive(stride);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        RequirePositive(dilation);
        RequirePositive(groups);
        return channelsIn % groups == 0 && channelsOut % groups == 0
            ? true
            : throw new ArgumentException($"{groups} groups do not divide {channelsIn} channels into {channelsOut}: groups divide both.", nameof(groups));
    }

    /// <summary>Refuses an output padding that a larger image would have instead.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0 or not below the stride.</exception>
    public static bool RequireBelow(int outputPadding, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputPadding);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(outputPadding, stride);
        return true;
    }

    /// <summary>Refuses windows of pools that are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kernel or the stride is below 1.</exception>
    public static bool Require(int kernel, int stride)
    {
        RequirePositive(kernel);
        RequirePositive(stride);
        return true;
    }

    private static void RequirePositive(int value, [CallerArgumentExpression(nameof(value))] string name = "")
        => ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
}
