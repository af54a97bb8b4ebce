namespace AutoGrad.Generators.Tests.Diagnostics;

/// <content>AG5: gradients that will explode or vanish.</content>
internal static partial class WrongPrograms
{
    // A forward pass through weights of 64 by 64, and its loss.
    private static string Forward(string members, string body, string rule, string attribute = "") => Model(
        $"{members} [Forward{attribute}] public Tensor<float> {{|{rule}:Predict|}}([Shape(\"n\", 64)] Tensor<float> x) {{ {body} }} "
        + "[Loss] public float Loss([Shape(\"n\", 64)] Tensor<float> x, [Shape(\"n\", 64)] Tensor<float> y) => MeanSquaredError(Predict(x), y);");

    private static string Weights(int count, string init)
        => string.Concat(Enumerable.Range(1, count).Select(i => $"[Parameter(64, 64, {init})] public partial Tensor<float> W{i} {{ get; }} "));

    private static string Layers(int count, string activation)
        => string.Concat(Enumerable.Range(1, count).Select(i => $"x = {activation}(MatMul(x, W{i})); ")) + "return x;";

    private static string Steps(int count) => $"for (int t = 0; t < {count}; t++) x = MatMul(x, W1); return x;";

    private static IEnumerable<(string Name, string Program)> Health() =>
    [
        ("weights far too large", Forward(Weights(4, "Init = Init.Normal, Scale = 0.5f"), Layers(4, "Relu"), "AG5001")),
        ("sums of many rectifiers", Forward(Weights(12, "Init = Init.HeNormal"), string.Concat(Enumerable.Range(1, 12).Select(i => $"x = x + Relu(MatMul(x, W{i})); ")) + "return x;", "AG5001")),
        ("a recurrence that expands", Forward(Weights(1, "Init = Init.Orthogonal, Scale = 1.2f"), Steps(30), "AG5001")),
        ("a recurrence that is cut late", Forward(Weights(1, "Init = Init.Orthogonal, Scale = 1.2f"), Steps(30), "AG5001", ", TruncatedBackprop(20)")),
        ("sigmoids", Forward(Weights(4, "Init = Init.GlorotUniform"), Layers(4, "Sigmoid"), "AG5002")),
        ("a recurrence that contracts", Forward(Weights(1, "Init = Init.Orthogonal, Scale = 0.8f"), Steps(30), "AG5002")),
        ("an exponential of large numbers", Forward("[Parameter(64, Init = Init.Constant, Scale = 100f)] public partial Tensor<float> W { get; }", "return x * Exp(W);", "AG5003")),
        ("a product of constants", Forward(Weights(1, "Init = Init.HeNormal"), "return (Sigmoid(MatMul(x, W1)) + 2f) * 3e38f;", "AG5003")),
        ("a recurrence that expands a little", Forward(Weights(1, "Init = Init.Orthogonal, Scale = 1.1f"), Steps(15), "AG5004")),
    ];
}
