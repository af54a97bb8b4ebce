namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>Shapes that do not fit are refused in the user's words, at the argument at fault.</summary>
public sealed class ShapeErrorTests
{
    private static readonly Dim s_batch = Dim.Symbol("batch"), s_time = Dim.Symbol("time");

    private static readonly Dictionary<string, (string Name, Argument[] Arguments, int Operand, string Message)> s_cases = new()
    {
        ["different lengths"] = ("op_Addition", [X(3), X(4)], 1,
            "[3] and [4] cannot be broadcast to one shape: the lengths 3 and 4 differ"),
        ["different symbols"] = ("op_Multiply", [X(s_batch), X(s_time)], 1, "the lengths batch and time differ"),
        ["a symbol and a number"] = ("Nn.Maximum", [X(s_batch), X(5)], 1, "the lengths batch and 5 differ"),
        ["inner lengths"] = ("Nn.MatMul", [X(2, 3), X(4, 5)], 1, "[2, 3] x [4, 5]: the inner lengths 3 and 4 of the product differ"),
        ["a product of vectors"] = ("Nn.MatMul", [X(3), X(3, 2)], 0, "a product takes tensors of two or more axes"),
        ["batches of a product"] = ("Nn.MatMul", [X(2, 3, 4), X(5, 4, 3)], 1, "cannot be broadcast"),
        ["a missing axis"] = ("Nn.Sum", [X(3, 4), I(2), F(false)], 1, "axis 2 does not exist in [3, 4]"),
        ["an axis that is not constant"] = ("Nn.Max", [X(3, 4), I(s_batch), F(false)], 1, "an axis must be a constant"),
        ["a transpose of three axes"] = ("Nn.Transpose", [X(2, 3, 4)], 0, "name two axes"),
        ["another count"] = ("Nn.Reshape", [X(3, 4), L(5, 2)], 0, "[3, 4] cannot become [5, 2]: it has 12 elements, not 10"),
        ["a free length that does not divide"] = ("Nn.Reshape", [X(3, 4), L(5, -1)], 1, "[3, 4] has 12 elements, which 5 does not divide"),
        ["a free symbol that does not divide"] = ("Nn.Reshape", [X(s_batch, 4), L(s_time, -1)], 1, "which time does not divide"),
        ["two free lengths"] = ("Nn.Reshape", [X(3, 4), L(-1, -1)], 1, "only one length may be -1"),
        ["an index outside"] = ("Nn.At", [X(3, 4), I(3)], 1, "index 3 is outside of axis 0 of [3, 4]"),
        ["a negative index"] = ("Nn.At", [X(3, 4), I(-1)], 1, "index -1 is outside of axis 0 of [3, 4]"),
        ["an index of the batch itself"] = ("Nn.At", [X(s_batch, 4), I(s_batch)], 1, "index batch is outside of axis 0 of [batch, 4]"),
        ["a slice beyond the end"] = ("Nn.Slice", [X(3, 4), I(1), I(2), I(3)], 0, "elements 2 to 5 are not within axis 1 of [3, 4]"),
        ["parts that do not fit"] = ("Nn.Concat", [I(0), Ts(X(3, 4), X(3, 5))], 1, "[3, 5] cannot be joined to [3, 4] along axis 0"),
        ["no parts"] = ("Nn.Stack", [I(0), Ts()], 1, "at least one tensor is needed"),
        ["a loss of different shapes"] = ("Nn.MeanSquaredError", [X(3, 1), X(3)], 1,
            "a loss compares tensors of one shape, not [3, 1] and [3]"),
        ["labels of another length"] = ("Nn.SoftmaxCrossEntropy", [X(s_batch, 10), new ValueArgument(new Value(-2))], 1, "labels"),
        ["a dot product of different shapes"] = ("Tensor.Dot", [X(3), X(1, 3)], 1, "takes two tensors of one shape"),
        ["a scale of another length"] = ("Nn.LayerNorm", [X(3, 4), X(3), X(4), new NumberArgument(1e-5)], 1, "scale must have the length of the last axis of [3, 4], [4], not [3]"),
        ["an offset of two axes"] = ("Nn.LayerNorm", [X(3, 4), X(4), X(3, 4), new NumberArgument(1e-5)], 2, "offset must have the length of the last axis of [3, 4], [4], not [3, 4]"),
        ["queries of two axes"] = ("Nn.Attention", [X(3, 12), I(2), F(false)], 0, "queries, keys and values lie beside each other, [n, time, 3 * width], not in [3, 12]"),
        ["keys without values"] = ("Nn.Attention", [X(2, 3, 8), I(2), F(false)], 0, "its length must be three times a width"),
        ["heads that do not share a width"] = ("Nn.Attention", [X(2, 3, 12), I(3), F(false)], 1, "a width of 4 cannot be shared by 3 heads"),
        ["no heads"] = ("Nn.Attention", [X(2, 3, 12), I(0), F(false)], 1, "there must be at least one head, not 0"),
        ["pairs of an odd length"] = ("Nn.RotatePairs", [X(3, 5)], 0, "the numbers along the last axis of [3, 5] cannot be turned in pairs: 5 is odd"),
        ["a slope that is a tensor"] = ("Nn.LeakyRelu", [X(3), X(3)], 1, "a constant number is expected"),
        ["a kernel larger than the image"] = ("Nn.Conv2d", [X(s_batch, 3, 4, 9), X(8, 3, 5, 5), I(1), I(0), I(1), I(1)], 0, "a window of 5 does not fit into a length of 4"),
        ["a dilated kernel larger than the image"] = ("Nn.Conv1d", [X(s_batch, 3, 4), X(8, 3, 3), I(1), I(1), I(3), I(1)], 0, "a window of 7 does not fit into a length of 4 with 1 on either side"),
        ["other channels"] = ("Nn.Conv2d", [X(s_batch, 4, 9, 9), X(8, 3, 5, 5), I(1), I(0), I(1), I(1)], 0, "the kernel [8, 3, 5, 5] takes 3 channels, and there are 4"),
        ["channels of groups"] = ("Nn.Conv2d", [X(s_batch, 4, 9, 9), X(8, 3, 5, 5), I(1), I(0), I(1), I(2)], 0, "takes 3 channels in each of 2 groups, and there are 4"),
        ["filters that groups do not divide"] = ("Nn.Conv2d", [X(s_batch, 4, 9, 9), X(9, 2, 5, 5), I(1), I(0), I(1), I(2)], 1, "2 groups do not divide the 9 channels"),
        ["an image without channels"] = ("Nn.Conv2d", [X(s_batch, 9, 9), X(8, 3, 5, 5), I(1), I(0), I(1), I(1)], 0, "a tensor of 4 axes is needed"),
        ["a bias of another length"] = ("Nn.Conv2d", [X(1, 3, 9, 9), X(8, 3, 5, 5), X(3), I(1), I(0), I(1), I(1)], 2, "the bias [3] does not have one number for each of 8 channels"),
        ["a stride of zero"] = ("Nn.MaxPool2d", [X(1, 3, 9, 9), I(2), I(0), I(0)], -1, "a stride of 0 is not possible: it is at least 1"),
        ["a window that may be empty"] = ("Nn.AvgPool2d", [X(1, 3, 9, 9), I(2), I(1), I(2)], -1, "a padding of 2 is more than half of a window of 2"),
        ["an output padding of a stride"] = ("Nn.ConvTranspose2d", [X(1, 3, 4, 4), X(3, 5, 2, 2), I(2), I(0), I(1), I(1), I(2)], 6, "an output padding of 2 is not below the stride of 2"),
        ["an image of no size"] = ("Nn.ConvTranspose2d", [X(1, 3, 1, 4), X(3, 5, 2, 2), I(1), I(2), I(1), I(1), I(0)], 0, "there are no images with a length of -2"),
        ["lengths that are numbers"] = ("Nn.Zeros", [new ListArgument([new NumberArgument(0.5)])], 0, "lengths must be ints"),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_does_not_fit_is_named(string what)
    {
        (string name, Argument[] arguments, int operand, string message) = s_cases[what];
        var builder = new GraphBuilder("g");
        var e = Assert.Throws<ShapeException>(() => Intrinsics.Find(name)!.Invoke(builder, [.. arguments.Select(a => Bind(builder, a))]));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(operand, e.Operand);
    }

    [Fact]
    public void Broadcasting_is_symmetric_and_repeats_only_what_is_one_or_missing()
    {
        Assert.Equal(Leaves.Shape(2, 3, 5), Broadcasting.Common(Leaves.Shape(3, 1), Leaves.Shape(2, 1, 5)));
        Assert.Equal(Leaves.Shape(s_batch, 5), Broadcasting.Common(Leaves.Shape(5), Leaves.Shape(s_batch, 1)));
        Assert.Equal(Shape.Scalar, Broadcasting.Common(Shape.Scalar, Shape.Scalar));
        foreach (Shape x in Leaves.Shapes)
        {
            Assert.Equal(x, Broadcasting.Common(x, Shape.Scalar));
            Assert.Equal(x, Broadcasting.Common(Shape.Scalar, x));
            Assert.Equal(x, Broadcasting.Common(x, x));
        }
    }

    // A placeholder of the wanted lengths, bound to the builder of the test.
    private sealed record TensorArgument(Shape Shape) : Argument;

    private static Argument Bind(GraphBuilder builder, Argument argument) => argument switch
    {
        TensorArgument tensor => new ValueArgument(builder.Input("x", tensor.Shape).Value),
        ValueArgument => new ValueArgument(builder.Input("labels", Leaves.Shape(31), ElementType.I32).Value),
        ListArgument list => new ListArgument(list.Items.Select(i => Bind(builder, i)).ToEquatableArray()),
        _ => argument,
    };

    private static TensorArgument X(params Dim[] lengths) => new(Leaves.Shape(lengths));

    private static ListArgument Ts(params Argument[] tensors) => new(tensors.ToEquatableArray());

    private static ListArgument L(params Dim[] lengths) => new(lengths.Select(l => (Argument)I(l)).ToEquatableArray());

    private static IndexArgument I(Dim index) => new(index);

    private static FlagArgument F(bool flag) => new(flag);
}
