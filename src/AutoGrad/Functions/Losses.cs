using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>The mean of (prediction - target)^2 over all elements.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T MeanSquaredError<T>(Tensor<T> prediction, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
        => MeanLoss(prediction, nameof(prediction), target, default(SquaredError));

    /// <summary>The mean of |prediction - target| over all elements. The derivative of |d| at 0 is 0.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T MeanAbsoluteError<T>(Tensor<T> prediction, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
        => MeanLoss(prediction, nameof(prediction), target, default(AbsoluteError));

    /// <summary>
    /// The mean over all elements of d^2 / 2 where |d| is at most delta, else delta * (|d| - delta / 2), with d = prediction -
    /// target (P. J. Huber, "Robust estimation of a location parameter", 1964).
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, there are no elements, or delta is not above 0.</exception>
    public static T Huber<T>(Tensor<T> prediction, Tensor<T> target, double delta = 1)
        where T : IFloatingPointIeee754<T>
    {
        if (!(delta > 0))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta must be above 0.");
        return MeanLoss(prediction, nameof(prediction), target, new HuberError(Rounded<T>(delta)));
    }

    /// <summary>
    /// The mean over all elements of -(target log p + (1 - target) log(1 - p)) with p = sigmoid(logits), without overflow.
    /// Targets are probabilities, 0 and 1 included; they are not checked.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T BinaryCrossEntropy<T>(Tensor<T> logits, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
        => MeanLoss(logits, nameof(logits), target, default(BinaryError));

    /// <summary>
    /// The mean over all labels of -log softmax(logits)[label], without overflow: logits [..., classes], labels [...] from 0 to
    /// classes - 1.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths do not fit, or there are no labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static T SoftmaxCrossEntropy<T>(Tensor<T> logits, Tensor<int> labels)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(logits);
        ReadOnlySpan<int> classes = Operand.ReadAny(labels);
        RequireLabels(logits.Lengths, labels.Lengths, classes);
        var lane = new double[(int)logits.Lengths[^1]];
        double sum = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            ReadLane(source, row * lane.Length, 1, lane);

            // As in LogSoftmax the maximum is taken off both terms before they meet.
            double max = Largest(lane);
            sum += Math.Log(SumExp(lane, max)) - (lane[classes[row]] - max);
        }

        return T.CreateTruncating(sum / classes.Length);
    }

    private static void RequireLabels(ReadOnlySpan<nint> logits, ReadOnlySpan<nint> lengths, ReadOnlySpan<int> labels)
    {
        if (logits.Length < 2)
        {
            throw new ArgumentException(
                $"logits must have rank 2 or more, [..., classes], but has lengths {Axes.Text(logits)}.", nameof(logits));
        }

        if (!lengths.SequenceEqual(logits[..^1]))
        {
            throw new ArgumentException(
                $"labels must have lengths {Axes.Text(logits[..^1])}, those of logits {Axes.Text(logits)} without the classes, "
                + $"but has lengths {Axes.Text(lengths)}.",
                nameof(labels));
        }

        RequireElements(labels.Length, nameof(labels), lengths);
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= 0 && labels[i] < logits[^1])
                continue;
            throw new ArgumentOutOfRangeException(
                nameof(labels),
                Invariant($"labels{Axes.Text(Index(i, lengths))} is {labels[i]} but must be at least 0 and below {logits[^1]}, ")
                + $"the number of classes of logits with lengths {Axes.Text(logits)}.");
        }
    }

    private static T MeanLoss<T, TError>(Tensor<T> prediction, string name, Tensor<T> target, TError error)
        where T : IFloatingPointIeee754<T>
        where TError : struct, IError
    {
        ReadOnlySpan<T> predictions = Operand.Read(prediction, name);
        ReadOnlySpan<T> targets = Operand.Read(target);
        if (!prediction.Lengths.SequenceEqual(target.Lengths))
        {
            throw new ArgumentException(
                $"target has lengths {Axes.Text(target.Lengths)} but {name} has lengths {Axes.Text(prediction.Lengths)}: "
                + "a loss does not broadcast.",
                nameof(target));
        }

        RequireElements(predictions.Length, name, prediction.Lengths);
        double sum = 0;
        for (int i = 0; i < predictions.Length; i++)
            sum += error.Invoke(double.CreateTruncating(predictions[i]), double.CreateTruncating(targets[i]));
        return T.CreateTruncating(sum / predictions.Length);
    }

    private static void RequireElements(int count, string name, ReadOnlySpan<nint> lengths)
    {
        if (count == 0)
            throw new ArgumentException($"{name} has lengths {Axes.Text(lengths)}: the mean over no elements is not a number.", name);
    }

    /// <summary>The indices of the element with a row-major number.</summary>
    private static nint[] Index(nint number, ReadOnlySpan<nint> lengths)
    {
        var index = new nint[lengths.Length];
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
            (number, index[axis]) = (number / lengths[axis], number % lengths[axis]);
        return index;
    }

    private interface IError
    {
        double Invoke(double prediction, double target);
    }

    private readonly struct SquaredError : IError
    {
        public double Invoke(double prediction, double target) => (prediction - target) * (prediction - target);
    }

    private readonly struct AbsoluteError : IError
    {
        public double Invoke(double prediction, double target) => Math.Abs(prediction - target);
    }

    private readonly struct HuberError(double delta) : IError
    {
        public double Invoke(double prediction, double target)
        {
            double distance = Math.Abs(prediction - target);
            return distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2);
        }
    }

    // max(x, 0) - x t + log(1 + e^-|x|): the two logarithms written out, with the larger exponential taken out of both.
    private readonly struct BinaryError : IError
    {
        public double Invoke(double logit, double target)
            => Math.Max(logit, 0) - logit * target + ScalarMath.Log1P(Math.Exp(-Math.Abs(logit)));
    }
}
