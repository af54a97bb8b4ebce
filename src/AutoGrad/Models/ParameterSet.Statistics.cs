using System.ComponentModel;

namespace AutoGrad;

/// <content>What a backward pass records for those who watch a run.</content>
public sealed partial class ParameterSet
{
    private ErrorGradient[] errorGradients = [];

    /// <summary>
    /// The error gradients at the model's named variables, as the last backward pass left them; empty unless the model is marked
    /// <c>[Model(Monitor = Monitor.Layers)]</c>.
    /// </summary>
    public IReadOnlyList<ErrorGradient> ErrorGradients => errorGradients;

    /// <summary>Where a backward pass writes what it records of variable <paramref name="index"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float ErrorRecord(int index)
        => ref errorGradients[index].Record;

    /// <summary>The norm of a parameter's last gradient, with penalties and before every clip.</summary>
    internal float NormOfGradient(int index)
        => gradientNorms[index];

    /// <summary>The elements of a parameter.</summary>
    internal Span<float> ValueSpan(int index)
        => Slice(values, valueStart, index);

    /// <summary>The elements of a parameter's gradient, without its pending factor.</summary>
    internal Span<float> GradientSpan(int index)
    {
        gradientWrites++;
        return Slice(gradients, gradientStart, index);
    }
}
