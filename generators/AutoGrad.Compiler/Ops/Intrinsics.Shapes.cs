using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <content>Products, shapes and creation.</content>
public static partial class Intrinsics
{
    private static IEnumerable<Intrinsic> Products => Named(MatMulOf, "Nn.MatMul");

    private static IEnumerable<Intrinsic> Shapes =>
    [
        .. Named(TransposeOf, "Nn.Transpose"),
        .. Named(c => ReshapeOf(c[0], c.Lengths(1)), "Nn.Reshape"),
        .. Named(c => At(c[0], c.Index(1)), "Nn.At"),
        .. Named(c => At(c[0], Axis0(c[0]) - 1), "Nn.Last"),
        .. Named(c => SliceOf(c[0], c.Axis(1, c[0].Type.Shape.Rank, c[0].Type.Shape), c.Index(2), c.Index(3)), "Nn.Slice"),
        .. Named(c => new Expr(c.Builder, c.Builder.Add("gather", [c[0].Value, c[1].Value])), "Nn.Gather"),
        .. Named(c => new Expr(c.Builder, c.Builder.Add("rotate_pairs", [c[0].Value])), "Nn.RotatePairs"),
        .. Named(ConcatOf, "Nn.Concat"),
        .. Named(StackOf, "Nn.Stack"),
    ];

    private static IEnumerable<Intrinsic> Creation =>
    [
        .. Named(c => Filled(c, 0, c.Lengths(0)), "Nn.Zeros"),
        .. Named(c => Filled(c, 1, c.Lengths(0)), "Nn.Ones"),
        .. Named(c => c[0].BroadcastTo(new Shape(c.Lengths(1)), []), "Nn.Full"),
    ];

    private static Expr MatMulOf(Invocation c)
    {
        Expr a = c[0], b = c[1];
        Shape x = a.Type.Shape, y = b.Type.Shape;
        if (x.Rank < 2 || y.Rank < 2)
            throw new ShapeException($"a product takes tensors of two or more axes, not {x.ToDisplayString()} and {y.ToDisplayString()}", x.Rank < 2 ? 0 : 1, ShapeFault.Product);
        if (!x[x.Rank - 1].Equals(y[y.Rank - 2]))
            throw new ShapeException($"{x.ToDisplayString()} x {y.ToDisplayString()}: the inner lengths {x[x.Rank - 1]} and {y[y.Rank - 2]} of the product differ", 1, ShapeFault.Product);
        if (x.Rank == 2 && y.Rank == 2)
            return new(c.Builder, MatMul.Build(c.Builder, a.Value, b.Value));
        if (y.Rank == 2)
        {
            // One matrix for the whole batch: the batch is more rows.
            Expr rows = a.Reshape(new Shape([Dim.Product(x.Dims.Take(x.Rank - 1)), x[x.Rank - 1]]));
            return new Expr(c.Builder, MatMul.Build(c.Builder, rows.Value, b.Value)).Reshape(new Shape(x.Dims.With(x.Rank - 1, y[1])));
        }

        Shape batch = BatchOf(x, y);
        return new(c.Builder, MatMul.Build(
            c.Builder,
            Broadcasting.To(a, new Shape([.. batch.Dims, .. x.Dims.Skip(x.Rank - 2)])).Value,
            Broadcasting.To(b, new Shape([.. batch.Dims, .. y.Dims.Skip(y.Rank - 2)])).Value));
    }

    private static Shape BatchOf(Shape x, Shape y)
    {
        try
        {
            return Broadcasting.Common(new Shape(x.Dims.Take(x.Rank - 2).ToEquatableArray()), new Shape(y.Dims.Take(y.Rank - 2).ToEquatableArray()));
        }
        catch (ShapeException mismatch)
        {
            throw new ShapeException($"{x.ToDisplayString()} x {y.ToDisplayString()}: of the lengths before the matrices, {mismatch.Message}", 1, mismatch.Fault);
        }
    }

