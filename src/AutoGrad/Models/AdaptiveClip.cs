using System.Buffers;

namespace AutoGrad;

/// <summary>
/// Scales each unit of a gradient to at most m = lambda * max(|w|, epsilon), |w| being the norm of the unit's weights: g where |g| is below
/// m, else g * m / max(|g|, 1e-6) (Brock et al. 2021). A pass of its own, since a unit's norm is known only at its end.
/// </summary>
internal static class AdaptiveClip
{
    private const double LeastNorm = 1e-6;

    internal static void Apply(ReadOnlySpan<nint> lengths, ReadOnlySpan<float> value, Span<float> gradient, float lambda, float epsilon)
    {
        (int units, int stride) = Units(lengths, value.Length);
        double[] pool = ArrayPool<double>.Shared.Rent(2 * units);
        Span<double> weights = pool.AsSpan(0, units), gradients = pool.AsSpan(units, units);
        weights.Clear();
        gradients.Clear();
        for (int start = 0; start < value.Length; start += units * stride)
        {
            for (int u = 0; u < units; u++)
            {
                for (int i = start + (u * stride); i < start + ((u + 1) * stride); i++)
                {
                    weights[u] += (double)value[i] * value[i];
                    gradients[u] += (double)gradient[i] * gradient[i];
                }
            }
        }

        for (int u = 0; u < units; u++)
        {
            double norm = Math.Sqrt(gradients[u]), most = lambda * Math.Max(Math.Sqrt(weights[u]), epsilon);
            gradients[u] = norm < most ? 1 : most / Math.Max(norm, LeastNorm);
        }

        for (int start = 0; start < value.Length; start += units * stride)
        {
            for (int u = 0; u < units; u++)
            {
                double factor = gradients[u];
                for (int i = start + (u * stride); factor != 1 && i < start + ((u + 1) * stride); i++)
                    gradient[i] = (float)(gradient[i] * factor);
            }
        }

        ArrayPool<double>.Shared.Return(pool);
    }

    /// <summary>
    /// How many units there are, and how many neighbours belong to one: axes of length 1 do not count; [in, out]: a unit is a column;
    /// [out, in, k...]: one index of axis 0; else there is one unit.
    /// </summary>
    private static (int Units, int Stride) Units(ReadOnlySpan<nint> lengths, int count)
    {
        int rank = 0;
        nint first = 1, last = 1;
        foreach (nint length in lengths)
        {
            if (length == 1)
                continue;
            first = rank++ == 0 ? length : first;
            last = length;
        }

        return rank < 2 ? (1, count) : rank == 2 ? ((int)last, 1) : ((int)first, count / (int)first);
    }
}
