namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>Cases of products, reductions, soft-max and layout.</summary>
internal static class StructuralCases
{
    private static readonly Dim s_batch = Dim.Symbol("batch"), s_time = Dim.Symbol("time");

    public static IEnumerable<DerivativeCase> All =>
        [.. Products, .. Reductions, .. Softmaxes, .. CrossEntropies, .. Broadcasts, .. Reshapes, .. Transposes, .. Slices, .. Pads,
            .. Concats, .. Gathers, .. Rows, .. Picks, .. Normalizations, .. Attentions, .. Rotations];

    private static IEnumerable<DerivativeCase> Products =>
    [
        .. from sizes in new (Dim M, Dim K, Dim N)[] { (1, 1, 1), (2, 3, 5), (7, 1, 3), (1, 5, 2), (s_batch, 4, 2) }
           from batch in new Dim[][] { [], [2], [3, 1] }
           from transposeA in new[] { false, true }
           from transposeB in new[] { false, true }
           let a = transposeA ? Leaves.Shape([.. batch, sizes.K, sizes.M]) : Leaves.Shape([.. batch, sizes.M, sizes.K])
           let b = transposeB ? Leaves.Shape([.. batch, sizes.N, sizes.K]) : Leaves.Shape([.. batch, sizes.K, sizes.N])
           select Case("matmul", $"{a} {transposeA} x {b} {transposeB}",
               g => Product(g.Parameter("x", a), g.Parameter("y", b), transposeA, transposeB)),
        Case("matmul", "x xT", g => g.Parameter("x", Leaves.Shape(3, 5)) is var x ? Product(x, x, false, true) : default),
        Case("matmul", "xT x", g => g.Parameter("x", Leaves.Shape(3, 5)) is var x ? Product(x, x, true, false) : default),
        Case("matmul", "of a constant", g => Product(g.Input("c", Leaves.Shape(2, 3)), g.Parameter("x", Leaves.Shape(3, 5)))),
        Case("matmul", "with a constant", g => Product(g.Parameter("x", Leaves.Shape(2, 3)), g.Input("c", Leaves.Shape(3, 5)))),
    ];

    private static IEnumerable<DerivativeCase> Reductions =>
        from op in new[] { "reduce_sum", "reduce_max", "reduce_min", "log_sum_exp" }
        from shape in Leaves.Shapes
        from axes in Subsets(shape.Rank)
        select Case(op, $"{shape} over [{string.Join(",", axes)}]",
            b => new(b, b.Add(op, [b.Parameter("x", shape).Value], NodeAttribute.Integers("axes", axes))));

    private static IEnumerable<DerivativeCase> Softmaxes =>
        from op in new[] { "softmax", "log_softmax" }
        from shape in Leaves.Shapes
        from first in Enumerable.Range(0, shape.Rank)
        from last in Enumerable.Range(first, shape.Rank - first)
        let axes = Enumerable.Range(first, last - first + 1).Select(a => (long)a)
        select Case(op, $"{shape} along {first} to {last}",
            b => new(b, b.Add(op, [b.Parameter("x", shape).Value], NodeAttribute.Integers("axes", axes))));

    private static IEnumerable<DerivativeCase> CrossEntropies =>
        from shape in new[] { Leaves.Shape(1, 3), Leaves.Shape(5, 3), Leaves.Shape(s_batch, 4) }
        from results in new int[][] { [0], [1], [0, 1] }
        select Case("softmax_cross_entropy", $"{shape} results {string.Join(" and ", results)}", b =>
        {
            Expr logits = b.Parameter("x", shape), labels = b.Input("labels", Leaves.Shape(shape[0]), ElementType.I32);
            Value loss = b.Add("softmax_cross_entropy", [logits.Value, labels.Value]);
            Expr[] used = [.. results.Select(r => new Expr(b, loss with { Result = r }))];
            return used.Select(u => u.BroadcastTo(shape, [])).Aggregate((x, y) => x * y);
        });

