using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Where a part of an axis lies in the whole: <c>Outer</c> runs of contiguous elements, <c>Stride</c> apart, the first at <c>Offset</c>.
/// Kernels read slices and write the parts of concats in place by it.
/// </summary>
public sealed record StridedView(int Axis, Dim Outer, Dim Stride, Dim Offset)
{
    // A run shorter than a vector is better copied together first.
    private const long LeastRun = 16;

    /// <summary>The axis at which a kernel's rows end and its columns begin, or null where the part is one run.</summary>
    public int? Split => Outer.Is(1) ? null : Axis;

    /// <summary>The part that begins at <paramref name="start"/> along an axis of a tensor of shape <paramref name="whole"/>.</summary>
    public static StridedView Of(Shape whole, int axis, Dim start)
    {
        var inner = Dim.Product(whole.Dims.Skip(axis + 1));
        return new(axis, Dim.Product(whole.Dims.Take(axis)), whole[axis] * inner, start * inner);
    }

    /// <summary>The view of a slice that need not be checked at run time and has long runs, or null.</summary>
    public static StridedView? OfSlice(Node slice, Shape whole)
    {
        if (slice.Op != "slice" || !slice.Type.IsDifferentiable)
            return null;
        int axis = (int)slice.Integer("axis");
        Dim start = slice.Dim("start"), rest = whole[axis] - start - slice.Dim("length");
        return start.Constant is not null && rest.Constant is not null && HasLongRuns(slice.Type.Shape, axis) ? Of(whole, axis, start) : null;
    }

    /// <summary>The views of the operands in a concat of operands of one shape with long runs, or null.</summary>
    public static IReadOnlyList<StridedView>? OfConcat(Node concat, IReadOnlyList<Shape> operands)
    {
        if (concat.Op != "concat" || !concat.Type.IsDifferentiable || operands.Any(o => o != operands[0]))
            return null;
        int axis = (int)concat.Integer("axis");
        return HasLongRuns(operands[0], axis) ? [.. operands.Select((o, i) => Of(concat.Type.Shape, axis, i * o[axis]))] : null;
    }

    private static bool HasLongRuns(Shape part, int axis) => Dim.Product(part.Dims.Skip(axis)).Constant is null or >= LeastRun;
}
