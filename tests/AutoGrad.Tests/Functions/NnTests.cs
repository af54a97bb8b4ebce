using System.Numerics.Tensors;
using System.Reflection;

namespace AutoGrad.Tests.Functions;

/// <summary>What holds for all functions alike.</summary>
public class NnTests
{
    private static readonly Dictionary<string, Func<Tensor<float>, Tensor<float>>> OfOneTensor = new()
    {
        ["Exp"] = Nn.Exp, ["Log"] = Nn.Log, ["Sqrt"] = Nn.Sqrt, ["Sin"] = Nn.Sin, ["Cos"] = Nn.Cos, ["Abs"] = Nn.Abs,
        ["Tanh"] = Nn.Tanh, ["Sigmoid"] = Nn.Sigmoid, ["Erf"] = Nn.Erf, ["Pow"] = x => Nn.Pow(x, 3), ["Pow2"] = x => Nn.Pow(x, x),
        ["Relu"] = Nn.Relu, ["LeakyRelu"] = x => Nn.LeakyRelu(x), ["Elu"] = x => Nn.Elu(x), ["Gelu"] = Nn.Gelu,
        ["GeluTanh"] = Nn.GeluTanh, ["Silu"] = Nn.Silu, ["Softplus"] = Nn.Softplus, ["HardTanh"] = Nn.HardTanh,
        ["Softmax"] = x => Nn.Softmax(x), ["LogSoftmax"] = x => Nn.LogSoftmax(x), ["LogSumExp"] = x => Nn.LogSumExp(x, 0),
        ["Sum"] = x => Nn.Sum(x, 0), ["Mean"] = x => Nn.Mean(x, -1), ["Max"] = x => Nn.Max(x, 0), ["Min"] = x => Nn.Min(x, -1),
        ["SumAll"] = x => Nn.Full(Nn.Sum(x), 1), ["MeanAll"] = x => Nn.Full(Nn.Mean(x), 1), ["MaxAll"] = x => Nn.Full(Nn.Max(x), 1),
        ["Transpose"] = x => Nn.Transpose(x, 0, -1), ["Reshape"] = x => Nn.Reshape(x, -1), ["At"] = x => Nn.At(x, 0), ["Last"] = Nn.Last,
        ["Slice"] = x => Nn.Slice(x, -1, 0, 1), ["Concat"] = x => Nn.Concat(-1, x, x), ["Stack"] = x => Nn.Stack(1, x, x),
        ["Maximum"] = x => Nn.Maximum(x, x), ["Minimum"] = x => Nn.Minimum(x, x),
        ["Loss"] = x => Nn.Full(Nn.MeanSquaredError(x, x), 1),
    };

