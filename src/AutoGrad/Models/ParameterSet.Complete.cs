using System.ComponentModel;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>The end of a backward pass: norms, and the factors of norm clips, which wait until the gradient is next read.</content>
public sealed partial class ParameterSet
{
    /// <summary>
    /// Generated code sums squares in float lanes. Such a sum is exact enough unless it overflowed, or is so small that squares
    /// of its greatest elements may have vanished: float squares lose bits below 1.2e-38, and at this sum even ten million
    /// lost squares weigh nothing.
    /// </summary>
    private const double LeastReliableSquares = 1e-25;

    private const double GlobalEpsilon = 1e-6;

    private readonly GradientPolicy[] policies;
    private readonly float[] pendingScales;
    private int firstNonFinite = -1;

    /// <summary>The L2 norm of the last gradient over all parameters, with penalties and before every clip.</summary>
    public float GradientNorm { get; private set; }

    /// <summary>For each parameter, the factor that its gradient in the block has yet to be multiplied by.</summary>
    internal ReadOnlySpan<float> PendingScales => pendingScales;

    internal ReadOnlySpan<GradientPolicy> Policies => policies;

    /// <summary>
    /// Ends a backward pass that has written the gradients, with penalties and clamped to value thresholds: computes norms and
    /// the factors of norm clips.
    /// </summary>
    /// <param name="loss">The loss with penalties.</param>
    /// <param name="dataLoss">The loss without.</param>
    /// <param name="squares">For each parameter, the sum of squares of its gradient with penalties, before every clip.</param>
    /// <param name="clippedSquares">The same after the value clip; equal where there is none.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StepReport Complete(float loss, float dataLoss, ReadOnlySpan<double> squares, ReadOnlySpan<double> clippedSquares)
    {
        throw new NotSupportedException();
    }

    /// <summary>The exception that tells which parameter made the last <see cref="StepReport.IsFinite"/> false.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public NonFiniteGradientException NonFinite()
        => new(firstNonFinite < 0 ? null : parameters[firstNonFinite].Name);

    /// <summary>Changes the threshold of a parameter's norm clip from the next <see cref="Complete"/> on, for thresholds that are members of the model.</summary>
    /// <exception cref="ArgumentException">The threshold is not finite or not above 0.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetNormThreshold(int index, float threshold)
    {
        GradientPolicy.CheckThreshold(parameters[index].Name, threshold);
        policies[index] = policies[index] with { NormThreshold = threshold };
    }

    /// <summary>Multiplies a parameter's gradient by the factor that waits for it.</summary>
    internal void ApplyPendingScale(int index)
    {
        float scale = pendingScales[index];
        if (scale == 1)
            return;
        Span<float> gradient = Slice(gradients, gradientStart, index);
        TensorPrimitives.Multiply(gradient, scale, gradient);
        pendingScales[index] = 1;
    }
}
