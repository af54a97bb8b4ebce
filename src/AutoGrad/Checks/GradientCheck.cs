using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>
/// Compares gradients with differences of the function itself, in double precision: five points around each element, so that the difference
/// is off by about 1e-12 of the function's value. For functions, pass the generated gradient as a method group:
/// <c>GradientCheck.Run(Functions.RosenbrockGradient, -1.2, 1.0)</c>. Gradients are matched to arguments by their names.
/// </summary>
public static partial class GradientCheck
{
    /// <summary>What a check found.</summary>
    /// <param name="MaxRelativeError">The largest |gradient - difference| over the larger of both and 1e-6 of the function's value.</param>
    /// <param name="Worst">The element with that error, such as <c>w[3]</c>.</param>
    /// <param name="Gradient">Its gradient.</param>
    /// <param name="Difference">Its difference.</param>
    /// <param name="Checked">How many elements were compared.</param>
#pragma warning disable CA1034 // The name is the contract's: GradientCheck.Result.
    public sealed record Result(double MaxRelativeError, string Worst, double Gradient, double Difference, int Checked)
#pragma warning restore CA1034
    {
        /// <summary>One line: the largest error and where it is.</summary>
        public override string ToString()
            => FormattableString.Invariant($"largest relative error {MaxRelativeError:E1} at {Worst} (gradient {Gradient:G9}, difference {Difference:G9}; {Checked} elements)");
    }

    /// <summary>Checks a gradient of one argument.</summary>
    /// <typeparam name="T1">float, double, or a tensor of them; ints and bools are not varied.</typeparam>
    /// <typeparam name="TResult">The tuple of the value and one gradient for each differentiable argument.</typeparam>
    public static Result Run<T1, TResult>(Func<T1, TResult> gradient, T1 x1)
        where TResult : struct, ITuple
        => Check(gradient, a => gradient((T1)a[0]!), x1);

    /// <summary>Checks a gradient of two arguments.</summary>
    /// <inheritdoc cref="Run{T1, TResult}(Func{T1, TResult}, T1)"/>
    public static Result Run<T1, T2, TResult>(Func<T1, T2, TResult> gradient, T1 x1, T2 x2)
        where TResult : struct, ITuple
        => Check(gradient, a => gradient((T1)a[0]!, (T2)a[1]!), x1, x2);

    /// <summary>Checks a gradient of three arguments.</summary>
    /// <inheritdoc cref="Run{T1, TResult}(Func{T1, TResult}, T1)"/>
    public static Result Run<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> gradient, T1 x1, T2 x2, T3 x3)
        where TResult : struct, ITuple
        => Check(gradient, a => gradient((T1)a[0]!, (T2)a[1]!, (T3)a[2]!), x1, x2, x3);

    /// <summary>Checks a gradient of four arguments.</summary>
    /// <inheritdoc cref="Run{T1, TResult}(Func{T1, TResult}, T1)"/>
    public static Result Run<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> gradient, T1 x1, T2 x2, T3 x3, T4 x4)
        where TResult : struct, ITuple
        => Check(gradient, a => gradient((T1)a[0]!, (T2)a[1]!, (T3)a[2]!, (T4)a[3]!), x1, x2, x3, x4);

    /// <summary>Checks every parameter of a model's loss, penalties included and clips left out, by its double-precision twin.</summary>
    public static Result Run<T1>(ITrainable<T1> model, T1 x1)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CheckModel(model.Parameters, (values, gradients) => model.LossGradientInDouble(values, gradients, x1));
    }

    /// <inheritdoc cref="Run{T1}(ITrainable{T1}, T1)"/>
    public static Result Run<T1, T2>(ITrainable<T1, T2> model, T1 x1, T2 x2)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CheckModel(model.Parameters, (values, gradients) => model.LossGradientInDouble(values, gradients, x1, x2));
    }

    /// <inheritdoc cref="Run{T1}(ITrainable{T1}, T1)"/>
    public static Result Run<T1, T2, T3>(ITrainable<T1, T2, T3> model, T1 x1, T2 x2, T3 x3)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CheckModel(model.Parameters, (values, gradients) => model.LossGradientInDouble(values, gradients, x1, x2, x3));
    }

    /// <inheritdoc cref="Run{T1}(ITrainable{T1}, T1)"/>
    public static Result Run<T1, T2, T3, T4>(ITrainable<T1, T2, T3, T4> model, T1 x1, T2 x2, T3 x3, T4 x4)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CheckModel(model.Parameters, (values, gradients) => model.LossGradientInDouble(values, gradients, x1, x2, x3, x4));
    }
}
