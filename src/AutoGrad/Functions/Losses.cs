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
        => MeanSquaredError(prediction, target, Reduction.Mean);

    /// <summary>The mean of (prediction - target)^2 over all elements, or their sum.</summary>
    /// <inheritdoc cref="MeanSquaredError{T}(Tensor{T}, Tensor{T})"/>
    public static T MeanSquaredError<T>(Tensor<T> prediction, Tensor<T> target, Reduction reduction)
        where T : IFloatingPointIeee754<T>
        => LossOf(prediction, nameof(prediction), target, default(SquaredError), reduction);

    /// <summary>The mean of |prediction - target| over all elements. The derivative of |d| at 0 is 0.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T MeanAbsoluteError<T>(Tensor<T> prediction, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
        => MeanAbsoluteError(prediction, target, Reduction.Mean);

    /// <summary>The mean of |prediction - target| over all elements, or their sum.</summary>
    /// <inheritdoc cref="MeanAbsoluteError{T}(Tensor{T}, Tensor{T})"/>
    public static T MeanAbsoluteError<T>(Tensor<T> prediction, Tensor<T> target, Reduction reduction)
        where T : IFloatingPointIeee754<T>
        => LossOf(prediction, nameof(prediction), target, default(AbsoluteError), reduction);

    /// <summary>
    /// The mean, or the sum, over all elements of d^2 / 2 where |d| is at most delta, else delta * (|d| - delta / 2), with d = prediction -
    /// target (P. J. Huber, "Robust estimation of a location parameter", 1964).
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, there are no elements, or delta is not above 0.</exception>
    public static T Huber<T>(Tensor<T> prediction, Tensor<T> target, double delta = 1, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
    {
        if (!(delta > 0))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta must be above 0.");
        return LossOf(prediction, nameof(prediction), target, new HuberError(Rounded<T>(delta)), reduction);
    }

    /// <summary>
    /// The mean, or the sum, over all elements of max(0, 1 - target * prediction), for targets of -1 and 1 (Rosasco et al., "Are loss functions all the
    /// same?", 2004). The derivative where the product is 1 is 0.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T Hinge<T>(Tensor<T> prediction, Tensor<T> target, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
        => LossOf(prediction, nameof(prediction), target, default(HingeError), reduction);

    /// <summary>
    /// The mean over all elements of -(target log p + (1 - target) log(1 - p)) with p = sigmoid(logits), without overflow.
    /// Targets are probabilities, 0 and 1 included; they are not checked.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T BinaryCrossEntropy<T>(Tensor<T> logits, Tensor<T> target)
        where T : IFloatingPointIeee754<T>
        => BinaryCrossEntropy(logits, target, labelSmoothing: 0);

    /// <summary>
    /// The mean, or the sum, over all elements of -(w target log p + (1 - target) log(1 - p)) with p = sigmoid(logits), without overflow.
    /// Targets are probabilities, 0 and 1 included; they are not checked.
    /// </summary>
    /// <param name="logits">The logarithms of the odds.</param>
    /// <param name="target">In the shape of the logits.</param>
    /// <param name="labelSmoothing">s, from 0 to below 1: targets become (1 - s) target + s / 2.</param>
    /// <param name="positiveWeight">w, above 0: what a target of 1 weighs beside one of 0.</param>
    /// <param name="reduction">The mean or the sum.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no elements, or a number is out of its bounds.</exception>
    public static T BinaryCrossEntropy<T>(Tensor<T> logits, Tensor<T> target, double labelSmoothing = 0, double positiveWeight = 1, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
    {
        RequireSmoothing(labelSmoothing);
        if (!(positiveWeight > 0))
            throw new ArgumentOutOfRangeException(nameof(positiveWeight), positiveWeight, "positiveWeight must be above 0.");
        return LossOf(logits, nameof(logits), target, new BinaryError(Rounded<T>(labelSmoothing), Rounded<T>(positiveWeight)), reduction);
    }

    /// <summary>
    /// The mean, or the sum, over all elements of a (1 - p)^gamma (-log p), where p is the probability of the true class, and a is alpha for targets of
    /// 1 and 1 - alpha for targets of 0; without overflow (Lin et al., "Focal loss for dense object detection", 2017).
    /// </summary>
    /// <param name="logits">The logarithms of the odds of 1.</param>
    /// <param name="target">0 and 1, in the shape of the logits; not checked.</param>
    /// <param name="gamma">How much less what is easy counts, at least 0.</param>
    /// <param name="alpha">What a target of 1 weighs, from 0 to 1.</param>
    /// <param name="reduction">The mean or the sum.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no elements, or a number is out of its bounds.</exception>
    public static T Focal<T>(Tensor<T> logits, Tensor<T> target, double gamma = 2, double alpha = 0.25, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
    {
        if (!(gamma >= 0))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "gamma must be at least 0.");
        if (!(alpha >= 0 && alpha <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "alpha must be at least 0 and at most 1.");
        return LossOf(logits, nameof(logits), target, new FocalError(Rounded<T>(gamma), Rounded<T>(alpha)), reduction);
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

    private static T LossOf<T, TError>(Tensor<T> prediction, string name, Tensor<T> target, TError error, Reduction reduction)
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
        return Reduced<T>(sum, predictions.Length, reduction);
    }

    private static T Reduced<T>(double sum, double count, Reduction reduction)
        where T : IFloatingPointIeee754<T>
        => reduction switch
        {
            Reduction.Mean => T.CreateTruncating(sum / count),
            Reduction.Sum => T.CreateTruncating(sum),
            _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "reduction must be Mean or Sum."),
        };

    private static void RequireSmoothing(double labelSmoothing)
    {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "labelSmoothing must be at least 0 and below 1.");
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

    private readonly struct HingeError : IError
    {
        public double Invoke(double prediction, double target) => Math.Max(0, 1 - prediction * target);
    }

    private readonly struct BinaryError(double smoothing, double weight) : IError
    {
        public double Invoke(double logit, double target)
        {
            double t = (1 - smoothing) * target + smoothing / 2;
            return weight * t * Softplus(-logit) + (1 - t) * Softplus(logit);
        }
    }

    private readonly struct FocalError(double gamma, double alpha) : IError
    {
        public double Invoke(double logit, double target)
        {
            double z = (2 * target - 1) * logit;
            return ((2 * alpha - 1) * target + 1 - alpha) * Math.Exp(-gamma * Softplus(z)) * Softplus(-z);
        }
    }

    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|).
    private static double Softplus(double x) => Math.Max(x, 0) + ScalarMath.Log1P(Math.Exp(-Math.Abs(x)));
}
