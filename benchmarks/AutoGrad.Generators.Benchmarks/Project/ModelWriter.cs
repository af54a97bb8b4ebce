using System.Text;
using static AutoGrad.Generators.Benchmarks.Project.SampleProject;

namespace AutoGrad.Generators.Benchmarks.Project;

/// <summary>A model whose forward pass and loss have 30 statements each; the loss calls the forward pass.</summary>
internal sealed class ModelWriter(int seed, bool isAnnotated)
{
    private readonly Random _random = new(seed);

    public string Text => $$"""
        {{Usings}}{{Attribute("[Model, ClipNorm]\n")}}public sealed partial class Model{{Number(seed)}}
        {
        {{Parameter("W1", 16, 32)}}{{Parameter("B1", 32)}}{{Parameter("W2", 32, 32)}}{{Parameter("B2", 32)}}{{Parameter("W3", 32, 8)}}{{Parameter("B3", 8)}}
        {{Attribute("    [Forward]\n")}}    public Tensor<float> Predict({{Shaped("16")}}Tensor<float> x)
            {
        {{Forward()}}    }

        {{Attribute("    [Loss]\n")}}    public float Loss({{Shaped("16")}}Tensor<float> x, {{Shaped("8")}}Tensor<float> y)
            {
        {{Loss()}}    }
        }

        """;

    private string Attribute(string text) => isAnnotated ? text : "";

    private string Shaped(string columns) => Attribute($"[Shape(\"batch\", {columns})] ");

    private string Parameter(string name, params int[] lengths)
    {
        string list = string.Join(", ", lengths);
        return isAnnotated
            ? $"    [Parameter({list}), L2(1e-4f)] public partial Tensor<float> {name} {{ get; }}\n"
            : $"    public Tensor<float> {name} {{ get; }} = Tensor.CreateFromShape<float>([{list}]);\n";
    }

    private string Forward()
    {
        var text = new StringBuilder("        Tensor<float> v0 = MatMul(x, W1) + B1;\n");
        AddChain(text, 1, 14, from: 0);
        text.Append("        Tensor<float> v14 = MatMul(v13, W2) + B2;\n");
        AddChain(text, 15, 29, from: 14);
        return text.Append("        return MatMul(v28, W3) + B3;\n").ToString();
    }

    private string Loss()
    {
        var text = new StringBuilder("        Tensor<float> v0 = Predict(x) - y;\n");
        AddChain(text, 1, 29, from: 0);
        return text.Append("        return Mean(v28 * v28);\n").ToString();
    }

    private void AddChain(StringBuilder text, int first, int end, int from)
    {
        for (int i = first; i < end; i++)
            text.Append($"        Tensor<float> v{Number(i)} = {TensorWriter.Expression(_random, $"v{Number(i - 1)}", $"v{Number(_random.Next(from, i))}", "0.5f")};\n");
    }
}
