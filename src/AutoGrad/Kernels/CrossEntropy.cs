using System.ComponentModel;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>
/// Soft-max cross-entropy of logits [rows, classes] against one label a row: the mean of logsumexp(x) - x[label]. Without rows
/// it is NaN, the mean of nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class CrossEntropy
{
    /// <summary>The mean loss over the rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static T Loss<T>(ref readonly T logits, ref readonly int labels, nint rows, nint classes, string labelsName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* x = &logits)
        fixed (int* l = &labels)
            return Run(x, l, rows, classes, labelsName, null);
    }

    /// <summary>The mean loss over the rows, and its gradient (softmax(x) - onehot(label)) / rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; nothing was written then.</exception>
    public static T LossAndGradient<T>(
        ref readonly T logits, ref readonly int labels, nint rows, nint classes, string labelsName, ref T gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* x = &logits, g = &gradient)
        fixed (int* l = &labels)
            return Run(x, l, rows, classes, labelsName, g);
    }

    private static T Run<T>(T* logits, int* labels, nint rows, nint classes, string labelsName, T* gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < rows; i++)
            if ((nuint)labels[i] >= (nuint)classes)
                ThrowLabel(labels[i], i, classes, labelsName);

        double* losses = Scratch.Current.ReserveSums(rows);
        OuterWork.Run(
            new CrossEntropyWork<T>
            {
                Logits = logits, Labels = labels, Gradient = gradient, Losses = losses, Classes = classes,
                Share = T.One / T.CreateTruncating(rows),
            },
            rows, classes);
        double total = 0;
        for (nint i = 0; i < rows; i++)
            total += losses[i];
        return T.CreateTruncating(total / rows);
    }

    private static void ThrowLabel(int label, nint index, nint classes, string labelsName)
        => throw new ArgumentOutOfRangeException(
            labelsName, $"{labelsName}[{index}] is {label}, but there are {classes} classes: a label must be from 0 to {classes - 1}.");
}