    public static TheoryData<string> Names => [.. OfOneTensor.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tensor_that_is_not_dense_gives_the_same_bits(string name)
    {
        foreach (nint[] lengths in new nint[][] { [7], [5, 7], [1, 13], [2, 3, 5], [2, 3, 4, 5] })
        {
            Tensor<float> x = Samples.Normal<float>(26, lengths);
            Tensor<float> view = Samples.NotDense(x);
            Assert.False(view.IsDense);
            Expect.Same(x, view);
            Expect.Same(OfOneTensor[name](x), OfOneTensor[name](view));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transposed_or_sliced_view_of_the_base_library_is_read_by_its_own_lengths(string name)
    {
        Tensor<float> x = Samples.Normal<float>(27, 6, 4);
        Tensor<float> transposed = Tensor.Transpose(x);
        Expect.Same(OfOneTensor[name](Nn.Transpose(x)), OfOneTensor[name](transposed));
        Expect.Same(OfOneTensor[name](Nn.Slice(x, 0, 2, 3)), OfOneTensor[name](x[2..5, ..]));
        Expect.Same(OfOneTensor[name](Nn.Slice(x, 1, 1, 2)), OfOneTensor[name](x[.., 1..3]));
        Expect.Same(OfOneTensor[name](Nn.Slice(x, 1, 3, 1)), OfOneTensor[name](x[.., 3..]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_argument_is_left_as_it_was_and_shares_no_memory_with_the_result(string name)
    {
        Tensor<float> x = Samples.Normal<float>(28, 3, 4);
        float[] before = Samples.Elements(x);
        Tensor<float> result = OfOneTensor[name](x);
        result.Fill(99);
        Assert.True(result.IsDense);
        Assert.Equal(before, Samples.Elements(x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_tensor_is_named(string name)
    {
        string expected = name switch { "Concat" or "Stack" => "parts[0]", "Loss" => "prediction", _ => "x" };
        Assert.Equal(expected, Assert.Throws<ArgumentNullException>(() => OfOneTensor[name](null!)).ParamName);
    }

    [Fact]
    public void A_missing_second_tensor_is_named()
    {
        Tensor<float> x = Nn.Ones<float>(2, 2);
        Assert.Equal("y", Assert.Throws<ArgumentNullException>(() => Nn.Maximum(x, null!)).ParamName);
        Assert.Equal("y", Assert.Throws<ArgumentNullException>(() => Nn.Pow(x, (Tensor<float>)null!)).ParamName);
        Assert.Equal("b", Assert.Throws<ArgumentNullException>(() => Nn.MatMul(x, null!)).ParamName);
        Assert.Equal("condition", Assert.Throws<ArgumentNullException>(() => Nn.Where(null!, x, x)).ParamName);
        Assert.Equal("target", Assert.Throws<ArgumentNullException>(() => Nn.Huber(x, null!)).ParamName);
        Assert.Equal("logits", Assert.Throws<ArgumentNullException>(() => Nn.BinaryCrossEntropy(null!, x)).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentNullException>(() => Nn.SoftmaxCrossEntropy(x, null!)).ParamName);
    }

    [Fact]
    public void Other_element_types_are_refused_by_name()
    {
        const string Words = "AutoGrad computes with float and double, not with Half.";
        Tensor<Half> x = Tensor.Create([(Half)1], [1, 1]);
        Action[] calls =
        [
            () => Nn.Relu(x), () => Nn.Elu(x), () => Nn.Sum(x), () => Nn.Sum(x, 0), () => Nn.MatMul(x, x), () => Nn.Zeros<Half>(1),
            () => Nn.Concat(0, x), () => Nn.Maximum(x, x), () => Nn.Transpose(x), () => Nn.MeanSquaredError(x, x),
            () => Nn.StopGradient(x), () => Nn.StopGradient((Half)1),
        ];
        Assert.All(calls, call => Assert.Equal(Words, Assert.Throws<NotSupportedException>(call).Message));
    }

    [Fact]
    public void A_tensor_without_axes_has_no_elements_and_no_axis()
    {
        Tensor<float> x = Tensor<float>.Empty;
        Assert.Equal(0, Nn.Sum(x));
        Assert.Equal(0, Nn.Relu(x).Rank);
        Expect.Refused<ArgumentOutOfRangeException>("there is no axis for x with lengths [].", "axis", () => Nn.Sum(x, 0));
        Expect.Refused<ArgumentOutOfRangeException>("there is no axis for x with lengths [].", "x", () => Nn.At(x, 0));
    }

    [Fact]
    public void StopGradient_is_the_identity()
    {
        Tensor<float> x = Samples.Row(1f, 2);
        Assert.Same(x, Nn.StopGradient(x));
        Assert.Equal(1.5f, Nn.StopGradient(1.5f));
        Assert.Equal(1.5, Nn.StopGradient(1.5));
    }

    [Fact]
    public void Every_public_function_is_one_of_the_contract()
    {
        string[] expected =
        [
            "Abs(x)", "At(x, index)", "At(x, index)", "Attention(queryKeyValue, heads, causal = False)", "Attention(queryKeyValue, mask, heads, causal = False)", "BinaryCrossEntropy(logits, target)", "Concat(axis, parts)", "Cos(x)",
            "Elu(x, alpha = 1)", "Erf(x)", "Exp(x)", "Full(value, lengths)", "Gather(table, indices)", "Gelu(x)", "GeluTanh(x)", "HardTanh(x)",
            "Huber(prediction, target, delta = 1, reduction = Mean)", "Last(x)", "LayerNorm(x, scale, offset, epsilon = 1E-05)", "LeakyRelu(x, slope = 0.01)", "Log(x)",
            "LogSoftmax(x, axis = -1)", "LogSumExp(x, axis, keepDims = False)", "MatMul(a, b)", "Max(x)",
            "Max(x, axis, keepDims = False)", "Maximum(x, y)", "Mean(x)", "Mean(x, axis, keepDims = False)",
            "MeanAbsoluteError(prediction, target)", "MeanSquaredError(prediction, target)",
            "Min(x, axis, keepDims = False)", "Minimum(x, y)", "Ones(lengths)", "Pow(x, y)", "Pow(x, y)", "Relu(x)",
            "RmsNorm(x, scale, epsilon = 1E-05)", "RotatePairs(x)",
            "Reshape(x, lengths)", "Reshape(x, lengths)", "Sigmoid(x)", "Silu(x)", "Sin(x)", "Slice(x, axis, start, length)",
            "Softmax(x, axis = -1)", "SoftmaxCrossEntropy(logits, labels)", "Softplus(x)", "Sqrt(x)", "Stack(axis, parts)",
            "StopGradient(x)", "StopGradient(x)", "Sum(x)", "Sum(x, axis, keepDims = False)", "Tanh(x)", "Transpose(x)",
            "Transpose(x, axis1, axis2)", "Where(condition, x, y)", "Zeros(lengths)",
            "BinaryCrossEntropy(logits, target, labelSmoothing = 0, positiveWeight = 1, reduction = Mean)", "CosineDistance(prediction, target, reduction = Mean)",
            "Focal(logits, target, gamma = 2, alpha = 0.25, reduction = Mean)", "Hinge(prediction, target, reduction = Mean)",
            "KullbackLeibler(logits, target, reduction = Mean)", "MeanAbsoluteError(prediction, target, reduction)", "MeanSquaredError(prediction, target, reduction)",
            "SoftmaxCrossEntropy(logits, labels, reduction)", "SoftmaxCrossEntropy(logits, labels, labelSmoothing, reduction = Mean)",
            "SoftmaxCrossEntropy(logits, labels, classWeights, labelSmoothing = 0, reduction = Mean)",
            "AvgPool1d(x, kernel, stride, padding = 0)", "AvgPool2d(x, kernel, stride, padding = 0)", "MaxPool1d(x, kernel, stride, padding = 0)", "MaxPool2d(x, kernel, stride, padding = 0)",
            "Conv1d(x, kernel, stride = 1, padding = 0, dilation = 1, groups = 1)", "Conv1d(x, kernel, bias, stride = 1, padding = 0, dilation = 1, groups = 1)",
            "Conv2d(x, kernel, stride = 1, padding = 0, dilation = 1, groups = 1)", "Conv2d(x, kernel, bias, stride = 1, padding = 0, dilation = 1, groups = 1)",
            "ConvTranspose2d(x, kernel, stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0)",
            "ConvTranspose2d(x, kernel, bias, stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0)",
        ];
        MethodInfo[] methods = typeof(Nn).GetMethods(BindingFlags.Public | BindingFlags.Static);
        Assert.Equal(expected.Order(StringComparer.Ordinal), methods.Select(Signature).Order(StringComparer.Ordinal));

        static string Signature(MethodInfo method) => $"{method.Name}({string.Join(", ", method.GetParameters().Select(Declaration))})";

        static string Declaration(ParameterInfo parameter)
            => parameter.HasDefaultValue ? FormattableString.Invariant($"{parameter.Name} = {parameter.DefaultValue}") : parameter.Name!;
    }
}
