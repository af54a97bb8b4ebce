using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>What an argument stands for, as an enum of a byte.</summary>
public enum Shade : byte
{
    Light = 1,
    Dark = 3,
}

/// <summary>Choices by enums and truth values that are arguments, and the patterns of switches.</summary>
public static partial class Choices
{
    [Differentiable]
    public static double ByEnum(double x, Kind kind) => kind switch
    {
        Kind.Linear => 2 * x,
        Kind.Square => x * x,
        Kind.Sine => Math.Sin(x),
        _ => x * x * x,
    };

    [Differentiable]
    public static double ByEnumStatement(double x, double y, Kind kind, Shade shade)
    {
        switch (kind)
        {
            case Kind.Linear or Kind.Sine when shade == Shade.Dark && x > 0.5:
                x *= y;
                break;
            case Kind.Linear:
            case Kind.Square:
                y = Math.Exp(-x);
                break;
            case not Kind.Sine:
                return x;
            default:
                x += 1;
                break;
        }

        return x * y * (int)shade;
    }

    [Differentiable]
    public static double ByTruth(double x, bool flag, [NonDifferentiable] double limit) => flag switch
    {
        true when x > limit => Math.Log(x),
        true => x * limit,
        false => -x * x,
    };

    [Differentiable]
    public static double ByTruthStatement([Shape("n")] Tensor<double> x, bool flag, bool other)
    {
        switch (flag != other)
        {
            case true:
                x = x * x;
                break;
            case false:
                x = Tanh(x);
                break;
        }

        return Sum(x) * (flag ? 2 : 3);
    }

    [Differentiable]
    public static double ByBoth(double x, Kind kind, bool flag) => (kind, flag) switch
    {
        (Kind.Linear, true) => x,
        (Kind.Linear, _) => 3 * x,
        (_, false) => x * x,
        _ => Math.Cos(x),
    };

    [Differentiable]
    public static double ByInt(double x, int n) => n switch
    {
        < 1 => x,
        1 or 2 => x * x,
        > 3 and <= 5 => Math.Sin(x),
        var k when k * x > 4 => k * x * x,
        int k => x / k,
    };

    [Differentiable]
    public static double ByValue(double x, double y) => x switch
    {
        < 0.5 => y * x,
        > 2 => x,
        double v when v > y => v * v,
        _ => Math.Exp(y),
    };

    [Differentiable]
    public static double InALoop([Shape("n")] Tensor<double> x, Kind kind)
    {
        double s = 1;
        for (int i = 0; i < x.Lengths[0]; i++)
        {
            switch (i % 3)
            {
                case 0 when kind == Kind.Sine:
                    s = Math.Sin(s + x[i]);
                    continue;
                case 0:
                    s += x[i];
                    break;
                case 1:
                    if (s > 1.5)
                        return s * x[i];
                    break;
                case 2:
                    s *= 0.5 + x[i];
                    break;
            }

            s += kind is Kind.Linear or Kind.Square ? x[i] * x[i] : 0.1;
        }

        return s;
    }
}
