using System.Globalization;
using System.Text;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>
/// Writes two functions of numbers and tensors at random, the second of which may call the first and its derivatives: nested loops and
/// branches, jumps, switches, tuples, local functions, lambdas and operators in place. Every value is bounded and every loop ends.
/// </summary>
internal sealed partial class FunctionWriter
{
    /// <summary>The first function, which is smaller.</summary>
    public const string Inner = "Inner";

    /// <summary>The second function.</summary>
    public const string Outer = "Outer";

    private const string Arguments = "double x, double y, int n, bool flag, Mode mode, [Shape(\"m\")] Tensor<double> u, [Shape(\"m\", 3)] Tensor<double> w";

    private static readonly string[] s_numbers = ["a", "b", "c", "x", "y"];
    private static readonly string[] s_vectors = ["p", "q", "u"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<string> _counters = [];
    private readonly List<string> _kinds = [];
    private bool _givesTensor;
    private bool _innerGivesTensor;
    private bool _isOuter;
    private int _names;
    private int _budget;

    private FunctionWriter(int seed) => _random = new Random(seed);

    /// <summary>A class of that name with both functions.</summary>
    public static string Write(string name, int seed)
    {
        var writer = new FunctionWriter(seed);
        writer._text.Append(CultureInfo.InvariantCulture, $"#pragma warning disable CS0162, CS0219, CS1718, CS8321 // Nobody wrote this to be read.\nusing System.Linq;\n\npublic static partial class {name}\n{{\n    public enum Mode {{ None, One, Two }}\n\n");
        writer.WriteFunction(Inner, 3);
        writer._isOuter = true;
        writer.WriteFunction(Outer, 4);
        return writer._text.Append("}\n").ToString();
    }

    private void WriteFunction(string name, int statements)
    {
        _budget = statements;
        _innerGivesTensor = _givesTensor;
        _givesTensor = Chance(0.3);
        Line(1, "[Differentiable]");
        Line(1, $"public static {(_givesTensor ? "Tensor<double>" : "double")} {name}({Arguments})");
        Line(1, "{");
        Line(2, "double a = x * y, b = 0.5, c;");
        Line(2, "Tensor<double> p = u * 0.7, q = Reshape(MatMul(w, Full(0.4, 3, 1)), u.Lengths[0]);");
        Line(2, Chance(0.5) ? "c = Math.Cos(x);" : "if (flag) c = y; else c = x * 0.5;");
        Line(2, $"double Local(double v) {{ {(Chance(0.5) ? "if (v > 0.4) return v * x; " : "")}b = Math.Sin(b + v); return 0.5 * v + {Number()} * c; }}");
        Line(2, $"Tensor<double> Rows(Tensor<double> v) {{ {(Chance(0.3) ? "if (Mean(v) > 0.3) return q; " : "")}{(Chance(0.4) ? "p = Tanh(p + 0.1 * v); " : "")}return Sin(v * b) + 0.2 * q; }}");
        Line(2, "Func<double, double> lambda = v => Math.Sin(v * b) + 0.3;");
        if (_isOuter)
            CallInner();
        Block(2, _isOuter ? 3 : 2);
        // Every argument is used, w too where q was assigned anew: one that is not is refused.
        Line(2, _givesTensor ? "return p * a + 0.5 * q - b * u + 0.1 * c + 0.05 * Sum(w);" : "return a + 0.5 * b + c * x + 0.25 * y + Sum(p * q) + 0.3 * Mean(u * p) + 0.05 * Sum(w);");
        Line(1, "}\n");
    }

    private void CallInner()
    {
        string given = $"{Bounded()}, y, {(Chance(0.5) ? "n" : "2")}, {(Chance(0.5) ? "flag" : "true")}, {(Chance(0.5) ? "mode" : "Mode.Two")}, {Bounds("p + 0.2 * u")}, w";
        string sum = _innerGivesTensor ? "Mean" : "";
        Line(2, (_random.Next(7), _innerGivesTensor) switch
        {
            (0, _) => $"a += 0.3 * {sum}({Inner}({given}));",
            (1, false) => $"var g = {Inner}Gradient({given}); b += 0.1 * Math.Tanh(g.X) + 0.1 * Math.Sin(g.Value); q = q + 0.1 * Tanh(g.U);",
            (1, true) => $"var g = {Inner}Vjp({given}, Cos(p)); b += 0.1 * Math.Tanh(g.X); q = q + 0.1 * Tanh(g.U) - 0.2 * Sin(g.Value);",
            (2, _) => $"var g = {Inner}Jvp({given}, 0.3, a, Sin(q), w * x); a += 0.2 * Math.Tanh({sum}(g.Tangent));",
            _ => "p = p + 0.3 * Rows(u);",
        });
    }

    private void Block(int indent, int depth)
    {
        int count = _random.Next(1, 5);
        for (int i = 0; i < count && _budget > 0; i++)
            Statement(indent, depth);
    }

    private void Line(int indent, string text) => _text.Append(' ', 4 * indent).Append(text).Append('\n');

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private string Number() => ((_random.NextDouble() * 2) - 1).ToString("F3", CultureInfo.InvariantCulture);
}