    // Labels are from 0 to 2.
    private static IEnumerable<DerivativeCase> Gathers =>
        from indices in new[] { Leaves.Shape(4), Leaves.Shape(s_batch), Leaves.Shape(2, 3) }
        from row in new Dim[][] { [], [5], [2, 3] }
        from op in new[] { "gather", "scatter_add" }
        select Case(op, $"{indices} of rows {Leaves.Shape(row)}", b =>
        {
            Expr labels = b.Input("labels", indices, ElementType.I32);
            return op == "gather"
                ? new(b, b.Add(op, [b.Parameter("x", Leaves.Shape([3, .. row])).Value, labels.Value]))
                : new Expr(b, b.Add(op, [b.Parameter("x", Leaves.Shape([.. indices.Dims, .. row])).Value, labels.Value], NodeAttribute.Dims("rows", [3])));
        });

    // A gradient is of what the operation left behind.
    private static IEnumerable<DerivativeCase> Normalizations =>
        from op in new[] { "layer_norm", "rms_norm" }
        from shape in new[] { Leaves.Shape(1, 5), Leaves.Shape(3, 7), Leaves.Shape(2, 3, 4), Leaves.Shape(s_batch, 1, 6) }
        from result in Enumerable.Range(-1, op == "layer_norm" ? 4 : 3)
        select Case(result < 0 ? op : op + "_gradient", $"{shape} result {result}", b =>
        {
            Shape columns = Leaves.Shape(shape[shape.Rank - 1]);
            Value x = b.Parameter("x", shape).Value, scale = b.Parameter("scale", columns).Value;
            Value[] operands = op == "layer_norm" ? [x, scale, (result < 0 ? b.Parameter("offset", columns) : b.Input("offset", columns)).Value] : [x, scale];
            Value y = b.Add(op, operands, NodeAttribute.Number("epsilon", 0.1));
            if (result < 0)
                return new(b, y);
            Value[] statistics = [.. Enumerable.Range(1, operands.Length - 1).Select(r => y with { Result = r })];
            Value gradient = b.Add(op + "_gradient", [x, scale, .. statistics, b.Parameter("g", shape).Value], NodeAttribute.Number("epsilon", 0.1));
            Expr[] all = [.. Enumerable.Range(0, operands.Length).Select(r => new Expr(b, gradient with { Result = r }))];
            return result < all.Length ? all[result]
                : all.Skip(1).Aggregate(all[0], (sum, e) => sum * e.BroadcastTo(shape, [shape.Rank - 1]));
        });

    private static IEnumerable<DerivativeCase> Rotations =>
        from shape in new[] { Leaves.Shape(2), Leaves.Shape(3, 6), Leaves.Shape(s_batch, 2, 4) }
        select Case("rotate_pairs", $"{shape}", b => new(b, b.Add("rotate_pairs", [b.Parameter("x", shape).Value])));

    private static IEnumerable<DerivativeCase> Attentions =>
        from op in new[] { "attention", "attention_gradient", "attention_weights" }
        from sizes in new (Dim N, Dim Time, Dim Width, Dim Heads)[] { (1, 1, 1, 1), (2, 3, 4, 2), (s_batch, 4, 3, 1), (1, s_time, 6, 3) }
        from isCausal in new[] { false, true }
        from isMasked in new[] { false, true }
        select Case(op, $"{sizes} {isCausal} {isMasked}", b =>
        {
            NodeAttribute heads = NodeAttribute.Dims("heads", [sizes.Heads]);
            Value x = b.Parameter("x", Leaves.Shape(sizes.N, sizes.Time, 3 * sizes.Width)).Value;
            Value[] mask = isMasked ? [b.Input("mask", Leaves.Shape(sizes.N, sizes.Time), ElementType.Bool).Value] : [];
            Value[] operands = [x, b.Constant(isCausal ? 1 : 0, ElementType.Bool), .. mask];
            if (op != "attention_gradient")
                return new(b, b.Add(op, operands, heads));
            Value y = b.Add("attention", operands, heads);
            return new Expr(b, b.Add(op, [.. operands, y, y with { Result = 1 }, b.Parameter("g", Leaves.Shape(sizes.N, sizes.Time, sizes.Width)).Value], heads));
        });

