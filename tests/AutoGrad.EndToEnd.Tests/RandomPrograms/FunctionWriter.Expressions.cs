namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <content>Conditions, numbers and vectors.</content>
internal sealed partial class FunctionWriter
{
    private string Condition() => _random.Next(8) switch
    {
        0 => "flag",
        1 => $"{Variable()} > {Number()}",
        2 => $"{Variable()} < {Variable()}",
        3 => $"n % 2 == {_random.Next(2)}",
        4 => $"({Variable()} > {Number()} && {Variable()} < {Number()})",
        5 => $"(!flag || {Variable()} < {Number()})",
        6 => $"Mean({s_vectors[_random.Next(3)]}) < {Number()}",
        _ => _counters.Count > 0 ? $"{_counters[_random.Next(_counters.Count)]} >= {_random.Next(3)}" : $"(n > {_random.Next(4)} || mode == Mode.One)",
    };

    private string Bounded() => _random.Next(5) switch
    {
        0 => $"Math.Sin({Expression(2)})",
        1 => $"Math.Tanh({Expression(2)})",
        2 => $"({Expression(1)}) / (2 + {Variable()} * {Variable()})",
        3 => $"Math.Cos({Expression(2)}) * 0.7",
        _ => $"1 / (1 + Math.Exp(-({Expression(1)})))",
    };

    private string Expression(int depth) => depth == 0 ? Leaf() : _random.Next(8) switch
    {
        0 => $"{Expression(depth - 1)} * {Leaf()}",
        1 or 2 => $"({Expression(depth - 1)} + {Leaf()})",
        3 => $"({Leaf()} - {Expression(depth - 1)})",
        4 => $"({Condition()} ? {Expression(depth - 1)} : {Leaf()})",
        5 => $"Local({Leaf()})",
        6 => $"({Scalar()} - {Leaf()})",
        _ => $"lambda({Expression(depth - 1)})",
    };

    private string Leaf() => _random.Next(6) switch { 0 => Number(), 1 when _counters.Count > 0 => _counters[^1], _ => Variable() };

    // A number made of a vector.
    private string Scalar() => _random.Next(5) switch
    {
        0 => $"Mean({Vector(1)})",
        1 => $"Tensor.Dot<double>({Vector(0)}, {Vector(0)})",
        2 => $"LogSumExp({Vector(0)}, 0)[0]",
        3 => "u[0]",
        _ => $"Sum({Bounds(Vector(1))})",
    };

    private string Bounds(string vector) => _random.Next(5) switch
    {
        0 => $"Tanh({vector})",
        1 => $"Sin({vector})",
        2 => $"Sigmoid({vector}) * {Variable()}",
        3 => $"Softmax({vector})",
        _ => $"({vector}) / (1.5 + q * q)",
    };

    private string Vector(int depth) => depth == 0 ? s_vectors[_random.Next(3)] : _random.Next(9) switch
    {
        0 => $"({Vector(depth - 1)} * {Vector(0)})",
        1 or 2 => $"({Vector(depth - 1)} + {Vector(0)})",
        3 => $"({Vector(0)} - {Variable()} * {Vector(depth - 1)})",
        4 => $"({Condition()} ? {Vector(depth - 1)} : {Vector(0)})",
        5 => $"Rows({Vector(0)})",
        6 => $"Reshape(MatMul(w, Reshape(Full({Variable()}, 3), 3, 1)), u.Lengths[0])",
        7 => $"Sum(w * Reshape({Vector(0)}, u.Lengths[0], 1), 1)",
        _ => $"Where(Tensor.GreaterThan<double>(p, q), {Vector(depth - 1)}, {Vector(0)})",
    };

    private string Variable() => s_numbers[_random.Next(s_numbers.Length)];

    private string Pair()
    {
        int first = _random.Next(5);
        return $"{s_numbers[first]}, {s_numbers[(first + 1 + _random.Next(4)) % 5]}";
    }
}
