using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>Clips and penalties that are added at run time, by a pass of their own.</content>
public sealed partial class ParameterSet
{
    private GradientPolicy[]? added;
    private double[] addedSquares = [];
    private double[] addedClipped = [];
    private GradientPolicy[] declared = [];

    /// <summary>
    /// Adds a clip or penalties to those that the model declares, from the next gradient on. It costs a pass over values and
    /// gradients, which declared ones do not. A norm clip replaces the declared one; the smaller value threshold holds; penalties
    /// add up. As on a class, penalties reach parameters of rank 2 and more. A further call replaces what an earlier one added.
    /// </summary>
    /// <param name="policy">What to add to every parameter; the default value takes back what was added.</param>
    /// <exception cref="ArgumentException">A threshold or factor has a value that no clip or penalty can use.</exception>
    public void Add(GradientPolicy policy)
    {
        RequireRoot("A policy");
        policy.Check("(every parameter)");
        if (added is not null)
            declared.CopyTo(policies, 0);
        if (policy == default)
        {
            added = null;
            return;
        }

        declared = [.. policies];
        added = new GradientPolicy[Count];
        addedSquares = new double[Count];
        addedClipped = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            added[i] = parameters[i].Lengths.Length >= 2 ? policy : policy with { L1 = 0, L2 = 0 };
            GradientPolicy own = policies[i];
            float value = own.ValueThreshold == 0 || policy.ValueThreshold == 0
                ? Math.Max(own.ValueThreshold, policy.ValueThreshold)
                : Math.Min(own.ValueThreshold, policy.ValueThreshold);
            policies[i] = new GradientPolicy(
                policy.Norm == NormClip.None ? own.Norm : policy.Norm,
                policy.Norm == NormClip.None ? own.NormThreshold : policy.NormThreshold,
                value,
                own.L1 + added[i].L1,
                own.L2 + added[i].L2);
        }
    }

    private (float Loss, double[] Squares, double[] Clipped) ApplyAdded(
        float loss, ReadOnlySpan<double> squares, ReadOnlySpan<double> clippedSquares)
    {
        double penalties = 0;
        for (int i = 0; i < Count; i++)
        {
            GradientPolicy policy = added![i];
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
                if (declared[i].ValueThreshold == 0)
                    addedSquares[i] = SumOfSquares.InDouble(gradient);
                TensorPrimitives.Clamp(gradient, -policy.ValueThreshold, policy.ValueThreshold, gradient);
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
