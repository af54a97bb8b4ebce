namespace AutoGrad.EndToEnd.Tests.Testing;

/// <summary>Derivatives of a double twin's loss by central differences of its own values.</summary>
internal static class Differences
{
    /// <summary>
    /// The derivative along a direction: differences over 2h and h, extrapolated, so that the error is of order h to the fourth.
    /// </summary>
    public static double Along(Subject subject, double[] values, ReadOnlySpan<double> direction, double h) => Along(v => subject.Twin(v).Loss, values, direction, h);

    private static double Along(Func<double[], double> loss, double[] values, ReadOnlySpan<double> direction, double h)
    {
        double coarse = Central(loss, values, direction, 2 * h), fine = Central(loss, values, direction, h);
        return fine + ((fine - coarse) / 3);
    }

    /// <summary>All partial derivatives.</summary>
    public static double[] All(Subject subject, double[] values, double h) => All(v => subject.Twin(v).Loss, values, h);

    /// <summary>All partial derivatives of a function.</summary>
    public static double[] All(Func<double[], double> loss, double[] values, double h)
    {
        var result = new double[values.Length];
        var direction = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            direction[i] = 1;
            result[i] = Along(loss, values, direction, h);
            direction[i] = 0;
        }

        return result;
    }

    private static double Central(Func<double[], double> loss, double[] values, ReadOnlySpan<double> direction, double h)
        => (At(loss, values, direction, h) - At(loss, values, direction, -h)) / (2 * h);

    private static double At(Func<double[], double> loss, double[] values, ReadOnlySpan<double> direction, double h)
    {
        double[] moved = [.. values];
        for (int i = 0; i < moved.Length; i++)
            moved[i] += h * direction[i];
        return loss(moved);
    }
}
