namespace AutoGrad.Compiler.Analysis;

/// <summary>All numbers from one to another, infinities included.</summary>
internal readonly record struct Interval(double Low, double High)
{
    /// <summary>Nothing is known.</summary>
    public static Interval All => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>One number.</summary>
    public static Interval Of(double value) => new(value, value);

    /// <summary>The smallest interval around some numbers; everything where one of them is none.</summary>
    public static Interval Around(params double[] values) => values.Any(double.IsNaN) ? All : new(values.Min(), values.Max());

    /// <summary>Whether every number is larger in size than <paramref name="size"/>.</summary>
    public bool Exceeds(double size) => Low > size || High < -size;

    /// <summary>The numbers of both.</summary>
    public Interval Or(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>The results of an increasing function.</summary>
    public Interval Increasing(Func<double, double> function) => Around(function(Low), function(High));

    public static Interval operator -(Interval x) => new(-x.High, -x.Low);

    public static Interval operator +(Interval x, Interval y) => Around(x.Low + y.Low, x.High + y.High);

    public static Interval operator -(Interval x, Interval y) => x + (-y);

    public static Interval operator *(Interval x, Interval y) => Around(x.Low * y.Low, x.Low * y.High, x.High * y.Low, x.High * y.High);

    public static Interval operator /(Interval x, Interval y)
        => y.Low <= 0 && y.High >= 0 ? All : Around(x.Low / y.Low, x.Low / y.High, x.High / y.Low, x.High / y.High);
}
