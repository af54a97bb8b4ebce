using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>Of classes.</content>
public static partial class Metrics
{
    /// <summary>
    /// The share of rows whose label is among the k greatest logits. Of equal logits the first count; a row with a NaN is wrong.
    /// </summary>
    /// <param name="logits">[samples, classes].</param>
    /// <param name="labels">[samples], each from 0 to classes - 1.</param>
    /// <param name="k">How many logits count, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no sample, or a label is out of range.</exception>
    public static double TopKAccuracy(Tensor<float> logits, Tensor<int> labels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int right = 0;
        ForEach(logits, labels, (row, label) =>
        {
            // NaN compares as false, so a row with one has too few that are not before the label.
            int notBefore = 0;
            for (int i = 0; i < row.Length; i++)
                notBefore += i < label ? (row[i] < row[label] ? 1 : 0) : (row[i] <= row[label] ? 1 : 0);
            bool hasNaN = TensorPrimitives.IsNaNAny(row);
            right += !hasNaN && row.Length - notBefore < k ? 1 : 0;
        });
        return (double)right / labels.FlattenedLength;
    }

    /// <summary>
    /// The mean over classes of F1 = 2 TP / (2 TP + FP + FN), where the greatest logit is the prediction (the first of equal ones); classes that are
    /// neither predicted nor there do not count (scikit-learn's macro average with their absence ignored).
    /// </summary>
    /// <param name="logits">[samples, classes].</param>
    /// <param name="labels">[samples], each from 0 to classes - 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no sample, or a label is out of range.</exception>
    public static double MacroF1(Tensor<float> logits, Tensor<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var predicted = new long[logits.Rank == 2 ? logits.Lengths[1] : 0];
        long[] there = [.. predicted], right = [.. predicted];
        ForEach(logits, labels, (row, label) =>
        {
            there[label]++;

            // A row with a NaN predicts nothing.
            if (TensorPrimitives.IsNaNAny(row))
                return;
            int guess = TensorPrimitives.IndexOfMax(row);
            predicted[guess]++;
            right[label] += guess == label ? 1 : 0;
        });
        double[] scores = [.. Enumerable.Range(0, there.Length).Where(c => there[c] + predicted[c] > 0).Select(c => 2.0 * right[c] / (there[c] + predicted[c]))];
        return scores.Average();
    }

    /// <summary>
    /// The area under the receiver operating characteristic: the probability that a sample of class 1 has a higher score than one of class 0, where
    /// equal scores count half (the statistic of Mann and Whitney). NaN if a score is.
    /// </summary>
    /// <param name="scores">[samples] or [samples, 1]: logits or probabilities of class 1.</param>
    /// <param name="labels">[samples], each 0 or 1, and both occur.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label is neither 0 nor 1, or all are equal.</exception>
    public static double AreaUnderCurve(Tensor<float> scores, Tensor<int> labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.FlattenedLength != labels.FlattenedLength || scores.Lengths[0] != labels.FlattenedLength)
            throw new ArgumentException($"scores must have one number for each of the {labels.FlattenedLength} labels but has lengths [{Text(scores.Lengths)}]", nameof(scores));
        float[] values = Elements.Of(scores.AsReadOnlyTensorSpan()).ToArray();
        int[] classes = Elements.Of(labels.AsReadOnlyTensorSpan()).ToArray();
        if (Array.Find(classes, c => c is not (0 or 1)) is var other && other != 0)
            throw new ArgumentException($"labels must be 0 or 1 but one is {other}.", nameof(labels));
        long positive = classes.Count(c => c == 1), negative = classes.Length - positive;
        if (positive == 0 || negative == 0)
            throw new ArgumentException("labels must have both classes, 0 and 1.", nameof(labels));
        if (Array.Exists(values, float.IsNaN))
            return double.NaN;
        Array.Sort(values, classes);

        // The sum of ranks of class 1, from 1 on, where equal scores share the mean of theirs.
        double ranks = 0;
        for (int start = 0; start < values.Length;)
        {
            int end = start;
            long ones = 0;
            for (; end < values.Length && values[end] == values[start]; end++)
                ones += classes[end];
            ranks += ones * ((start + 1 + end) / 2.0);
            start = end;
        }

        return (ranks - positive * (positive + 1) / 2.0) / ((double)positive * negative);
    }

    /// <summary>The exponential of the mean cross-entropy, <c>exp(mean(-log softmax(logits)[label]))</c>.</summary>
    /// <param name="logits">[samples, classes].</param>
    /// <param name="labels">[samples], each from 0 to classes - 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no sample, or a label is out of range.</exception>
    public static double Perplexity(Tensor<float> logits, Tensor<int> labels)
    {
        double sum = 0;
        ForEach(logits, labels, (row, label) =>
        {
            double greatest = TensorPrimitives.Max(row), total = 0;
            foreach (float logit in row)
                total += Math.Exp(logit - greatest);
            sum += greatest + Math.Log(total) - row[label];
        });
        return Math.Exp(sum / labels.FlattenedLength);
    }

    private delegate void RowAction(ReadOnlySpan<float> row, int label);

    private static void ForEach(Tensor<float> logits, Tensor<int> labels, RowAction action)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        int classes = Check(logits.AsReadOnlyTensorSpan(), labels.AsReadOnlyTensorSpan());
        ReadOnlySpan<float> scores = Elements.Of(logits.AsReadOnlyTensorSpan());
        ReadOnlySpan<int> expected = Elements.Of(labels.AsReadOnlyTensorSpan());
        for (int i = 0; i < expected.Length; i++)
        {
            CheckLabel(expected[i], i, classes);
            action(scores.Slice(i * classes, classes), expected[i]);
        }
    }
}