    // Labels are from 0 to 2.
    private static IEnumerable<DerivativeCase> Picks =>
        from rows in new Dim[] { 1, 4, s_batch }
        from op in new[] { "pick", "place" }
        select Case(op, $"{rows} rows", b =>
        {
            Value labels = b.Input("labels", Leaves.Shape(rows), ElementType.I32).Value;
            return op == "pick"
                ? new(b, b.Add(op, [b.Parameter("x", Leaves.Shape(rows, 3)).Value, labels]))
                : new Expr(b, b.Add(op, [b.Parameter("x", Leaves.Shape(rows)).Value, labels], NodeAttribute.Dims("columns", [3])));
        });

    private static IEnumerable<DerivativeCase> Rows =>
        from shape in new[] { Leaves.Shape(3, 5), Leaves.Shape(2, s_batch), Leaves.Shape(4, 2, 3) }
        from row in new[] { 0, 1 }
        from varies in new[] { (true, true), (true, false), (false, true) }
        select Case("set_row", $"{shape} at {row}, {varies}", b =>
        {
            Shape part = shape.Without([0]);
            Expr whole = varies.Item1 ? b.Parameter("x", shape) : b.Input("c", shape), set = varies.Item2 ? b.Parameter("y", part) : b.Input("d", part);
            return new(b, b.Add("set_row", [whole.Value, set.Value, b.Constant(row, ElementType.I32)]));
        });

    private static IEnumerable<DerivativeCase> Broadcasts =>
        from c in new (Shape From, long[] Axes, Shape To)[]
        {
            (Leaves.Shape(), [], Leaves.Shape(3, 5)), (Leaves.Shape(3), [1], Leaves.Shape(2, 3)),
            (Leaves.Shape(3), [0], Leaves.Shape(3, 2)),
            (Leaves.Shape(1), [0], Leaves.Shape(1, 4)), (Leaves.Shape(2, 3), [0, 2], Leaves.Shape(2, 5, 3)),
            (Leaves.Shape(5), [1], Leaves.Shape(2, 5, 3)),
            (Leaves.Shape(5), [1], Leaves.Shape(s_batch, 5)), (Leaves.Shape(2, 3), [0, 1], Leaves.Shape(2, 3)),
            (Leaves.Shape(), [], Leaves.Shape(1)),
        }
        select Case("broadcast", $"{c.From} at [{string.Join(",", c.Axes)}] of {c.To}", b =>
            new(b, b.Add("broadcast", [b.Parameter("x", c.From).Value], NodeAttribute.Integers("axes", c.Axes),
                NodeAttribute.Dims("lengths", c.To.Dims))));

    private static IEnumerable<DerivativeCase> Reshapes =>
    [
        .. from c in new (Shape From, Shape To)[]
           {
               (Leaves.Shape(2, 3), Leaves.Shape(6)), (Leaves.Shape(), Leaves.Shape(1, 1)), (Leaves.Shape(1), Leaves.Shape()),
               (Leaves.Shape(2, 3, 5), Leaves.Shape(5, 1, 6)),
               (Leaves.Shape(s_batch, 6), Leaves.Shape(s_batch * 2, 3)),
           }
           select Case("reshape", $"{c.From} to {c.To}", b => b.Parameter("x", c.From).Reshape(c.To)),
        Case("reshape", "[batch,2] to [6], checked",
            b => new(b, b.Add("reshape", [b.Parameter("x", Leaves.Shape(s_batch, 2)).Value], NodeAttribute.Dims("lengths", [6]),
            NodeAttribute.Flag("checked")))),
    ];

    private static IEnumerable<DerivativeCase> Transposes =>
        from c in new (Shape Shape, long[] Order)[]
        {
            (Leaves.Shape(3, 5), [1, 0]), (Leaves.Shape(1, 4), [1, 0]), (Leaves.Shape(2, 3, 5), [2, 0, 1]),
            (Leaves.Shape(2, 3, 5), [1, 2, 0]), (Leaves.Shape(2, 3, 5), [0, 2, 1]),
            (Leaves.Shape(2, 3, 1, 2), [3, 1, 0, 2]), (Leaves.Shape(7), [0]), (Leaves.Shape(s_batch, s_time, 2), [1, 0, 2]),
        }
        select Case("transpose", $"{c.Shape} as [{string.Join(",", c.Order)}]",
            b => new(b, b.Add("transpose", [b.Parameter("x", c.Shape).Value], NodeAttribute.Integers("permutation", c.Order))));

