using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>All operations, by name.</summary>
public static class OpTable
{
    private static readonly Dictionary<string, DifferentiableOp> s_ops = new DifferentiableOp[]
    {
        new LeafOp("input"),
        new LeafOp("parameter"),
        new LeafOp("constant"),
        new LeafOp("dimension"),
        new LeafOp("setting"),
        new MatMul(),
        new ReduceSum(),
        new ReduceExtremum("reduce_max", "Reduce.Max"),
        new ReduceExtremum("reduce_min", "Reduce.Min"),
        new LogSumExp(),
        new SumOfSquares(),
        new Softmax(),
        new LogSoftmax(),
        new SoftmaxCrossEntropy(),
        new Broadcast(),
        new Reshape(),
        new Transpose(),
        new Slice(),
        new Pad(),
        new Concat(),
        new Copy(),
        new ConvertOp(),
        new Row(),
        new RowGradient(),
        new Gather(),
        new ScatterAdd(),
        new Conv2d(),
        new Conv2dInput(),
        new Conv2dKernel(),
        new MaxPool2d(),
        new GatherPlaces(),
        new ScatterPlaces(),
        new AvgPool2d(),
        new AvgPool2dInput(),
        new Call(),
        new DerivativeOp("vjp"),
        new DerivativeOp("jvp"),
        new Loop(),
        new While(),
        new Cond(),
        new Fused(),
    }.Concat(ElementwiseOps.Rows).ToDictionary(op => op.Name, StringComparer.Ordinal);

    /// <summary>All operations.</summary>
    public static IEnumerable<DifferentiableOp> All => s_ops.Values;

    /// <summary>The operation of that name, or null.</summary>
    public static DifferentiableOp? Find(string name) => s_ops.TryGetValue(name, out DifferentiableOp? op) ? op : null;

    /// <summary>The operation of that name.</summary>
    public static DifferentiableOp Get(string name) => Find(name) ?? throw new InvalidOperationException($"There is no operation '{name}'.");

    /// <summary>Whether an operation works on each element alone.</summary>
    public static bool IsElementwise(string name) => Find(name) is ElementwiseOp;
}
