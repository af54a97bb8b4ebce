namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Loops whose number of iterations is data, left early or not run at all, nested in one another.</summary>
public static partial class Iterations
{
    [Differentiable]
    public static double Power(double x, int n)
    {
        double p = 1;
        for (int i = 0; i < n; i++)
            p *= x;
        return p;
    }

    [Differentiable]
    public static double CountDown(double x, int n)
    {
        double s = 0;
        for (int i = n; i > 0; i--)
        {
            s += i * x;
            if (i % 2 == 0)
                continue;
            s *= 0.5 + x / i;
        }

        return s;
    }

    [Differentiable]
    public static double WhileLoop(double x)
    {
        int k = 0;
        while (x < 10)
        {
            x = x * 1.7 + 0.1;
            k++;
        }

        return x * k;
    }

    [Differentiable]
    public static double DoLoop(double x, int n)
    {
        double s = 0;
        int i = 0;
        do
        {
            s += Math.Sin(x + i);
            i++;
        }
        while (i < n);
        return s;
    }

    [Differentiable]
    public static double Nested(double x, int n)
    {
        double s = 0;
        for (int i = 0; i < n; i++)
        {
            double p = 1;
            for (int j = 0; j <= i; j++)
            {
                if (j == 3)
                    break;
                p *= x;
            }

            s += p;
        }

        return s;
    }

    [Differentiable]
    public static double NestedWhile(double x, int n)
    {
        double s = 1;
        int i = 0;
        while (i < n)
        {
            int j = 0;
            while (true)
            {
                j++;
                if (j > i)
                    break;
                s = Math.Sin(s * x) + 1;
                if (s > 1.9)
                {
                    s *= 0.5;
                    continue;
                }

                s += 0.1;
            }

            i++;
        }

        return s;
    }

    [Differentiable]
    public static double ForEachRange(double x, int n)
    {
        double s = 0;
        foreach (int i in Enumerable.Range(2, n))
        {
            if (i > 4)
                break;
            s += Math.Pow(x, i);
        }

        return s;
    }

    [Differentiable]
    public static double ForEachRangeToItsEnd(double x, int n)
    {
        double s = 1;
        foreach (int i in Enumerable.Range(0, n))
            s *= x + i;
        return s;
    }

    [Differentiable]
    public static double Used(double x, int n)
    {
        double y = x * x;
        double s = 0;
        for (int i = 0; i < n; i++)
            s += y;
        return s + y;
    }

    [Differentiable]
    public static double UntilReturn(double x, int n)
    {
        for (int i = 0; ; i++)
        {
            if (x > 5)
                return x * i;
            x = x * 1.5 + 0.2;
            if (i > n)
                return x;
        }
    }

    [Differentiable]
    public static double ParameterAssigned(double x, int n)
    {
        while (n > 0)
        {
            x *= x > 1 ? 0.7 : 1.2;
            n--;
        }

        return x;
    }

    [Differentiable]
    public static double DeepMix(double x, double y, int n)
    {
        double s = 0;
        for (int i = 0; i < n; i++)
        {
            if (i % 2 == 0)
            {
                double k = x;
                while (k < 3)
                {
                    k = k * 1.5 + 0.1;
                    if (k > y + 2)
                    {
                        s += k;
                        break;
                    }

                    s += k * y;
                }
            }
            else
            {
                for (int j = 0; j < i; j++)
                {
                    if (j == 2)
                        continue;
                    s = s * 0.9 + Math.Sin(x * j);
                    if (s > 100)
                        return s;
                }
            }
        }

        return s;
    }

    [Differentiable]
    public static double Unset(double x, int n)
    {
        double last;
        int i = 0;
        do
        {
            last = x * i;
            i++;
        }
        while (i < n);
        return last + x;
    }

    [Differentiable]
    public static double Tuples(double x, double y, int n)
    {
        (double a, double b) = (x, y);
        for (int i = 0; i < n; i++)
            (a, b) = (b + 0.1 * a, a * 0.5);
        var t = (a, b);
        if (x > y)
            t = (b, a);
        return t.a * 2 + t.b;
    }

    [Differentiable]
    public static double TupleCarried(double x, int n)
    {
        var t = (A: x, B: 1.0);
        for (int i = 0; i < n; i++)
            t = (t.B + x, t.A * 0.5);
        return t.A * t.B;
    }
}
