using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Soft-max cross-entropy of logits [rows, classes] against one label a row: the mean of logsumexp(x) - x[label].</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CrossEntropy
{
    /// <summary>The mean loss over the rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static T Loss<T>(ref readonly T logits, ref readonly int labels, nint rows, nint classes, string labelsName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLabels(in labels, rows, classes, labelsName);
        T total = T.Zero;
        for (nint i = 0; i < rows; i++)
        {
            ref T row = ref Unsafe.Add(ref Unsafe.AsRef(in logits), i * classes);
            T normalizer = default;
            Reduce.LogSumExp(in row, ref normalizer, 1, classes, 1);
            total += normalizer - Unsafe.Add(ref row, Unsafe.Add(ref Unsafe.AsRef(in labels), i));
        }
        return total / T.CreateChecked(rows);
    }

    /// <summary>The mean loss over the rows, and its gradient (softmax(x) - onehot(label)) / rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; nothing was written then.</exception>
    public static T LossAndGradient<T>(
        ref readonly T logits, ref readonly int labels, nint rows, nint classes, string labelsName, ref T gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T loss = Loss(in logits, in labels, rows, classes, labelsName);
        Softmax.Forward(in logits, ref gradient, rows, classes, 1);
        for (nint i = 0; i < rows; i++)
            Unsafe.Add(ref gradient, i * classes + Unsafe.Add(ref Unsafe.AsRef(in labels), i)) -= T.One;
        for (nint i = 0; i < rows * classes; i++)
            Unsafe.Add(ref gradient, i) /= T.CreateChecked(rows);
        return loss;
    }

    private static void CheckLabels(ref readonly int labels, nint rows, nint classes, string labelsName)
    {
        for (nint i = 0; i < rows; i++)
        {
            int label = Unsafe.Add(ref Unsafe.AsRef(in labels), i);
            if ((uint)label >= (nuint)classes)
                ThrowLabel(label, i, classes, labelsName);
        }
    }

    private static void ThrowLabel(int label, nint index, nint classes, string labelsName)
        => throw new ArgumentOutOfRangeException(
            labelsName, $"{labelsName}[{index}] is {label}, but there are {classes} classes: a label must be from 0 to {classes - 1}.");
}
