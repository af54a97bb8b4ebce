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

    private const double LeastNormalFloat = 1.17549435e-38;

    private readonly GradientPolicy[] policies;
    private readonly float[] pendingScales;
    private readonly float[] gradientNorms;
    private readonly bool[] trainable;
    private int firstNonFinite = -1;
    private float wholeNorm;

    /// <summary>The L2 norm of the last gradient over all parameters, with penalties and before every clip.</summary>
    public float GradientNorm => positions is null ? wholeNorm : NormOf(positions);

    /// <summary>For each parameter, the factor that its gradient in the block has yet to be multiplied by.</summary>
    internal ReadOnlySpan<float> PendingScales => pendingScales;

    internal ReadOnlySpan<bool> Trainable => trainable;

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
        RequireRoot("Training");
        if (squares.Length != Count || clippedSquares.Length != Count)
            throw new ArgumentException(
                $"There must be {Count} sums of squares, one for each parameter, "
                + $"but there are {squares.Length} and {clippedSquares.Length}.");

        if (replacement != default)
            (loss, squares, clippedSquares) = ApplyAdded(loss, squares, clippedSquares);
        return Finish(loss, dataLoss, squares, clippedSquares);
    }

    private StepReport Finish(float loss, float dataLoss, ReadOnlySpan<double> squares, ReadOnlySpan<double> clippedSquares)
    {
        double total = 0;
        double clippedTotal = 0;
        bool hasGlobalClip = false;
        firstNonFinite = -1;
        for (int i = 0; i < squares.Length; i++)
        {
            ref readonly GradientPolicy policy = ref policies[i];
            pendingScales[i] = 1;
            if (!trainable[i])
                continue;
            double sum = squares[i];
            double clipped = clippedSquares[i];
            if (!(sum >= LeastReliableSquares && double.IsFinite(sum)) && policy.ValueThreshold == 0)
                sum = clipped = SumOfSquares.InDouble(Slice(gradients, gradientStart, i));
            if (!double.IsFinite(sum) && firstNonFinite < 0)
                firstNonFinite = i;
            gradientNorms[i] = NormOf(sum);
            total += sum;
            clippedTotal += clipped;
            hasGlobalClip |= policy.Norm == NormClip.Global;
            if (policy.Norm == NormClip.Parameter)
                Scale(i, policy.NormThreshold / Math.Max(Math.Sqrt(clipped), policy.NormThreshold));
            if (policy.Norm == NormClip.Adaptive)
                AdaptiveClip.Apply(parameters[i].Lengths, ValueSpan(i), GradientSpan(i), policy.NormThreshold, policy.AdaptiveEpsilon);
        }

        float clipScale = hasGlobalClip ? ScaleByGlobalNorm(Math.Sqrt(clippedTotal)) : 1;
        bool isFinite = float.IsFinite(loss) && double.IsFinite(total);
        wholeNorm = NormOf(total);
        return new StepReport(loss, dataLoss, wholeNorm, clipScale, isFinite);
    }

    /// <summary>The exception that tells which parameter made the last <see cref="StepReport.IsFinite"/> false.</summary>
    /// <param name="origin">Where the number began, if it was looked for.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public NonFiniteGradientException NonFinite(NonFiniteOrigin? origin = null)
        => new(firstNonFinite < 0 ? null : parameters[firstNonFinite].Name, origin);

    /// <summary>Scales all gradients by one more factor.</summary>
    internal void Scale(float factor)
    {
        for (int i = 0; factor != 1 && i < pendingScales.Length; i++)
            Scale(i, (double)pendingScales[i] * factor);
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

    /// <summary>A finite gradient has a finite norm.</summary>
    private static float NormOf(double squares)
        => double.IsFinite(squares) ? (float)Math.Min(Math.Sqrt(squares), float.MaxValue) : (float)squares;

    private float NormOf(int[] positions)
    {
        double squares = 0;
        foreach (int position in positions)
            squares += (double)gradientNorms[position] * gradientNorms[position];
        return NormOf(squares);
    }

    /// <summary>Where thresholds differ from parameter to parameter, the smallest factor is returned.</summary>
    private float ScaleByGlobalNorm(double norm)
    {
        double smallest = 1;
        for (int i = 0; i < policies.Length; i++)
        {
            if (policies[i].Norm != NormClip.Global || !trainable[i])
                continue;
            double factor = Math.Min(1, policies[i].NormThreshold / (norm + GlobalEpsilon));
            smallest = Math.Min(smallest, factor);
            Scale(i, factor);
        }

        return (float)smallest;
    }

    private void Scale(int index, double factor)
    {
        // A factor too small for a normal float would lose its bits; such a gradient is scaled at once, in double.
        if (factor is > 0 and < LeastNormalFloat)
        {
            foreach (ref float element in Slice(gradients, gradientStart, index))
                element = (float)(element * factor);
            return;
        }

        pendingScales[index] = (float)factor;
    }
}
