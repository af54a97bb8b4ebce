using System.Text;
using static AutoGrad.Generators.Benchmarks.Project.SampleProject;

namespace AutoGrad.Generators.Benchmarks.Project;

/// <summary>Functions of numbers whose 30 statements follow one another; each reads the one before it.</summary>
internal static class StraightWriter
{
    public static string Text(string name, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder($"    public static double {name}(double x, double y, double z)\n    {{\n        double v0 = x * y + z;\n");
        for (int i = 1; i < 29; i++)
            text.Append($"        double v{Number(i)} = {Expression(random, $"v{Number(i - 1)}", $"v{Number(random.Next(i))}")};\n");
        return text.Append("        return v28 + x;\n    }\n").ToString();
    }

    /// <summary>An expression of the last value and an earlier one.</summary>
    public static string Expression(Random random, string last, string earlier)
    {
        string number = $"0.{Number(random.Next(1, 10))}", argument = random.Next(2) == 0 ? "x" : "y";
        return random.Next(8) switch
        {
            0 => $"{last} * {earlier} + {number}",
            1 => $"Math.Sin({last}) * {argument}",
            2 => $"{last} / (1 + {earlier} * {earlier})",
            3 => $"Math.Exp(-{last} * {last}) + {earlier}",
            4 => $"Math.Sqrt(1 + {last} * {last}) - {argument}",
            5 => $"Math.Tanh({last} + {earlier})",
            6 => $"{number} * {last} - {earlier}",
            _ => $"Math.Log(1 + {last} * {last})",
        };
    }
}
