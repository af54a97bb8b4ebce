using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>Clips and penalties that generated code does not have, by a pass of their own.</content>
public sealed partial class ParameterSet
{
    private double[] addedSquares = [];
    private double[] addedClipped = [];

    private (float Loss, double[] Squares, double[] Clipped) ApplyAdded(
        float loss, ReadOnlySpan<double> squares, ReadOnlySpan<double> clippedSquares)
    {
        double penalties = 0;
        if (addedSquares.Length == 0)
            (addedSquares, addedClipped) = (new double[Count], new double[Count]);
        for (int i = 0; i < Count; i++)
        {
            GradientPolicy policy = added[i];
            addedSquares[i] = squares[i];
            addedClipped[i] = clippedSquares[i];
            if (!trainable[i])
                continue;
            Span<float> gradient = GradientSpan(i);
            ReadOnlySpan<float> value = ValueSpan(i);
            if (policy.L1 != 0 || policy.L2 != 0)
            {
                penalties += Penalize(value, gradient, policy);
                addedSquares[i] = addedClipped[i] = SumOfSquares.InDouble(gradient);
            }

            if (policy.ValueThreshold != 0)
            {
                addedSquares[i] = SumOfSquares.InDouble(gradient);
                TensorPrimitives.Clamp(gradient, -policy.ValueThreshold, policy.ValueThreshold, gradient);
                addedClipped[i] = SumOfSquares.InDouble(gradient);
            }
            else if (policies[i].ValueThreshold != 0 && policies[i].Norm != NormClip.None)
            {
                // Without a declared norm clip, generated code does not sum the squares after a value clip.
                addedClipped[i] = SumOfSquares.InDouble(gradient);
            }
        }

        return ((float)(loss + penalties), addedSquares, addedClipped);
    }

    private static double Penalize(ReadOnlySpan<float> value, Span<float> gradient, GradientPolicy policy)
    {
        double penalty = 0;
        for (int i = 0; i < value.Length; i++)
        {
            double w = value[i];
            penalty += policy.L1 * Math.Abs(w) + policy.L2 * w * w;
            double sign = w > 0 ? 1 : w < 0 ? -1 : w;
            gradient[i] = (float)(gradient[i] + policy.L1 * sign + 2.0 * policy.L2 * w);
        }

        return penalty;
    }
}
