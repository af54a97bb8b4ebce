using System.Text;
using static AutoGrad.Generators.Benchmarks.Project.SampleProject;

namespace AutoGrad.Generators.Benchmarks.Project;

/// <summary>Functions of tensors of 30 statements.</summary>
internal static class TensorWriter
{
    public static string Text(string name, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder($"    public static double {name}([Shape(\"n\")] Tensor<double> x, [Shape(\"n\")] Tensor<double> y, double c)\n    {{\n        Tensor<double> v0 = x * y;\n");
        for (int i = 1; i < 29; i++)
            text.Append($"        Tensor<double> v{Number(i)} = {Expression(random, $"v{Number(i - 1)}", $"v{Number(random.Next(i))}", "c")};\n");
        return text.Append("        return Mean(v28 * v28);\n    }\n").ToString();
    }

    /// <summary>An expression of tensors of one shape.</summary>
    public static string Expression(Random random, string last, string earlier, string number) => random.Next(7) switch
    {
        0 => $"{last} * {earlier}",
        1 => $"Tanh({last}) + {earlier}",
        2 => $"Sigmoid({last}) * {number}",
        3 => $"{last} - {earlier} * {earlier}",
        4 => $"Sin({last})",
        5 => $"Exp(-{last} * {last})",
        _ => $"Relu({last}) + {number}",
    };
}
