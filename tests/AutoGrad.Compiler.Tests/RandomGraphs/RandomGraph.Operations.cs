namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <content>Single operations. Arguments are brought to where functions are tame.</content>
internal sealed partial class RandomGraph
{
    private Expr Unary(Expr x) => _random.Next(17) switch
    {
        0 => x.Apply("exp") is var e && _random.Next(2) == 0 ? x.Apply("tanh").Apply("exp") : e / (e + 1),
        1 => x.Apply("tanh"),
        2 => x.Apply("sigmoid"),
        3 => x.Apply("softplus"),
        4 => x.Apply("erf"),
        5 => x.Apply("sin"),
        6 => x.Apply("cos"),
        7 => x.Apply("abs"),
        8 => x.Apply("relu"),
        9 => (x.Apply("softplus") + 0.5).Apply("log"),
        10 => ((x * x) + 0.5).Apply("sqrt"),
        11 => (x * x).Apply("log1p"),
        12 => x.Apply("tanh").Apply("expm1"),
        13 => x.Apply("sign"),
        14 => ((x * x) + 0.5).Apply("pow", x.Number(Pick(0.5, -1, 1.7))),
        15 => (3 * x).Apply(Pick("floor", "ceiling", "truncate", "round")) - x,
        _ => -x,
    };

    // Functions that there are of numbers only.
    private Expr OfNumber(Expr x)
    {
        Expr small = 0.8 * x.Apply("tanh"), positive = x.Apply("softplus") + 0.5;
        return _random.Next(4) switch
        {
            0 => small.Apply(Pick("tan", "asin", "acos", "atanh", "sinh", "cosh", "exp2")),
            1 => positive.Apply(Pick("cbrt", "log2", "log10")),
            2 => x.Apply(Pick("atan", "asinh")) + (positive + 0.7).Apply("acosh"),
            _ => x.Apply(Pick("atan2", "remainder"), positive),
        };
    }

    private Expr? Binary()
    {
        Expr x = Any(), y = Any();
        Shape shape;
        try
        {
            shape = Broadcasting.Common(x.Type.Shape, y.Type.Shape);
        }
        catch (ShapeException)
        {
            return null;
        }

        (x, y) = (Broadcasting.To(x, shape), Broadcasting.To(y, shape));
        return _random.Next(8) switch
        {
            0 or 1 => x + y,
            2 => x - y,
            3 or 4 => x * y,
            5 => x / ((y * y) + 1),
            6 => x.Apply("maximum", y),
            _ => x.Apply("minimum", y),
        };
    }

    private Expr WithNumber(Expr x) => _random.Next(10) switch
    {
        0 => x + 0,
        1 => 1 * x,
        2 => -1 * x,
        3 => 0.5 * (3 * x),
        4 => x / 1,
        5 => 0 - x,
        6 => x.Apply("pow", x.Number(Pick(0, 1, 2, 3))) + (x * x.Number(0.25)), // Of x to the power of 0 alone no gradient is left.
        7 => x - 0.5,
        8 => (x * x.Number(0.25)) + (-x),
        _ => x * new Expr(_builder, _builder.Setting(Pick("s0", "s1"), ElementType.F64)).BroadcastTo(x.Type.Shape, []),
    };

    private Expr Reduction(Expr x)
    {
        long[] axes = [.. x.AllAxes.Where(_ => _random.Next(2) == 0)];
        Expr reduced = x.Reduce(Pick("reduce_sum", "reduce_sum", "reduce_sum", "reduce_max", "reduce_min", "log_sum_exp"), axes);
        return _random.Next(3) == 0 ? reduced.Reshape(new Shape(x.Type.Shape.Dims.Select((d, i) => axes.Contains(i) ? 1 : d)
            .ToEquatableArray())) : reduced;
    }

    private Expr Repetition(Expr x)
    {
        if (x.Type.Shape.Rank >= 3)
            return x;
        int at = _random.Next(x.Type.Shape.Rank + 1);
        EquatableArray<Dim> dims = [.. x.Type.Shape.Dims.Take(at), Pick<Dim>(1, 2, 3, s_batch), .. x.Type.Shape.Dims.Skip(at)];
        return x.BroadcastTo(new Shape(dims), x.AllAxes.Select(a => a < at ? a : a + 1));
    }

