using System.Globalization;
using System.Text;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>
/// Writes a random model class: a forward method of some statements over inputs and parameters, and a loss of its result. Elements are kept
/// of moderate size and away from poles, so that float and double can be compared; every value reaches the loss.
/// </summary>
internal sealed partial class ProgramWriter
{
    private static readonly int[] s_lengths = [1, 2, 3, 4, 5, 7, 8, 16, 17];

    private readonly Random _random;
    private readonly List<Shaped> _tensors = [];
    private readonly List<string> _scalars = [];
    private readonly List<ProgramInput> _masks = [];
    private readonly HashSet<string> _unused = [];
    private readonly List<ProgramParameter> _parameters = [];
    private readonly List<ProgramInput> _inputs = [];
    private readonly Dictionary<string, string> _symbols = [];
    private readonly List<string> _helpers = [];
    private readonly StringBuilder _body = new();
    private bool _hasRow;
    private int _names;

    private ProgramWriter(int seed) => _random = new Random(seed);

    /// <summary>The program of a seed.</summary>
    public static RandomProgram Write(string name, int seed)
    {
        var writer = new ProgramWriter(seed);
        writer.AddInputs();
        int statements = writer._random.Next(2, 9);
        for (int i = 0; i < statements; i++)
            writer.AddStatement();
        Shaped result = writer.Finish();
        return writer.Assemble(name, seed, result);
    }

    private void AddInputs()
    {
        int count = _random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            Length[] shape = _random.Next(8) switch
            {
                0 => [Length.Symbol("batch")],
                1 or 2 or 3 => [Length.Symbol("batch"), PickLength()],
                4 => [Length.Symbol("time"), Length.Symbol("batch"), PickLength()],
                5 => [Length.Symbol("batch"), PickLength(), PickLength()],
                6 => [PickLength(), PickLength()],
                _ => [Length.Symbol("batch"), Length.Symbol("time")],
            };
            // An input of a shape that another has combines with it.
            if (i > 0 && Chance(0.4))
                shape = _inputs[0].Shape;
            var input = new ProgramInput($"x{i}", shape);
            for (int axis = 0; axis < shape.Length; axis++)
            {
                if (!shape[axis].IsConstant)
                    _symbols.TryAdd(shape[axis].Symbols, FormattableString.Invariant($"{input.Name}.Lengths[{axis}]"));
            }

            _inputs.Add(input);
            _tensors.Add(new Shaped(input.Name, shape, 1));
        }

