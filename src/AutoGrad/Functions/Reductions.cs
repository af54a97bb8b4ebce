using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>The sum of all elements; 0 when there are none.</summary>
    public static T Sum<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => T.CreateTruncating(FoldAll<T, SumFold>(Operand.Read(x)));

    /// <summary>The mean of all elements; NaN when there are none.</summary>
    public static T Mean<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => T.CreateTruncating(FoldAll<T, SumFold>(Operand.Read(x)) / x.FlattenedLength);

    /// <summary>The largest element. Its gradient is shared equally between equal elements.</summary>
    /// <exception cref="ArgumentException">There is no element.</exception>
    public static T Max<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        if (source.IsEmpty)
            throw new ArgumentException($"x has no largest element: its lengths are {Axes.Text(x.Lengths)}.", nameof(x));
        return T.CreateTruncating(FoldAll<T, MaxFold>(source));
    }

    /// <summary>The sums along an axis; 0 when its length is 0.</summary>
    /// <param name="x">The tensor to reduce.</param>
    /// <param name="axis">The axis to sum over; -1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    public static Tensor<T> Sum<T>(Tensor<T> x, int axis, bool keepDims = false)
        where T : IFloatingPointIeee754<T>
        => FoldAxis<T, SumFold>(x, axis, keepDims);

    /// <summary>The means along an axis; NaN when its length is 0.</summary>
    /// <param name="x">The tensor to reduce.</param>
    /// <param name="axis">The axis to average over; -1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    public static Tensor<T> Mean<T>(Tensor<T> x, int axis, bool keepDims = false)
        where T : IFloatingPointIeee754<T>
        => FoldAxis<T, MeanFold>(x, axis, keepDims);

    /// <summary>The largest elements along an axis. The gradient is shared equally between equal elements.</summary>
    /// <param name="x">The tensor to reduce.</param>
    /// <param name="axis">The axis to search; -1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    /// <exception cref="ArgumentException">The axis has length 0.</exception>
    public static Tensor<T> Max<T>(Tensor<T> x, int axis, bool keepDims = false)
        where T : IFloatingPointIeee754<T>
        => FoldAxis<T, MaxFold>(x, axis, keepDims);

    /// <summary>The smallest elements along an axis. The gradient is shared equally between equal elements.</summary>
    /// <param name="x">The tensor to reduce.</param>
    /// <param name="axis">The axis to search; -1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    /// <exception cref="ArgumentException">The axis has length 0.</exception>
    public static Tensor<T> Min<T>(Tensor<T> x, int axis, bool keepDims = false)
        where T : IFloatingPointIeee754<T>
        => FoldAxis<T, MinFold>(x, axis, keepDims);

    private static double FoldAll<T, TFold>(ReadOnlySpan<T> source)
        where T : IFloatingPointIeee754<T>
        where TFold : struct, IFold
    {
        double total = TFold.Seed;
        foreach (T value in source)
            total = TFold.Add(total, double.CreateTruncating(value));
        return total;
    }

    private static Tensor<T> FoldAxis<T, TFold>(Tensor<T> x, int axis, bool keepDims)
        where T : IFloatingPointIeee754<T>
        where TFold : struct, IFold
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        axis = Axes.Normalize(x, axis);
        (int outer, int length, int inner) = Axes.Split(x.Lengths, axis);
        nint[] lengths = Axes.Reduce(x.Lengths, axis, keepDims);
        var values = new T[Axes.Count(lengths)];
        if (length == 0 && values.Length > 0 && !TFold.AllowsNone)
        {
            throw new ArgumentException(
                Invariant($"x has no elements along axis {axis}: its lengths are {Axes.Text(x.Lengths)}."), nameof(x));
        }

        // The axis is walked outside and its inner block inside, so that memory is read in order whichever axis it is.
        var totals = new double[inner];
        for (int o = 0; o < outer; o++)
        {
            totals.AsSpan().Fill(TFold.Seed);
            for (int l = 0; l < length; l++)
            {
                ReadOnlySpan<T> row = source.Slice((o * length + l) * inner, inner);
                for (int i = 0; i < row.Length; i++)
                    totals[i] = TFold.Add(totals[i], double.CreateTruncating(row[i]));
            }

            for (int i = 0; i < inner; i++)
                values[o * inner + i] = T.CreateTruncating(TFold.Finish(totals[i], length));
        }

        return Operand.Result(values, lengths);
    }

    private interface IFold
    {
        static abstract double Seed { get; }

        static abstract bool AllowsNone { get; }

        static abstract double Add(double total, double value);

        static virtual double Finish(double total, int length) => total;
    }

    private readonly struct SumFold : IFold
    {
        public static double Seed => 0;

        public static bool AllowsNone => true;

        public static double Add(double total, double value) => total + value;
    }

    private readonly struct MeanFold : IFold
    {
        public static double Seed => 0;

        public static bool AllowsNone => true;

        public static double Add(double total, double value) => total + value;

        public static double Finish(double total, int length) => total / length;
    }

    private readonly struct MaxFold : IFold
    {
        public static double Seed => double.NegativeInfinity;

        public static bool AllowsNone => false;

        public static double Add(double total, double value) => Math.Max(total, value);
    }

    private readonly struct MinFold : IFold
    {
        public static double Seed => double.PositiveInfinity;

        public static bool AllowsNone => false;

        public static double Add(double total, double value) => Math.Min(total, value);
    }
}
