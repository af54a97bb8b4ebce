using System.Globalization;

namespace AutoGrad;

/// <content>Differences, and the search for the worst element.</content>
public static partial class GradientCheck
{
    // The step that balances the stencil's error, h^4, with that of rounding, epsilon / h.
    private const double DoubleStep = 1e-4;
    private const double FloatStep = 3e-2;

    private delegate double LossGradientInDouble(ReadOnlySpan<double> values, Span<double> gradients);

    private static Result CheckModel(ParameterSet parameters, LossGradientInDouble run)
    {
        double[] values = [.. parameters.SelectMany(p => Flat(p))];
        double[] gradients = new double[values.Length], scratch = new double[values.Length];
        var worst = new Worst(run(values, gradients));
        int at = 0;
        foreach (Parameter parameter in parameters)
        {
            int count = (int)parameter.Value.FlattenedLength;
            for (int i = 0; i < count; i++, at++)
            {
                int element = at;
                double own = values[at];
                double difference = Difference(
                    v =>
                    {
                        values[element] = v;
                        return run(values, scratch);
                    },
                    own,
                    own);
                values[at] = own;
                worst.Add(Element(parameter.Name, parameter.Lengths, i), gradients[at], difference);
            }
        }

        return worst.ToResult();
    }

    private static float[] Flat(Parameter parameter)
    {
        float[] flat = new float[parameter.Value.FlattenedLength];
        parameter.Value.FlattenTo(flat);
        return flat;
    }

    // (f(x - 2h) - 8 f(x - h) + 8 f(x + h) - f(x + 2h)) / 12h: Abramowitz and Stegun 25.3.6.
    private static double Difference(Func<double, double> f, double x, double scale, double step = DoubleStep)
    {
        double h = step * Math.Max(1, Math.Abs(scale));
        return (f(x - (2 * h)) - (8 * f(x - h)) + (8 * f(x + h)) - f(x + (2 * h))) / (12 * h);
    }

    private static string Element(string name, ReadOnlySpan<nint> lengths, long flat)
    {
        var indices = new string[lengths.Length];
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            indices[axis] = (flat % lengths[axis]).ToString(CultureInfo.InvariantCulture);
            flat /= lengths[axis];
        }

        return $"{name}[{string.Join(", ", indices)}]";
    }

    private sealed class Worst(double value)
    {
        private readonly double _floor = 1e-6 * Math.Max(1, Math.Abs(value));
        private double _error = -1;
        private string _element = "";
        private double _gradient;
        private double _difference;
        private int _count;

        public void Add(string element, double gradient, double difference)
        {
            _count++;
            double error = Math.Abs(gradient - difference) / Math.Max(Math.Max(Math.Abs(gradient), Math.Abs(difference)), _floor);
            // What is no number is worse than any number.
            if (double.IsNaN(error))
                error = double.PositiveInfinity;
            if (error <= _error)
                return;
            (_error, _element, _gradient, _difference) = (error, element, gradient, difference);
        }

        public Result ToResult() => new(Math.Max(0, _error), _element, _gradient, _difference, _count);
    }
}