    private static IEnumerable<DerivativeCase> Slices =>
        from c in new (Shape Shape, int Axis, Dim Start, Dim Length)[]
        {
            (Leaves.Shape(7), 0, 2, 3), (Leaves.Shape(7), 0, 0, 7), (Leaves.Shape(3, 5), 1, 4, 1), (Leaves.Shape(3, 5), 0, 0, 2),
            (Leaves.Shape(2, 3, 5), 1, 1, 2),
            (Leaves.Shape(s_batch, 4), 0, s_batch - 1, 1), (Leaves.Shape(s_batch, 4), 0, 1, s_batch - 2),
        }
        select Case("slice", $"{c.Shape} axis {c.Axis} from {c.Start}, {c.Length}",
            b => Cut(b.Parameter("x", c.Shape), c.Axis, c.Start, c.Length));

    private static IEnumerable<DerivativeCase> Pads =>
        from c in new (Shape Shape, int Axis, Dim Before, Dim After)[]
        {
            (Leaves.Shape(7), 0, 2, 3), (Leaves.Shape(1), 0, 0, 1), (Leaves.Shape(3, 5), 1, 0, 0), (Leaves.Shape(2, 3, 5), 1, 1, 0),
            (Leaves.Shape(s_batch, 2), 0, s_time, s_batch),
        }
        select Case("pad", $"{c.Shape} axis {c.Axis} by {c.Before} and {c.After}", b =>
            new(b, b.Add("pad", [b.Parameter("x", c.Shape).Value], NodeAttribute.Integers("axis", [c.Axis]),
                NodeAttribute.Dims("before", [c.Before]), NodeAttribute.Dims("after", [c.After]))));

    private static IEnumerable<DerivativeCase> Concats =>
    [
        Case("concat", "three along 0",
            b => Joined(0, b.Parameter("x", Leaves.Shape(2, 3)), b.Parameter("y", Leaves.Shape(1, 3)),
            b.Parameter("z", Leaves.Shape(5, 3)))),
        Case("concat", "three along 1",
            b => Joined(1, b.Parameter("x", Leaves.Shape(2, 3)), b.Parameter("y", Leaves.Shape(2, 1)),
            b.Parameter("z", Leaves.Shape(2, 5)))),
        Case("concat", "one with itself", b => b.Parameter("x", Leaves.Shape(2, 3, 2)) is var x ? Joined(2, x, x) : default),
        Case("concat", "a constant between",
            b => Joined(0, b.Parameter("x", Leaves.Shape(2)), b.Input("c", Leaves.Shape(3)), b.Parameter("y", Leaves.Shape(s_batch)))),
        Case("concat", "one alone", b => Joined(0, b.Parameter("x", Leaves.Shape(2)))),
        Case("concat", "an empty slice first", b => b.Parameter("x", Leaves.Shape(3)) is var x ? Joined(0, Cut(x, 0, 0, 0), x) : default),
    ];

    private static DerivativeCase Case(string op, string variant, Func<GraphBuilder, Expr> build) => new(op, variant, b => build(b).Value);

    private static Expr Product(Expr a, Expr b, bool transposeA = false, bool transposeB = false)
        => new(a.Builder, MatMul.Build(a.Builder, a.Value, b.Value, transposeA, transposeB));

    private static Expr Cut(Expr x, int axis, Dim start, Dim length)
        => new(x.Builder, x.Builder.Add("slice", [x.Value], NodeAttribute.Integers("axis", [axis]), NodeAttribute.Dims("start", [start]),
            NodeAttribute.Dims("length", [length])));

    private static Expr Joined(int axis, params Expr[] parts)
        => new(parts[0].Builder, parts[0].Builder.Add("concat", [.. parts.Select(p => p.Value)], NodeAttribute.Integers("axis", [axis])));

    private static IEnumerable<long[]> Subsets(int rank)
        => Enumerable.Range(0, 1 << rank)
            .Select(mask => Enumerable.Range(0, rank).Where(i => (mask >> i & 1) == 1).Select(i => (long)i).ToArray());
}
