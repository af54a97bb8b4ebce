using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>NumPy's rule: shapes are aligned at their last axis; a missing axis or a length of 1 is repeated.</summary>
public static class Broadcasting
{
    /// <summary>The common shape. Two symbols fit each other only where they are equal.</summary>
    public static Shape Common(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var dims = new Dim[rank];
        for (int i = 0; i < rank; i++)
        {
            Dim x = i < rank - a.Rank ? 1 : a[i - rank + a.Rank], y = i < rank - b.Rank ? 1 : b[i - rank + b.Rank];
            dims[i] = x.Equals(y) || y.Is(1) ? x
                : x.Is(1) ? y
                : throw new ShapeException($"{a.ToDisplayString()} and {b.ToDisplayString()} cannot be broadcast to one shape: the lengths {x} and {y} differ", 1, ShapeFault.Broadcast);
        }

        return new Shape(dims.ToEquatableArray());
    }

    /// <summary>A value repeated to a shape that <see cref="Common"/> gave.</summary>
    public static Expr To(Expr x, Shape shape)
    {
        Shape own = x.Type.Shape;
        int offset = shape.Rank - own.Rank;
        int[] kept = [.. Enumerable.Range(0, own.Rank).Where(i => own[i].Equals(shape[i + offset]))];
        Expr squeezed = x.Reshape(new Shape(kept.Select(i => own[i]).ToEquatableArray()));
        return squeezed.BroadcastTo(shape, kept.Select(i => (long)(i + offset)));
    }
}