    private Expr Rearrangement(Expr x)
    {
        if (x.Type.Shape.Rank < 2 || _random.Next(2) == 0)
            return x.Reshape(Pick(Leaves(x.Type.Shape.Count), Leaves(1, x.Type.Shape.Count), new Shape([.. x.Type.Shape.Dims, 1])));
        long[] order = [.. x.AllAxes];
        _random.Shuffle(order);
        return new(_builder, _builder.Add("transpose", [x.Value], NodeAttribute.Integers("permutation", order)));
    }

    private Expr Part(Expr x)
    {
        if (x.Type.Shape.Rank == 0)
            return x;
        int axis = _random.Next(x.Type.Shape.Rank);
        Dim length = x.Type.Shape[axis];
        if (_random.Next(2) == 0)
            return Along("pad", x, axis, ("before", Pick<Dim>(0, 1, s_steps)), ("after", Pick<Dim>(0, 2)));
        (Dim start, Dim taken) = length.Constant is > 1 or null
            ? Pick<(Dim, Dim)>((0, length - 1), (1, length - 1), (0, 1), (length - 1, 1), (0, length)) : (0, length);
        return Along("slice", x, axis, ("start", start), ("length", taken));
    }

    private Expr Along(string op, Expr x, int axis, params (string Key, Dim Value)[] lengths)
        => new(_builder, _builder.Add(op, [x.Value],
            [NodeAttribute.Integers("axis", [axis]), .. lengths.Select(l => NodeAttribute.Dims(l.Key, [l.Value]))]));

    private Expr? Join()
    {
        Expr first = Any();
        if (first.Type.Shape.Rank == 0)
            return null;
        int axis = _random.Next(first.Type.Shape.Rank);
        Expr[] parts = [first, .. _values.Where(v => v.Type.Shape.Rank == first.Type.Shape.Rank
            && v.Type.Shape.Without([axis]) == first.Type.Shape.Without([axis])).Take(_random.Next(1, 4))];
        return new(_builder, _builder.Add("concat", [.. parts.Select(p => p.Value)], NodeAttribute.Integers("axis", [axis])));
    }

    // The first pair of tensors, in a random order, whose inner lengths agree, transposed or not.
    private Expr? Product()
    {
        Expr[] candidates = [.. _values.Where(v => v.Type.Shape.Rank >= 2)];
        _random.Shuffle(candidates);
        foreach (Expr a in candidates)
        {
            foreach (Expr b in candidates.Reverse())
            {
                (bool ta, bool tb) = (_random.Next(2) == 0, _random.Next(2) == 0);
                try
                {
                    return new Expr(_builder, MatMul.Build(_builder, a.Value, b.Value, ta, tb)) / 3;
                }
                catch (ShapeException)
                {
                }
            }
        }

        return null;
    }

    private Expr? Normalization(Expr x)
    {
        Shape shape = x.Type.Shape;
        if (shape.Rank == 0)
            return null;
        if (shape.Rank == 2 && shape[1].Constant >= 3 && _random.Next(2) == 0 && _depth == 0)
        {
            Value labels = _builder.Input($"labels{_builder.Count}", new TensorType(ElementType.I32, Leaves(shape[0])));
            Value loss = _builder.Add("softmax_cross_entropy", [x.Value, labels]);
            if (_random.Next(2) == 0)
                _values.Add(new Expr(_builder, loss with { Result = 1 }));
            return new(_builder, loss);
        }

        return new(_builder, _builder.Add(Pick("softmax", "log_softmax"), [x.Value],
            NodeAttribute.Integers("axes", [_random.Next(shape.Rank)])));
    }

    private Expr Choice()
    {
        Expr x = Any(), other = _values.FirstOrDefault(v => v.Type == x.Type && v.Value != x.Value, x);
        Expr condition = x.Apply(Pick("greater", "less", "greater_equal", "less_equal"), x.Number(Pick(0, 0.3)));
        if (_random.Next(3) == 0)
            condition = condition.Apply(Pick("and", "or"), other < 0.7).Apply("not");
        return Expr.Where(condition, other * x, Unary(other));
    }

    // What is there already, once more.
    private Expr? Again()
    {
        Node[] nodes = [.. Enumerable.Range(0, _builder.Count).Select(i => _builder[i])
            .Where(n => n.Operands.Count is 1 or 2 && n.Regions.Count == 0)];
        return nodes.Length == 0 ? null : new Expr(_builder, _builder.Add(Pick(nodes)));
    }
}
