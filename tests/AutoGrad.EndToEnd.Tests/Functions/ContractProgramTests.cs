using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>The documentation's program about functions, as it stands there, line by line.</summary>
[Collection(nameof(Alone))]
public partial class ContractProgramTests
{
    [Fact]
    public void The_program_prints_what_its_comments_say()
    {
        string[] lines = Run(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "AutoGrad.Generators.Tests", "Programs", "Functions.cs")));
        Assert.Equal(5, lines.Length);

        // 24.2, (-215.6, -88)
        Assert.Equal([24.2, -215.6, -88], Numbers(lines[0]), new Relative(1e-14));
        Assert.Equal([-215.6], Numbers(lines[1]), new Relative(1e-14));
        // Value 1.41421356…, X 0.35355339…
        Assert.Equal([Math.Sqrt(2), 0.5 / Math.Sqrt(2)], Numbers(lines[2]), new Relative(1e-13));
        double z = -((0.5 * 1) - 2 - 1);
        Assert.Equal([Math.Log(1 + Math.Exp(z)), -0.5 / (1 + Math.Exp(-z))], Numbers(lines[3]), new Relative(1e-14));
        Assert.StartsWith("largest relative error ", lines[4], StringComparison.Ordinal);
        Assert.InRange(Numbers(lines[4])[0], 0, 1e-8);
    }

    private static string[] Run(string program)
    {
        MethodInfo main = new UserProject(isProgram: true).Load(program).EntryPoint!;
        TextWriter before = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            Console.SetOut(output);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(before);
            CultureInfo.CurrentCulture = culture;
        }

        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Here([CallerFilePath] string path = "") => path;

    private static double[] Numbers(string line)
        => [.. Number().Matches(line).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+(\.\d+)?(E[+-]?\d+)?")]
    private static partial Regex Number();

    private sealed class Relative(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance * Math.Abs(x);

        public int GetHashCode(double value) => 0;
    }
}
