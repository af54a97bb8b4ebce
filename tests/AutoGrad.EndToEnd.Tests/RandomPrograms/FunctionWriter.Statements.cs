namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <content>Statements.</content>
internal sealed partial class FunctionWriter
{
    private void Statement(int indent, int depth)
    {
        _budget--;
        switch (_random.Next(depth > 0 ? 22 : 10))
        {
            case 0:
                Line(indent, $"{Variable()} = {Bounded()};");
                break;
            case 1:
                Line(indent, $"{Variable()} {(Chance(0.5) ? "+=" : "*=")} {Bounded()} * 0.5;");
                break;
            case 2:
                Line(indent, $"({Pair()}) = ({Bounded()}, {Bounded()});");
                break;
            case 3:
                Jump(indent);
                break;
            case 4:
                Line(indent, $"{Variable()} = n switch {{ 0 => {Bounded()}, 1 or 3 => {Bounded()}, var k when k > 3 && {Condition()} => {Variable()} + 0.1 * k, _ => {Bounded()} }};");
                break;
            case 5:
                Line(indent, $"{Variable()} = (mode, flag) switch {{ (Mode.None, true) => {Bounded()}, (Mode.One, _) => {Bounded()}, _ => {Variable()} }};");
                break;
            case 6 or 7:
                Line(indent, $"{(Chance(0.5) ? "p" : "q")} = {Bounds(Vector(2))};");
                break;
            case 8:
                Line(indent, Chance(0.5) ? "(p, q) = (q, p);" : $"(p, q) = ({Bounds(Vector(1))}, p);");
                break;
            case 9:
                InPlace(indent);
                break;
            case 10 or 11 or 12:
                Line(indent, $"if ({Condition()})");
                Braces(indent, depth, null);
                if (Chance(0.5))
                {
                    Line(indent, "else");
                    Braces(indent, depth, null);
                }

                break;
            case 13 or 14 or 15:
                Counted(indent, depth);
                break;
            case 16:
                string k = $"k{_names++}";
                Line(indent, $"int {k} = 0;");
                Line(indent, $"while ({k} < {_random.Next(1, 6)} && {Condition()})");
                Line(indent, "{");
                Line(indent + 1, $"{k}++;");
                Inside(indent, depth, "loop");
                Line(indent, "}");
                break;
            case 17:
                string d = $"k{_names++}";
                Line(indent, $"int {d} = 0;");
                Line(indent, "do");
                Braces(indent, depth, "loop");
                Line(indent, $"while ({d}++ < {_random.Next(0, 4)} && {Condition()});");
                break;
            case 18:
                Choose(indent, depth);
                break;
            case 19:
                string t = $"t{_names++}";
                Line(indent, $"var {t} = {Condition()} ? ({Bounded()}, {Vector(1)}) : ({Variable()}, p);");
                Line(indent, $"{Variable()} = {t}.Item1 * 0.7;");
                Line(indent, $"q = {Bounds($"q + {t}.Item2")};");
                break;
            case 20:
                string v = $"v{_names++}";
                Line(indent, $"foreach (double {v} in {(Chance(0.5) ? "u" : "w")})");
                Line(indent, "{");
                Line(indent + 1, $"{Variable()} = Math.Tanh({Variable()} + {v} * {Variable()});");
                Inside(indent, depth, "loop");
                Line(indent, "}");
                break;
            default:
                Line(indent, $"{Variable()} = {Bounded()} + 0.2 * {Scalar()};");
                break;
        }
    }

    private void Counted(int indent, int depth)
    {
        string i = $"i{_names++}";
        string end = _random.Next(4) switch { 0 => "n", 1 => "3", 2 => "u.Lengths[0]", _ => _counters.Count > 0 ? _counters[_random.Next(_counters.Count)] : "n - 1" };
        bool isRow = end == "u.Lengths[0]";
        Line(indent, isRow ? $"for (int {i} = 0; {i} < {end}; {i}++)" : _random.Next(3) switch
        {
            0 => $"for (int {i} = {end}; {i} > 0; {i}--)",
            1 => $"foreach (int {i} in Enumerable.Range(1, {(end == "n - 1" ? "n" : end)}))",
            _ => $"for (int {i} = 0; {i} < {end}; {i}++)",
        });
        _counters.Add(i);
        Line(indent, "{");
        if (isRow)
            Line(indent + 1, Chance(0.5) ? $"{Variable()} = Math.Sin(a + u[{i}] * {Variable()}) + 0.1 * p[{i}];" : $"c = Math.Tanh(c + Sum(Tanh(At(w, {i})) * 0.5));");
        Inside(indent, depth, "loop");
        Line(indent, "}");
        _counters.Remove(i);
    }

    private void Choose(int indent, int depth)
    {
        bool isEnum = Chance(0.5);
        Line(indent, isEnum ? "switch (mode)" : $"switch ({(_counters.Count > 0 ? _counters[^1] : "n")} % 3)");
        Line(indent, "{");
        foreach (string label in isEnum ? new[] { $"case Mode.One when {Condition()}:", "case Mode.None or Mode.Two:", "default:" } : ["case 0:", "case 1:", "default:"])
        {
            Line(indent + 1, label);
            Inside(indent + 1, depth, "switch");
            Line(indent + 2, "break;");
        }

        Line(indent, "}");
    }

    // Of a tensor of its own.
    private void InPlace(int indent)
    {
        string h = $"h{_names++}";
        Line(indent, $"Tensor<double> {h} = {Bounds(Vector(1))};");
        Line(indent, $"{h} {(Chance(0.5) ? "+=" : "-=")} {s_vectors[_random.Next(3)]};");
        if (Chance(0.5))
            Line(indent, $"for (int i{_names} = 0; i{_names} < 3; i{_names++}++) {h} *= {Bounded()};");
        Line(indent, $"p = Tanh({h});");
    }

    private void Jump(int indent)
    {
        string result = _givesTensor ? "q * a" : Bounded();
        string jump = _kinds.Contains("loop") && _random.Next(3) > 0 ? Chance(0.5) ? "break" : "continue" : Chance(0.5) && _kinds.Count > 0 ? $"return {result}" : "a = 0.5 * a";
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
}
