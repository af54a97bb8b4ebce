using System.Globalization;
using System.Text;

namespace AutoGrad.Generators.Tests.Functions;

/// <summary>
/// Writes functions of numbers at random: nested loops and branches, jumps, switches, tuples, local functions and calls of other functions.
/// Every value is bounded and every loop ends.
/// </summary>
internal sealed class RandomProgram(int seed, int statements = 22)
{
    private static readonly string[] s_variables = ["a", "b", "c", "x", "y"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly List<string> _counters = [];
    private readonly List<string> _kinds = [];
    private int _next;
    private int _budget;

    /// <summary>A class of that name with functions <c>F0</c>, <c>F1</c>, ... of (double x, double y, int n, bool flag).</summary>
    public string Write(string name, int functions)
    {
        _text.Append("public static partial class ").Append(name).Append("\n{\n");
        for (int i = 0; i < functions; i++)
            WriteFunction(i);
        return _text.Append("}\n").ToString();
    }

    private void WriteFunction(int index)
    {
        _budget = statements;
        _text.Append(CultureInfo.InvariantCulture, $"    [Differentiable]\n    public static double F{index}(double x, double y, int n, bool flag)\n    {{\n");
        _text.Append("        double a = x * y, b = 0.5, c;\n");
        Line(2, _random.Next(2) == 0 ? "c = Math.Cos(x);" : "if (flag) c = y; else c = x * 0.5;");
        Line(2, $"double Local(double v) {{ {(_random.Next(2) == 0 ? "if (v > 0.4) return v * x; " : "")}b = Math.Sin(b + v); return 0.5 * v + {Number()} * c; }}");
        Line(2, "Func<double, double> lambda = v => Math.Sin(v * b) + 0.3;");
        if (index > 0 && _random.Next(2) == 0)
            Line(2, $"a += 0.5 * F{_random.Next(index)}(c, y, {(_random.Next(2) == 0 ? "n" : "2")}, {(_random.Next(2) == 0 ? "flag" : "true")});");
        Block(2, 3);
        Line(2, "return a + 0.5 * b + c * x + 0.25 * y;");
        _text.Append("    }\n\n");
    }

    private void Block(int indent, int depth)
    {
        int count = _random.Next(1, 5);
        for (int i = 0; i < count && _budget > 0; i++)
            Statement(indent, depth);
    }

    private void Statement(int indent, int depth)
    {
        _budget--;
        switch (_random.Next(depth > 0 ? 16 : 6))
        {
            case 0 or 1:
                Line(indent, $"{Variable()} = {Bounded()};");
                break;
            case 2:
                Line(indent, $"{Variable()} {(_random.Next(2) == 0 ? "+=" : "*=")} {Bounded()} * 0.5;");
                break;
            case 3:
                Line(indent, $"({Pair()}) = ({Bounded()}, {Bounded()});");
                break;
            case 4:
                Jump(indent);
                break;
            case 5:
                Line(indent, $"{Variable()} = n switch {{ 0 => {Bounded()}, 1 or 3 => {Bounded()}, > 3 => {Variable()}, _ => {Bounded()} }};");
                break;
            case 6 or 7 or 8:
                Line(indent, $"if ({Condition()})");
                Braces(indent, depth, null);
                if (_random.Next(2) == 0)
                {
                    Line(indent, "else");
                    Braces(indent, depth, null);
                }

                break;
            case 9 or 10 or 11:
                string i = $"i{_next++}";
                string end = _random.Next(3) switch { 0 => "n", 1 => "3", _ => _counters.Count > 0 ? _counters[_random.Next(_counters.Count)] : "n - 1" };
                Line(indent, _random.Next(3) switch
                {
                    0 => $"for (int {i} = {end}; {i} > 0; {i}--)",
                    1 => $"foreach (int {i} in Enumerable.Range(1, {(end == "n - 1" ? "n" : end)}))",
                    _ => $"for (int {i} = 0; {i} < {end}; {i}++)",
                });
                _counters.Add(i);
                Braces(indent, depth, "loop");
                _counters.Remove(i);
                break;
            case 12:
                string k = $"k{_next++}";
                Line(indent, $"int {k} = 0;");
                Line(indent, $"while ({k} < {_random.Next(1, 6)} && {Condition()})");
                Line(indent, "{");
                Line(indent + 1, $"{k}++;");
                Inside(indent, depth, "loop");
                Line(indent, "}");
                break;
            case 13:
                string d = $"k{_next++}";
                Line(indent, $"int {d} = 0;");
                Line(indent, "do");
                Braces(indent, depth, "loop");
                Line(indent, $"while ({d}++ < {_random.Next(0, 4)} && {Condition()});");
                break;
            case 14:
                Line(indent, $"switch ({(_counters.Count > 0 ? _counters[^1] : "n")} % 3)");
                Line(indent, "{");
                foreach (string label in new[] { "case 0:", "case 1:", "default:" })
                {
                    Line(indent + 1, label);
                    Inside(indent + 1, depth, "switch");
                    Line(indent + 2, "break;");
                }

                Line(indent, "}");
                break;
            default:
                string t = $"t{_next++}";
                Line(indent, $"var {t} = {Condition()} ? ({Bounded()}, {Bounded()}) : ({Variable()}, {Number()});");
                Line(indent, $"{Variable()} = {t}.Item1 * {t}.Item2;");
                break;
        }
    }

    private void Jump(int indent)
    {
        string jump = _kinds.Contains("loop") && _random.Next(3) > 0 ? _random.Next(2) == 0 ? "break" : "continue" : _random.Next(2) == 0 && _kinds.Count > 0 ? $"return {Bounded()}" : "a = 0.5 * a";
        Line(indent, $"if ({Condition()}) {jump};");
    }

    private void Braces(int indent, int depth, string? kind)
    {
        Line(indent, "{");
        Inside(indent, depth, kind);
        Line(indent, "}");
    }

    private void Inside(int indent, int depth, string? kind)
    {
        if (kind is not null)
            _kinds.Add(kind);
        Block(indent + 1, depth - 1);
        if (kind is not null)
            _kinds.RemoveAt(_kinds.Count - 1);
    }

    private string Condition() => _random.Next(7) switch
    {
        0 => "flag",
        1 => $"{Variable()} > {Number()}",
        2 => $"{Variable()} < {Variable()}",
        3 => $"n % 2 == {_random.Next(2)}",
        4 => $"({Variable()} > {Number()} && {Variable()} < {Number()})",
        5 => $"(!flag || {Variable()} < {Number()})",
        _ => _counters.Count > 0 ? $"{_counters[_random.Next(_counters.Count)]} >= {_random.Next(3)}" : $"n > {_random.Next(4)}",
    };

    private string Bounded() => _random.Next(5) switch
    {
        0 => $"Math.Sin({Expression(2)})",
        1 => $"Math.Tanh({Expression(2)})",
        2 => $"({Expression(1)}) / (2 + {Variable()} * {Variable()})",
        3 => $"Math.Cos({Expression(2)}) * 0.7",
        _ => $"1 / (1 + Math.Exp(-({Expression(1)})))",
    };

    private string Expression(int depth) => depth == 0 ? Leaf() : _random.Next(7) switch
    {
        0 => $"{Expression(depth - 1)} * {Leaf()}",
        1 or 2 => $"({Expression(depth - 1)} + {Leaf()})",
        3 => $"({Leaf()} - {Expression(depth - 1)})",
        4 => $"({Condition()} ? {Expression(depth - 1)} : {Leaf()})",
        5 => $"Local({Leaf()})",
        _ => $"lambda({Expression(depth - 1)})",
    };

    private string Leaf() => _random.Next(6) switch { 0 => Number(), 1 when _counters.Count > 0 => _counters[^1], _ => Variable() };

    private string Variable() => s_variables[_random.Next(s_variables.Length)];

    private string Pair()
    {
        int first = _random.Next(5);
        return $"{s_variables[first]}, {s_variables[(first + 1 + _random.Next(4)) % 5]}";
    }

    private string Number() => ((_random.NextDouble() * 2) - 1).ToString("F3", CultureInfo.InvariantCulture);

    private void Line(int indent, string text) => _text.Append(' ', 4 * indent).Append(text).Append('\n');
}
