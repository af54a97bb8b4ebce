using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <content>Functions of numbers and tensors.</content>
public static partial class GradientCheck
{
    private const string Suffix = "Gradient";

    private static Result Check(Delegate gradient, Func<object?[], ITuple> call, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ITuple at = call(arguments);
        double value = Number(at[0]);
        string[] names = [.. gradient.Method.GetParameters().Select(p => p.Name ?? "")];
        IList<string?>? elements = gradient.Method.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames;
        var worst = new Worst(value);
        for (int i = 1; i < at.Length; i++)
        {
            int argument = Match(names, arguments, elements?[i], i);
            Compare(worst, call, arguments, argument, names[argument], at[i]);
        }

        return worst.ToResult();
    }

    // By name, since arguments that are not differentiable have no gradient; by position where a lambda has lost the names.
    private static int Match(string[] names, object?[] arguments, string? element, int position)
    {
        for (int i = 0; element is not null && i < names.Length; i++)
        {
            if (string.Equals(names[i], element, StringComparison.OrdinalIgnoreCase) || string.Equals(names[i] + Suffix, element, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        int[] varying = [.. Enumerable.Range(0, arguments.Length).Where(i => arguments[i] is float or double or Tensor<float> or Tensor<double>)];
        return element is null && position <= varying.Length
            ? varying[position - 1]
            : throw new ArgumentException($"The gradient '{element}' belongs to none of the arguments ({string.Join(", ", names)}); pass the generated method itself.");
    }

    private static void Compare(Worst worst, Func<object?[], ITuple> call, object?[] arguments, int argument, string name, object? gradient)
    {
        object?[] varied = [.. arguments];
        double Value(object? with)
        {
            varied[argument] = with;
            return Number(call(varied)[0]);
        }

        switch (arguments[argument])
        {
            case double x:
                worst.Add(name, Number(gradient), Difference(v => Value(v), x, x));
                break;
            case float x:
                // A float argument is varied in steps that float can tell apart.
                worst.Add(name, Number(gradient), Difference(v => Value((float)v), x, x, FloatStep));
                break;
            case Tensor<double> x when gradient is Tensor<double> g:
                CompareElements(worst, name, x, g, Value, DoubleStep);
                break;
            case Tensor<float> x when gradient is Tensor<float> g:
                CompareElements(worst, name, x, g, Value, FloatStep);
                break;
            default:
                throw new ArgumentException($"'{name}' is a {arguments[argument]?.GetType().Name ?? "null"}; only numbers and tensors of float or double have gradients.");
        }
    }

    private static void CompareElements<T>(Worst worst, string name, Tensor<T> x, Tensor<T> gradient, Func<object?, double> value, double step)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        T[] elements = new T[x.FlattenedLength], gradients = new T[gradient.FlattenedLength];
        x.FlattenTo(elements);
        gradient.FlattenTo(gradients);
        Tensor<T> copy = Tensor.Create(elements, x.Lengths);
        for (int i = 0; i < elements.Length; i++)
        {
            T own = elements[i];
            double Shifted(double v)
            {
                elements[i] = T.CreateTruncating(v);
                return value(copy);
            }

            double difference = Difference(Shifted, double.CreateTruncating(own), double.CreateTruncating(own), step);
            elements[i] = own;
            worst.Add(Element(name, x.Lengths, i), double.CreateTruncating(gradients[i]), difference);
        }
    }

    private static double Number(object? value) => value switch
    {
        double d => d,
        float f => f,
        _ => throw new ArgumentException("The function must give a number: check a vector-Jacobian product through a function that sums its result."),
    };
}