        if (_inputs.Count == 3)
            return;
        switch (_random.Next(6))
        {
            case 0:
                _masks.Add(new ProgramInput("mask", Chance(0.5) ? _inputs[0].Shape : _inputs[0].Shape[^1..], "bool"));
                _inputs.Add(_masks[0]);
                break;
            case 1:
                _inputs.Add(new ProgramInput("scale", []));
                _scalars.Add("scale");
                break;
            case 2:
                _inputs.Add(new ProgramInput("row", [], "int"));
                _hasRow = true;
                break;
        }
    }

    private void AddStatement()
    {
        if (Chance(0.15))
        {
            AddScalar();
            return;
        }

        if (Chance(0.2))
        {
            AddControlFlow();
            return;
        }

        Shaped value = Tame(Expression(_random.Next(1, 4)));
        string name = $"t{_names++}";
        string type = Chance(0.3) ? "var" : "Tensor<float>";
        _body.Append(CultureInfo.InvariantCulture, $"        {type} {name} = {value.Code};\n");
        if (Chance(0.1))
        {
            value = Tame(new Shaped($"{name} + Tanh({name})", value.Shape, value.Size + 1));
            _body.Append(CultureInfo.InvariantCulture, $"        {name} = {value.Code};\n");
        }

        _tensors.Add(value with { Code = name });
        _unused.Add(name);
    }

    private void AddScalar()
    {
        string name = $"s{_names++}";
        Shaped x = Pick();
        string value = _random.Next(6) switch
        {
            0 => $"Mean({x.Code})",
            1 => $"MathF.Tanh(Sum({x.Code}))",
            2 => $"Max({x.Code}) * 0.5f",
            3 => $"Mean({x.Code} * {x.Code}) + 0.5f",
            4 => $"MathF.Exp(-MathF.Abs(Mean({x.Code}) + 0.3f))",
            _ => _scalars.Count > 0 ? $"{PickScalar()} * Mean({x.Code}) - {Number()}" : $"MathF.Sqrt(Mean({x.Code} * {x.Code}) + 0.5f)",
        };
        _body.Append(CultureInfo.InvariantCulture, $"        float {name} = {value};\n");
        _scalars.Add(name);
        _unused.Add(name);
    }

    // What nothing has read is added to the result, so that every parameter has a gradient.
    private Shaped Finish()
    {
        Shaped result = _tensors[^1];
        if (result.Code.StartsWith('x') || _parameters.Count == 0)
            result = Tame(WithParameter(result));
        _unused.Remove(result.Code);
        string code = result.Code;
        foreach (string name in _unused.Order(StringComparer.Ordinal))
            code += name.StartsWith('s') ? $" + {name} * 0.2f" : $" + 0.3f * Mean({name})";
        _body.Append(CultureInfo.InvariantCulture, $"        return {code};\n");
        return result;
    }

    private RandomProgram Assemble(string name, int seed, Shaped result)
    {
        ProgramInput[] forward = [.. _inputs];
        string loss = Loss(result);
        string Signature(IEnumerable<ProgramInput> inputs)
            => string.Join(", ", inputs.Select(i => i.Declaration));
        string source = $$"""
            [Model{{ClassPolicy()}}]
            public sealed partial class {{name}}
            {
            {{string.Concat(_parameters.Select(p => $"    [Parameter({string.Join(", ", p.Shape)}, Init = Init.Normal, Scale = 0.6f){p.Policy}] public partial Tensor<float> {p.Name} {{ get; }}\n"))}}
            {{string.Concat(_helpers)}}
                [Forward]
                public Tensor<float> Run({{Signature(forward)}})
                {
            {{_body.ToString().TrimEnd('\n')}}
                }

                [Loss]
                public float Loss({{Signature(_inputs)}})
                {
                    Tensor<float> y = Run({{string.Join(", ", forward.Select(i => i.Name))}});
                    return {{loss}};
                }
            }

            """;
        return new RandomProgram(name, seed, source, [.. _inputs], forward.Length, result.Shape, [.. _parameters]);
    }

    private string Loss(Shaped y)
    {
        bool isDeclarable = y.Shape.All(l => l.IsPlain && (l.IsConstant || _symbols.ContainsKey(l.Symbols))) && _inputs.Count < 4;
        int choice = _random.Next(isDeclarable ? 9 : 4);
        if (choice >= 7 && y.Rank >= 2 && y.Shape[^1] is { IsConstant: true, Factor: > 1 } classes)
        {
            _inputs.Add(new ProgramInput("labels", y.Shape[..^1], "int", classes.Factor));
            return Chance(0.5) ? "SoftmaxCrossEntropy(y, labels)" : "SoftmaxCrossEntropy(y * 2, labels) + 0.1f * Mean(y * y)";
        }

        if (choice >= 4)
        {
            _inputs.Add(new ProgramInput("target", y.Shape));
            return choice switch
            {
                4 => "MeanSquaredError(y, target)",
                5 => "Huber(y, target, 0.7)",
                6 => "BinaryCrossEntropy(y, Sigmoid(target))",
                7 => "Mean(y * target) + Mean(Tanh(y) * Tanh(y))",
                _ => "MeanAbsoluteError(y, target)",
            };
        }

        return choice switch
        {
            0 => "Mean(y * y)",
            1 => "Sum(Tanh(y)) * 0.02f",
            2 => "Mean(Sin(y)) + Max(y) * 0.2f",
            _ => "Mean(Softplus(y)) / (1 + Mean(y * y))",
        };
    }

    /// <summary>A name of a new parameter of this shape.</summary>
    private Shaped NewParameter(params Length[] shape)
    {
        int[] lengths = [.. shape.Select(l => l.Factor)];
        // Parameters are shared now and then: their gradient is a sum.
        if (_parameters.FirstOrDefault(p => p.Shape.SequenceEqual(lengths)) is { } shared && Chance(0.3))
            return new Shaped(shared.Name, shape, 0.6);
        var parameter = new ProgramParameter($"W{_parameters.Count}", lengths, ParameterPolicy());
        _parameters.Add(parameter);
        return new Shaped(parameter.Name, shape, 0.6);
    }

    private string ParameterPolicy() => _random.Next(12) switch
    {
        0 => ", L1(0.02f)",
        1 => ", L2(0.03f)",
        2 => ", L1L2(0.01f, 0.02f)",
        3 => ", ClipValue(0.01f)",
        4 => ", ClipNorm(0.05f)",
        5 => ", L2(0.1f), ClipValue(0.02f), ClipNorm(0.03f)",
        _ => "",
    };

    private string ClassPolicy() => _random.Next(8) switch
    {
        0 => ", ClipNorm(0.1f)",
        1 => ", ClipGlobalNorm(0.2f)",
        2 => ", ClipValue(0.05f)",
        3 => ", L2(0.02f)",
        4 => ", L1(0.01f), ClipGlobalNorm(0.3f)",
        _ => "",
    };

    private Shaped Pick()
    {
        Shaped picked = Chance(0.5) ? _tensors[^1] : _tensors[_random.Next(_tensors.Count)];
        _unused.Remove(picked.Code);
        return picked;
    }

    private string PickScalar()
    {
        string picked = _scalars[_random.Next(_scalars.Count)];
        _unused.Remove(picked);
        return picked;
    }

    private Length PickLength() => s_lengths[_random.Next(s_lengths.Length)];

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private string Number() => (0.2 + (1.3 * _random.NextDouble())).ToString("F2", CultureInfo.InvariantCulture) + "f";
}
