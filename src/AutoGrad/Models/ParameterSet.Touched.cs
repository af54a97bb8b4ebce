using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <content>Which rows of tables' gradients are not zero.</content>
public sealed partial class ParameterSet
{
    private TouchedRows[]? touched;

    // How often the gradients were given to someone who may write to them.
    private int gradientWrites;

    // Whether a user holds a view of them, to which anything may be written at any time.
    private bool areGradientsShared;

    /// <summary>The rows of a gradient that the last backward pass wrote to. Generated code calls it behind <see cref="GradientBlock"/>.</summary>
    /// <param name="index">The position of the parameter in the order of declaration.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TouchedRows Touched(int index)
    {
        TouchedRows rows = (touched ??= new TouchedRows[Count])[index] ??= new TouchedRows();
        rows.IsKnown = !areGradientsShared && rows.Version == gradientWrites - 1;
        rows.Version = gradientWrites;
        return rows;
    }

    /// <summary>The first element of the gradients, for those who leave them as they are.</summary>
    internal ref readonly float GradientsToRead => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(gradients), gradientStart);

    internal void ShareGradients() => root.areGradientsShared = true;
}
