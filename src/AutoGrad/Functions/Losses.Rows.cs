using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>Losses of rows: of what a row says of classes, and of rows as directions.</content>
public static partial class Nn
{
    private const double LeastNorm = 1e-8;

    /// <summary>
    /// The mean over all labels of -log softmax(logits)[label], without overflow: logits [..., classes], labels [...] from 0 to
    /// classes - 1.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths do not fit, or there are no labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static T SoftmaxCrossEntropy<T>(Tensor<T> logits, Tensor<int> labels)
        where T : IFloatingPointIeee754<T>
        => CrossEntropy(logits, labels, null, 0, Reduction.Mean);

    /// <summary>The mean or the sum over all labels of -log softmax(logits)[label].</summary>
    /// <inheritdoc cref="SoftmaxCrossEntropy{T}(Tensor{T}, Tensor{int})"/>
    public static T SoftmaxCrossEntropy<T>(Tensor<T> logits, Tensor<int> labels, Reduction reduction)
        where T : IFloatingPointIeee754<T>
        => CrossEntropy(logits, labels, null, 0, reduction);

    /// <summary>
    /// The same with smoothed labels: of a label's probability the part s is shared out among all classes (Szegedy et al., "Rethinking the Inception
    /// architecture", 2016).
    /// </summary>
    /// <param name="logits">Shape [..., classes].</param>
    /// <param name="labels">Shape [...], from 0 to classes - 1.</param>
    /// <param name="labelSmoothing">s, from 0 to below 1.</param>
    /// <param name="reduction">The mean or the sum.</param>
    /// <inheritdoc cref="SoftmaxCrossEntropy{T}(Tensor{T}, Tensor{int})"/>
    public static T SoftmaxCrossEntropy<T>(Tensor<T> logits, Tensor<int> labels, double labelSmoothing, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
        => CrossEntropy(logits, labels, null, labelSmoothing, reduction);

    /// <summary>The same where classes weigh differently: the mean is by the weights of the labels, as PyTorch takes it.</summary>
    /// <param name="logits">Shape [..., classes].</param>
    /// <param name="labels">Shape [...], from 0 to classes - 1.</param>
    /// <param name="classWeights">What each class weighs, shape [classes].</param>
    /// <param name="labelSmoothing">From 0 to below 1.</param>
    /// <param name="reduction">The mean or the sum.</param>
    /// <inheritdoc cref="SoftmaxCrossEntropy{T}(Tensor{T}, Tensor{int})"/>
    public static T SoftmaxCrossEntropy<T>(Tensor<T> logits, Tensor<int> labels, Tensor<T> classWeights, double labelSmoothing = 0, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(classWeights);
        return CrossEntropy(logits, labels, classWeights, labelSmoothing, reduction);
    }

    /// <summary>
    /// The mean or the sum over rows of the divergence of softmax(logits) from target, sum of t (log t - log softmax(x)) along the last axis, where 0
    /// log 0 is 0; without overflow (Kullback, Leibler, "On information and sufficiency", 1951).
    /// </summary>
    /// <param name="logits">Shape [..., classes].</param>
    /// <param name="target">Probabilities of the classes, in the same shape; not checked.</param>
    /// <param name="reduction">The mean or the sum.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T KullbackLeibler<T>(Tensor<T> logits, Tensor<T> target, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
        => LossOfRows<T>(logits, nameof(logits), target, reduction, static (x, t) =>
        {
            double max = Largest(x), logarithm = Math.Log(SumExp(x, max)), sum = 0;
            for (int i = 0; i < x.Length; i++)
                sum += t[i] > 0 ? t[i] * (Math.Log(t[i]) - (x[i] - max - logarithm)) : -t[i] * (x[i] - max - logarithm);
            return sum;
        });

    /// <summary>
    /// The mean or the sum over rows of 1 - x y / (|x| |y|), along the last axis: 0 for one direction, 2 for opposite ones. Rows shorter than 1e-8 count
    /// as that long.
    /// </summary>
    /// <param name="prediction">Shape [..., width].</param>
    /// <param name="target">In the same shape.</param>
    /// <param name="reduction">The mean or the sum.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no elements: a loss does not broadcast.</exception>
    public static T CosineDistance<T>(Tensor<T> prediction, Tensor<T> target, Reduction reduction = Reduction.Mean)
        where T : IFloatingPointIeee754<T>
        => LossOfRows<T>(prediction, nameof(prediction), target, reduction, static (x, y) =>
            1 - (TensorPrimitives.Dot(x, y) / (Math.Max(TensorPrimitives.Norm(x), LeastNorm) * Math.Max(TensorPrimitives.Norm(y), LeastNorm))));

    private static T CrossEntropy<T>(Tensor<T> logits, Tensor<int> labels, Tensor<T>? classWeights, double labelSmoothing, Reduction reduction)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(logits);
        ReadOnlySpan<int> classes = Operand.ReadAny(labels);
        RequireLabels(logits.Lengths, labels.Lengths, classes);
        RequireSmoothing(labelSmoothing);
        var lane = new double[(int)logits.Lengths[^1]];
        double[] weights = Weights(classWeights, lane.Length);
        double smoothing = Rounded<T>(labelSmoothing), sum = 0, count = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            ReadLane(source, row * lane.Length, 1, lane);

            // As in LogSoftmax the maximum is taken off both terms before they meet.
            double max = Largest(lane), logarithm = Math.Log(SumExp(lane, max)), all = 0;
            for (int c = 0; smoothing != 0 && c < lane.Length; c++)
                all += weights[c] * (logarithm - (lane[c] - max));
            sum += ((1 - smoothing) * weights[classes[row]] * (logarithm - (lane[classes[row]] - max))) + (smoothing * all / lane.Length);
            count += weights[classes[row]];
        }

        return Reduced<T>(sum, count, reduction);
    }

    private static double[] Weights<T>(Tensor<T>? classWeights, int classes)
        where T : IFloatingPointIeee754<T>
    {
        var weights = new double[classes];
        weights.AsSpan().Fill(1);
        if (classWeights is null)
            return weights;
        if (!classWeights.Lengths.SequenceEqual([classes]))
            throw new ArgumentException($"classWeights must have lengths [{classes}], one for each class of the logits, but has lengths {Axes.Text(classWeights.Lengths)}.", nameof(classWeights));
        ReadLane(Operand.Read(classWeights), 0, 1, weights);
        return weights;
    }

    private delegate double RowLoss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target);

    private static T LossOfRows<T>(Tensor<T> prediction, string name, Tensor<T> target, Reduction reduction, RowLoss loss)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> predictions = Operand.Read(prediction, name), targets = Operand.Read(target);
        if (!prediction.Lengths.SequenceEqual(target.Lengths))
        {
            throw new ArgumentException(
                $"target has lengths {Axes.Text(target.Lengths)} but {name} has lengths {Axes.Text(prediction.Lengths)}: "
                + "a loss does not broadcast.",
                nameof(target));
        }

        RequireElements(predictions.Length, name, prediction.Lengths);
        double[] x = new double[(int)prediction.Lengths[^1]], y = new double[x.Length];
        double sum = 0;
        int rows = predictions.Length / x.Length;
        for (int row = 0; row < rows; row++)
        {
            ReadLane(predictions, row * x.Length, 1, x);
            ReadLane(targets, row * x.Length, 1, y);
            sum += loss(x, y);
        }

        return Reduced<T>(sum, rows, reduction);
    }
}
