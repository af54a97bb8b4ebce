using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>log(sum(e^x)) along an axis, without overflow; -infinity when its length is 0.</summary>
    /// <param name="x">The tensor to reduce.</param>
    /// <param name="axis">The axis to reduce; -1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    public static Tensor<T> LogSumExp<T>(Tensor<T> x, int axis, bool keepDims = false)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        axis = Axes.Normalize(x, axis);
        (_, int length, int inner) = Axes.Split(x.Lengths, axis);
        nint[] lengths = Axes.Reduce(x.Lengths, axis, keepDims);
        var values = new T[Axes.Count(lengths)];
        var lane = new double[length];
        for (int i = 0; i < values.Length; i++)
        {
            ReadLane(source, LaneStart(i, length, inner), inner, lane);
            values[i] = T.CreateTruncating(LogSumExp(lane));
        }

        return Operand.Result(values, lengths);
    }

    /// <summary>e^x / sum(e^x) along an axis, without overflow. A lane with a NaN or +infinity, or all -infinity, becomes NaN.</summary>
    /// <param name="x">The logits.</param>
    /// <param name="axis">The axis along which the result adds up to 1; -1 is the last.</param>
    public static Tensor<T> Softmax<T>(Tensor<T> x, int axis = -1)
        where T : IFloatingPointIeee754<T>
        => MapLanes(x, axis, static lane =>
        {
            double max = Largest(lane);
            double sum = 0;
            foreach (ref double value in lane)
            {
                value = Math.Exp(value - max);
                sum += value;
            }

            foreach (ref double value in lane)
                value /= sum;
        });

    /// <summary>x - log(sum(e^x)) along an axis, without overflow. A lane with a NaN or +infinity, or all -infinity, becomes NaN.</summary>
    /// <param name="x">The logits.</param>
    /// <param name="axis">The axis along which the exponentials of the result add up to 1; -1 is the last.</param>
    public static Tensor<T> LogSoftmax<T>(Tensor<T> x, int axis = -1)
        where T : IFloatingPointIeee754<T>
        => MapLanes(x, axis, static lane =>
        {
            // The maximum is taken off first: x - (max + log sum) would lose the digits of the sum when x is large.
            double max = Largest(lane);
            double logSum = Math.Log(SumExp(lane, max));
            foreach (ref double value in lane)
                value = value - max - logSum;
        });

    private static Tensor<T> MapLanes<T>(Tensor<T> x, int axis, Action<Span<double>> function)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        (int outer, int length, int inner) = Axes.Split(x.Lengths, Axes.Normalize(x, axis));
        var values = new T[source.Length];
        var lane = new double[length];
        for (int i = 0; length > 0 && i < outer * inner; i++)
        {
            int start = LaneStart(i, length, inner);
            ReadLane(source, start, inner, lane);
            function(lane);
            for (int l = 0; l < lane.Length; l++)
                values[start + l * inner] = T.CreateTruncating(lane[l]);
        }

        return Operand.Result(values, x.Lengths);
    }

    /// <summary>Where in [outer, length, inner] the lane begins that belongs to one index of [outer, inner].</summary>
    private static int LaneStart(int index, int length, int inner) => index / inner * length * inner + index % inner;

    private static void ReadLane<T>(ReadOnlySpan<T> source, int start, int stride, Span<double> lane)
        where T : IFloatingPointIeee754<T>
    {
        for (int l = 0; l < lane.Length; l++)
            lane[l] = double.CreateTruncating(source[start + l * stride]);
    }

    private static double LogSumExp(ReadOnlySpan<double> lane)
    {
        double max = Largest(lane);

        // Of infinity the differences below would be NaN; the result is that infinity.
        return double.IsInfinity(max) ? max : max + Math.Log(SumExp(lane, max));
    }

    private static double SumExp(ReadOnlySpan<double> lane, double max)
    {
        double sum = 0;
        foreach (double value in lane)
            sum += Math.Exp(value - max);
        return sum;
    }

    private static double Largest(ReadOnlySpan<double> lane)
    {
        double max = double.NegativeInfinity;
        foreach (double value in lane)
            max = Math.Max(max, value);
        return max;
    }
}
