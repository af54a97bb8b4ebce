using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>What a step asks that looks for the first number which is not finite.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FiniteCheck
{
    private const int NumbersAPosition = 5;

    /// <summary>Whether a number is finite.</summary>
    public static bool IsFinite<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => T.IsFinite(x);

    /// <summary>Whether all elements are finite.</summary>
    public static bool IsFinite<T>(ref readonly T x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        => TensorPrimitives.IsFiniteAll(MemoryMarshal.CreateReadOnlySpan(in x, checked((int)count)));

    /// <summary>An operand that is a number.</summary>
    public static OperandRange Range<T>(string name, T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new(name, double.CreateChecked(x), double.CreateChecked(x));

    /// <summary>An operand that is a tensor; both ends are NaN where an element is.</summary>
    public static OperandRange Range<T>(string name, ref readonly T x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.CreateReadOnlySpan(in x, checked((int)count));
        return elements.IsEmpty
            ? new(name, double.NaN, double.NaN)
            : new(name, double.CreateChecked(TensorPrimitives.Min(elements)), double.CreateChecked(TensorPrimitives.Max(elements)));
    }

    /// <summary>An argument or a parameter that holds such a number before anything is computed.</summary>
    public static NonFiniteOrigin Given(OperandRange range)
        => new(range.Name, null, 0, 0, 0, 0, IsBackward: false, [], [range]);

    /// <summary>The expression of an ordinal.</summary>
    /// <param name="positions">The places of the method's expressions, five numbers each: file, line, column, last line, last column.</param>
    /// <param name="files">The names of the files.</param>
    /// <param name="ordinal">Which expression; -1 for one whose place is not known.</param>
    /// <param name="expression">The expression's text.</param>
    /// <param name="isBackward">Whether this is its derivative.</param>
    /// <param name="iterations">The iterations of the loops around it, the outermost first.</param>
    /// <param name="operands">What went into it.</param>
    public static NonFiniteOrigin Origin(
        ReadOnlySpan<int> positions, string[] files, int ordinal, string expression, bool isBackward, ReadOnlySpan<long> iterations, params ReadOnlySpan<OperandRange> operands)
    {
        if (ordinal < 0 || (ordinal + 1) * NumbersAPosition > positions.Length)
            return new(expression, null, 0, 0, 0, 0, isBackward, iterations.ToArray(), operands.ToArray());
        ReadOnlySpan<int> place = positions.Slice(ordinal * NumbersAPosition, NumbersAPosition);
        return new(expression, files[place[0]], place[1], place[2], place[3], place[4], isBackward, iterations.ToArray(), operands.ToArray());
    }
}