    private static Expr TransposeOf(Invocation c)
    {
        int rank = c[0].Type.Shape.Rank;
        if (c.Count == 1 && rank != 2)
            throw new ShapeException($"Transpose(x) takes a matrix, not {c[0].Type.Shape.ToDisplayString()}: name two axes", 0, ShapeFault.Axis);
        (int first, int second) = c.Count == 1 ? (0, 1) : (c.Axis(1, rank, c[0].Type.Shape), c.Axis(2, rank, c[0].Type.Shape));
        long[] permutation = [.. Enumerable.Range(0, rank).Select(i => (long)(i == first ? second : i == second ? first : i))];
        return first == second ? c[0] : new(c.Builder, c.Builder.Add("transpose", [c[0].Value], NodeAttribute.Integers("permutation", permutation)));
    }

    private static Expr ReshapeOf(Expr x, EquatableArray<Dim> lengths)
    {
        Dim count = x.Type.Shape.Count;
        int[] free = [.. Enumerable.Range(0, lengths.Count).Where(i => lengths[i].Is(-1))];
        if (free.Length > 1)
            throw new ShapeException("only one length may be -1", 1, ShapeFault.Reshape);
        if (free.Length == 1)
        {
            Dim rest = Dim.Product(lengths.Where(d => !d.Is(-1)));
            lengths = lengths.With(free[0], count.DivideExactly(rest) ?? throw new ShapeException($"{x.Type.Shape.ToDisplayString()} has {count} elements, which {rest} does not divide: no length can stand for the -1", 1, ShapeFault.Reshape));
        }

        var shape = new Shape(lengths);
        bool isChecked = !shape.Count.Equals(count) && ((shape.Count.Constant is not null && count.Constant is null) || Divides(shape.Count) || Divides(count));
        return isChecked
            ? new(x.Builder, x.Builder.Add("reshape", [x.Value], NodeAttribute.Dims("lengths", lengths), NodeAttribute.Flag("checked")))
            : x.Reshape(shape);
    }

    // Whether a count depends on how a division comes out, which is known when its operands are.
    private static bool Divides(Dim count) => count.Terms.Any(t => t.Factors.Any(f => f is FloorDivideAtom));

    private static Dim Axis0(Expr x) => x.Type.Shape.Rank > 0 ? x.Type.Shape[0] : throw new ShapeException("a single number has no rows", 0, ShapeFault.Index);

    private static Expr At(Expr x, Dim index)
    {
        Dim rows = Axis0(x);
        if (index.Constant < 0 || (rows - 1 - index).Constant < 0)
            throw new ShapeException($"index {index} is outside of axis 0 of {x.Type.Shape.ToDisplayString()}", 1, ShapeFault.Index);
        Expr row = SliceOf(x, 0, index, 1);
        return x.Type.Shape.Rank == 1 ? row : row.Reshape(x.Type.Shape.Without([0]));
    }

    private static Expr SliceOf(Expr x, int axis, Dim start, Dim length)
        => new(x.Builder, x.Builder.Add("slice", [x.Value], NodeAttribute.Integers("axis", [axis]), NodeAttribute.Dims("start", [start]), NodeAttribute.Dims("length", [length])));

    private static Expr ConcatOf(Invocation c)
    {
        EquatableArray<Value> parts = c.Tensors(1);
        if (parts.Count == 0)
            throw new ShapeException("at least one tensor is needed", 1);
        int axis = c.Axis(0, c.Builder.ShapeOf(parts[0]).Rank, c.Builder.ShapeOf(parts[0]));
        return new(c.Builder, c.Builder.Add("concat", parts.AsSpan(), NodeAttribute.Integers("axis", [axis])));
    }

    private static Expr StackOf(Invocation c)
    {
        EquatableArray<Value> parts = c.Tensors(1);
        if (parts.Count == 0)
            throw new ShapeException("at least one tensor is needed", 1);
        int axis = c.Axis(0, c.Builder.ShapeOf(parts[0]).Rank + 1);
        Value[] rows = [.. parts.Select(p => c.Builder.ShapeOf(p) is var s ? new Expr(c.Builder, p).Reshape(new Shape([.. s.Dims.Take(axis), 1, .. s.Dims.Skip(axis)])).Value : default)];
        return new(c.Builder, c.Builder.Add("concat", rows, NodeAttribute.Integers("axis", [axis])));
    }

    private static Expr Filled(Invocation c, double value, EquatableArray<Dim> lengths)
        => new Expr(c.Builder, c.Builder.Constant(value, c.Element)).BroadcastTo(new Shape(lengths), []);
}
