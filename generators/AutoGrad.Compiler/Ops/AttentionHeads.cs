using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>The vocabulary of the derivatives of attention: queries, keys and values as [n, heads, time, d], and products of them for all heads.</summary>
internal sealed class AttentionHeads
{
    private readonly GraphBuilder _builder;
    private readonly Value[] _operands;
    private readonly Dim _heads;
    private readonly Dim _width;
    private readonly Shape _shape;

    /// <param name="builder">The graph under construction.</param>
    /// <param name="node">The attention, its gradient or its weights.</param>
    /// <param name="masks">How many operands behind the first say what is seen: the truth value, and the mask where there is one.</param>
    public AttentionHeads(GraphBuilder builder, Node node, int masks)
    {
        _builder = builder;
        _operands = [.. node.Operands.Take(1 + masks)];
        _heads = node.Dim("heads");
        Shape x = builder.ShapeOf(node.Operands[0]);
        _width = x[2].DivideExactly(3)!;
        _shape = new Shape([x[0], x[1], _heads, Dim.FloorDivide(_width, _heads)]);
    }

    /// <summary>All weights, [n, heads, time, time].</summary>
    public Expr Weights() => new(_builder, _builder.Add("attention_weights", _operands, NodeAttribute.Dims("heads", [_heads])));

    /// <summary>The change of the weights p of queries, keys and values x as those change by <paramref name="along"/>.</summary>
    public Expr WeightsAlong(Expr[] x, Expr[] along, Expr p)
    {
        Expr s = Scaled(Times(along[0], x[1], transposeB: true) + Times(x[0], along[1], transposeB: true));
        return p * (s - Rows(p * s));
    }

    /// <summary>Queries, keys and values of [n, time, 3 * width].</summary>
    public Expr[] Split(Value x) => [.. Enumerable.Range(0, 3).Select(part => SplitOne(_builder.Add("slice", [x],
        NodeAttribute.Integers("axis", [2]), NodeAttribute.Dims("start", [part * _width]), NodeAttribute.Dims("length", [_width]))))];

    /// <summary>The heads of [n, time, width].</summary>
    public Expr SplitOne(Value x) => Exchanged(Shaped(x, _shape));

    /// <summary>Queries, keys and values beside each other again.</summary>
    public Value Join(Value[] parts) => _builder.Add("concat", [.. parts.Select(p => JoinOne(new Expr(_builder, p)))], NodeAttribute.Integers("axis", [2]));

    /// <summary>[n, time, width] of its heads.</summary>
    public Value JoinOne(Expr x) => Shaped(Exchanged(x.Value).Value, new Shape([_shape[0], _shape[1], _width]));

    /// <summary>The product for each sample and head.</summary>
    public Expr Times(Expr a, Expr b, bool transposeA = false, bool transposeB = false) => new(_builder, MatMul.Build(_builder, a.Value, b.Value, transposeA, transposeB));

    /// <summary>The sum of each row, in all of its places.</summary>
    public static Expr Rows(Expr x) => x.Sum([3]).RepeatAlong(x.Type.Shape, [3]);

    /// <summary>x / sqrt(d).</summary>
    public Expr Scaled(Expr x) => x / new Expr(_builder, _builder.Dimension(_shape[3], x.Type.Element)).Apply("sqrt").BroadcastTo(x.Type.Shape, []);

    private Expr Exchanged(Value x) => new(_builder, _builder.Add("transpose", [x], NodeAttribute.Integers("permutation", [0, 2, 1, 3])));

    // That the heads share the width is known at run time only where it is no constant.
    private Value Shaped(Value x, Shape shape)
    {
        NodeAttribute lengths = NodeAttribute.Dims("lengths", shape.Dims);
        return shape.Count.Equals(_builder.ShapeOf(x).Count) ? _builder.Add("reshape", [x], lengths) : _builder.Add("reshape", [x], lengths, NodeAttribute.Flag("checked"));
    }
}
