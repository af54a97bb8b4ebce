using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.CompilerServices;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>A function in double precision and its generated derivatives, called by reflection with random arguments.</summary>
internal sealed class FunctionSubject
{
    private readonly MethodInfo _function;
    private readonly MethodInfo _reverse;
    private readonly MethodInfo _forward;
    private readonly int[] _differentiated;
    private readonly bool _hasCotangent;

    public FunctionSubject(Type type, string name)
    {
        _function = type.GetMethod(name)!;
        _hasCotangent = _function.ReturnType != typeof(double);
        _reverse = type.GetMethod(name + (_hasCotangent ? "Vjp" : "Gradient"))!;
        _forward = type.GetMethod(name + "Jvp")!;
        ParameterInfo[] parameters = _function.GetParameters();
        _differentiated = [.. Enumerable.Range(0, parameters.Length).Where(i => parameters[i].ParameterType is var t && (t == typeof(double) || t == typeof(Tensor<double>)) && !parameters[i].IsDefined(typeof(NonDifferentiableAttribute)))];
    }

    /// <summary>Whether the function is not continuous everywhere.</summary>
    public bool HasJumps { get; init; }

    /// <summary>Compares all of one call: values exactly but for rounding, gradients with differences to 1e-6, forward with reverse to 1e-12.</summary>
    public void Check(Random random)
    {
        object[] arguments = Arguments(random);
        object value = _function.Invoke(null, arguments)!;
        double[] cotangent = [.. Flat(value).Select(_ => _hasCotangent ? (2 * random.NextDouble()) - 1 : 1)];
        object[] all = _hasCotangent ? [.. arguments, Tensor.Create<double>(cotangent, ((Tensor<double>)value).Lengths)] : arguments;
        var reverse = (ITuple)_reverse.Invoke(null, all)!;
        string at = $"{_function.Name}({string.Join(", ", arguments.Select(a => a is Tensor<double> t ? $"[{string.Join(", ", Flat(t))}]" : a))})";
        Close.Assert(Flat(value), Flat(reverse[0]!), 1e-12, at);

        double along = 0;
        var tangents = new object[_differentiated.Length];
        for (int a = 0; a < tangents.Length; a++)
        {
            int position = _differentiated[a];
            double[] gradient = Flat(reverse[a + 1]!), direction = [.. gradient.Select(_ => random.NextDouble() - 0.5)];
            CheckDifferences(arguments, position, gradient, cotangent, $"{_function.GetParameters()[position].Name} of {at}");
            tangents[a] = Like(arguments[position], direction);
            along += Dot(gradient, direction);
        }

        var forward = (ITuple)_forward.Invoke(null, [.. arguments, .. tangents])!;
        Close.Assert(Flat(value), Flat(forward[0]!), 1e-12, at);
        Close.Assert(along, Dot(Flat(forward[1]!), cotangent), 1e-12, 1, $"the tangent of {at}");
    }

    private void CheckDifferences(object[] arguments, int position, double[] gradient, double[] cotangent, string what)
    {
        double scale = Close.RootMeanSquare(gradient) + (HasJumps ? 1e-3 : 0);
        for (int i = 0; i < gradient.Length; i++)
        {
            double nearest = double.NaN;
            bool isSmooth = true;
            // Where functions jump and bend, a difference may reach over it: a smaller one does not, or two of them do not agree.
            foreach (double h in HasJumps ? new[] { 1e-4, 1e-5, 1e-6, 1e-7 } : [1e-5])
            {
                double fine = (Moved(i, h) - Moved(i, -h)) / (2 * h), coarse = HasJumps ? (Moved(i, 2 * h) - Moved(i, -2 * h)) / (4 * h) : fine;
                double difference = fine + ((fine - coarse) / 3);
                isSmooth = Math.Abs(coarse - fine) < 1e-3 * (1 + Math.Abs(fine));
                if (double.IsNaN(nearest) || Math.Abs(difference - gradient[i]) < Math.Abs(nearest - gradient[i]))
                    nearest = difference;
                if (Math.Abs(nearest - gradient[i]) <= 1e-6 * (Math.Abs(gradient[i]) + scale))
                    break;
            }

            if (isSmooth)
                Close.Assert(nearest, gradient[i], 1e-6, scale, FormattableString.Invariant($"element {i} of {what}"));
        }

        double Moved(int element, double by)
        {
            double[] values = Flat(arguments[position]);
            values[element] += by;
            object[] moved = [.. arguments];
            moved[position] = Like(arguments[position], values);
            return Dot(Flat(_function.Invoke(null, moved)!), cotangent);
        }
    }

    private object[] Arguments(Random random)
    {
        int n = random.Next(1, 6);
        return [.. _function.GetParameters().Select(p => p.ParameterType switch
        {
            var t when t == typeof(double) => (2 * random.NextDouble()) + 0.25,
            var t when t == typeof(int) => random.Next(0, 6),
            var t when t == typeof(bool) => random.Next(2) == 0,
            var t when t.IsEnum => Enum.GetValues(t) is var values ? values.GetValue(random.Next(values.Length))! : 0,
            _ => (object)Values(p, n, random),
        })];
    }

    private static Tensor<double> Values(ParameterInfo parameter, int n, Random random)
    {
        nint[] lengths = [.. parameter.GetCustomAttribute<ShapeAttribute>()!.Dims.Select(d => d is int length ? length : (nint)n)];
        return Tensor.Create<double>([.. Enumerable.Range(0, (int)lengths.Aggregate((a, b) => a * b)).Select(_ => (2 * random.NextDouble()) - 1)], lengths);
    }

    private static double[] Flat(object value)
    {
        if (value is double number)
            return [number];
        var result = new double[((Tensor<double>)value).FlattenedLength];
        ((Tensor<double>)value).FlattenTo(result);
        return result;
    }

    private static object Like(object value, double[] values) => value is double ? values[0] : Tensor.Create<double>(values, ((Tensor<double>)value).Lengths);

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
