using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>How good predictions are.</summary>
public static partial class Metrics
{
    /// <summary>
    /// The share of rows whose greatest logit is that of the label. Of equal logits the first counts; a row with a NaN is
    /// wrong.
    /// </summary>
    /// <param name="logits">[samples, classes].</param>
    /// <param name="labels">[samples], each from 0 to classes - 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no sample, or a label is out of range.</exception>
    public static double Accuracy(Tensor<float> logits, Tensor<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        return Accuracy(logits.AsReadOnlyTensorSpan(), labels.AsReadOnlyTensorSpan());
    }

    /// <inheritdoc cref="Accuracy(Tensor{float}, Tensor{int})"/>
    public static double Accuracy(in ReadOnlyTensorSpan<float> logits, in ReadOnlyTensorSpan<int> labels)
    {
        int classes = Check(logits, labels);
        ReadOnlySpan<float> scores = Elements.Of(logits);
        ReadOnlySpan<int> expected = Elements.Of(labels);
        int right = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            CheckLabel(expected[i], i, classes);
            if (IsFirstMaximum(scores.Slice(i * classes, classes), expected[i]))
                right++;
        }

        return (double)right / expected.Length;
    }

    /// <summary>Throws unless there is one label for each row; gives the number of classes.</summary>
    private static int Check(in ReadOnlyTensorSpan<float> logits, in ReadOnlyTensorSpan<int> labels)
    {
        if (logits.Rank != 2 || logits.Lengths[1] == 0)
            throw new ArgumentException(
                $"logits must have shape [samples, classes] but has lengths [{Text(logits.Lengths)}]",
                nameof(logits));
        if (labels.Rank != 1 || labels.Lengths[0] != logits.Lengths[0])
            throw new ArgumentException(
                $"labels must have shape [samples] where samples is {logits.Lengths[0]} (from logits) "
                    + $"but has lengths [{Text(labels.Lengths)}]",
                nameof(labels));
        if (labels.FlattenedLength == 0)
            throw new ArgumentException("There must be at least one sample.", nameof(logits));
        return checked((int)logits.Lengths[1]);
    }

    private static void CheckLabel(int labels, int index, int classes)
    {
        if ((uint)labels >= (uint)classes)
            throw new ArgumentOutOfRangeException(nameof(labels), labels, $"labels[{index}] must be from 0 to {classes - 1} but is {labels}.");
    }

    private static bool IsFirstMaximum(ReadOnlySpan<float> row, int index)
    {
        float candidate = row[index];
        for (int i = 0; i < row.Length; i++)
        {
            // Written so that a NaN on either side fails.
            if (!(i < index ? row[i] < candidate : row[i] <= candidate))
                return false;
        }

        return true;
    }

    private static string Text(ReadOnlySpan<nint> lengths)
        => string.Join(", ", lengths.ToArray());
}
