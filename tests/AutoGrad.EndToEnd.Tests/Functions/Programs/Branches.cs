namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>An enumeration of the user's.</summary>
public enum Kind
{
    Linear,
    Square,
    Sine,
}

/// <summary>Choices: what only some branches assign, what returns early, switches of ints, enums and truth values.</summary>
public static partial class Branches
{
    [Differentiable]
    public static double IfElse(double x, double y)
    {
        double r = 0;
        if (x > y)
        {
            r = x * y;
        }
        else if (x > 1)
        {
            r = x * x;
        }
        else
        {
            r = Math.Sin(y);
        }

        return r + x;
    }

    [Differentiable]
    public static double OnlySomeBranch(double x, int n)
    {
        double y;
        if (n > 2)
            y = x * x;
        else
            y = x;
        double z = 1;
        if (n % 2 == 0)
            z = y * 3;
        return z * y;
    }

    [Differentiable]
    public static double EarlyReturn(double x, double y)
    {
        if (x < 0.7)
            return x * y;
        double z = x * x;
        if (y > 1.5)
        {
            z += y;
            return z;
        }

        for (int i = 0; i < 3; i++)
        {
            if (z > 4)
                return z * y;
            z *= 1.5;
        }

        return z;
    }

    [Differentiable]
    public static double Ternary(double x, double y)
        => x > y ? (x > 1.5 ? x * x : Math.Exp(x)) : y > 1 && x > 0.5 || y < 0.4 ? x * y : 2 * x - y;

    [Differentiable]
    public static double SwitchStatement(double x, int n)
    {
        double r;
        switch (n)
        {
            case 0:
            r = x;
            break;
            case 1:
            case 2:
            r = x * x;
            break;
            case 3:
            if (x > 1)
            {
                r = 7 * x;
                break;
            }

            r = x * 3;
            break;
            default:
            r = Math.Exp(-x);
            break;
        }

        return r * x;
    }

    [Differentiable]
    public static double SwitchExpression(double x, int n)
        => n switch { 0 => x, 1 or 2 => x * x, > 4 => 1 / x, _ when x > 1 => 5 * x, _ => Math.Log(x) };

    [Differentiable]
    public static double Enums(double x, int n)
    {
        Kind kind = n > 3 ? Kind.Square : n > 1 ? Kind.Sine : Kind.Linear;
        return kind switch { Kind.Linear => x, Kind.Square => x * x, _ => Math.Sin(x) };
    }

    [Differentiable]
    public static double Flags(double x, bool twice)
    {
        bool big = x > 1;
        if (big != twice)
            x *= 2;
        return twice ? x * x : x;
    }
}
