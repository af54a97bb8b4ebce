using System.Globalization;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <content>The operations that statements are made of.</content>
internal sealed partial class ProgramWriter
{
    /// <summary>A random expression of at most this depth.</summary>
    private Shaped Expression(int depth)
    {
        Shaped x = Tame(depth > 1 && Chance(0.6) ? Short(Expression(depth - 1)) : Pick());
        while (true)
        {
            Shaped? result = _random.Next(25) switch
            {
                0 or 1 or 2 => Unary(x),
                3 or 4 or 5 => Binary(x, Partner(x)),
                6 or 7 => Product(x),
                8 or 9 => Reduction(x),
                10 => Soft(x),
                11 => Transposition(x),
                12 => Reshaping(x),
                13 => Part(x),
                14 or 15 => Join(x),
                16 => WithScalar(x),
                17 or 18 => Helper(x),
                19 => Choice(x, Partner(x)),
                20 => Normalised(x),
                21 => WithParameter(x),
                22 => Masked(x),
                23 => Row(x),
                _ => BatchProduct(x),
            };
            if (result is not null)
                return result;
        }
    }

    // Operations write their operand several times.
    private Shaped Short(Shaped x)
    {
        if (x.Code.Length < 50)
            return x;
        string name = $"t{_names++}";
        _body.Append(CultureInfo.InvariantCulture, $"        Tensor<float> {name} = {x.Code};\n");
        return x with { Code = name };
    }

    /// <summary>Brings large elements back into range.</summary>
    private Shaped Tame(Shaped x) => x.Size <= 2.5 ? x : Chance(0.5) ? x with { Code = $"Tanh({x.Code})", Size = 0.8 } : x with { Code = $"(0.2f * {x.Code})", Size = x.Size * 0.2 };

    private Shaped Unary(Shaped x) => _random.Next(20) switch
    {
        0 => x with { Code = $"Relu({x.Code})" },
        1 => x with { Code = $"LeakyRelu({x.Code}, 0.2)" },
        2 => x with { Code = $"Elu({x.Code})" },
        3 => x with { Code = $"Gelu({x.Code})" },
        4 => x with { Code = $"GeluTanh({x.Code})" },
        5 => x with { Code = $"Silu({x.Code})" },
        6 => x with { Code = $"Softplus({x.Code})", Size = x.Size + 0.7 },
        7 => x with { Code = $"HardTanh({x.Code})", Size = 0.8 },
        8 => x with { Code = $"Tanh({x.Code})", Size = 0.8 },
        9 => x with { Code = $"Sigmoid({x.Code})", Size = 0.6 },
        10 => x with { Code = $"Sin({x.Code})", Size = 0.8 },
        11 => x with { Code = $"Cos({x.Code})", Size = 0.8 },
        12 => x with { Code = $"Abs({x.Code})" },
        13 => x with { Code = $"Exp(0.3f * {x.Code})", Size = 1.5 },
        14 => x with { Code = $"Log(Abs({x.Code}) + 0.5f)", Size = 0.7 },
        15 => x with { Code = $"Sqrt({x.Code} * {x.Code} + 0.3f)", Size = x.Size + 0.3 },
        16 => x with { Code = $"(-{x.Code})" },
        17 => x with { Code = $"Pow({x.Code}, 2f)", Size = x.Size * x.Size },
        18 => x with { Code = $"Pow(Softplus({x.Code}) + 0.2f, 1.5f)", Size = 1.5 * (x.Size + 0.5) },
        _ => x with { Code = $"Erf({x.Code})", Size = 0.7 },
    };

    private Shaped? Binary(Shaped x, Shaped y)
    {
        if (Common(x.Shape, y.Shape) is not { } shape)
            return null;
        (string code, double size) = _random.Next(8) switch
        {
            0 or 1 => ($"({x.Code} + {y.Code})", x.Size + y.Size),
            2 => ($"({x.Code} - {y.Code})", x.Size + y.Size),
            3 or 4 => ($"({x.Code} * {y.Code})", x.Size * y.Size),
            5 => ($"({x.Code} / (Abs({y.Code}) + 0.5f))", x.Size * 1.5),
            6 => ($"Maximum({x.Code}, {y.Code})", Math.Max(x.Size, y.Size)),
            _ => ($"Minimum({x.Code}, {y.Code})", Math.Max(x.Size, y.Size)),
        };
        return new Shaped(code, shape, size);
    }

    private Shaped? Choice(Shaped x, Shaped y)
    {
        if (Common(x.Shape, y.Shape) is not { } shape)
            return null;
        string comparison = _random.Next(4) switch { 0 => "GreaterThan", 1 => "GreaterThanOrEqual", 2 => "LessThan", _ => "LessThanOrEqual" };
        return Chance(0.5)
            ? new Shaped($"Where(Tensor.{comparison}<float>({x.Code}, {y.Code}), {x.Code} * {y.Code}, {x.Code} - {y.Code})", shape, x.Size + y.Size + (x.Size * y.Size))
            : new Shaped($"Where(Tensor.{comparison}<float>({x.Code}, 0.1f), 2 * {x.Code}, {y.Code})", shape, (2 * x.Size) + y.Size);
    }

    private Shaped? Masked(Shaped x)
    {
        if (_masks.Count == 0 || Common(x.Shape, _masks[0].Shape) is not { } shape)
            return null;
        Shaped y = NewParameter(ParameterShape(x));
        return new Shaped($"Where({_masks[0].Name}, {x.Code}, {y.Code} * 2)", shape, Math.Max(x.Size, 2 * y.Size));
    }

    // The row that an argument names: 0 or 1.
    private Shaped? Row(Shaped x)
    {
        if (!_hasRow || x.Shape[0] is { IsConstant: true, Factor: 1 } or { Offset: not 0 })
            return null;
        return x.Rank > 1 && Chance(0.6)
            ? new Shaped($"At({x.Code}, row)", x.Shape[1..], x.Size)
            : new Shaped($"Slice({x.Code}, 0, row, 1)", [1, .. x.Shape[1..]], x.Size);
    }

    private Shaped WithScalar(Shaped x)
    {
        int choice = _random.Next(9);
        string s = choice >= 5 ? Number() : _scalars.Count > 0 ? PickScalar() : $"Mean({x.Code})";
        return choice switch
        {
            0 => x with { Code = $"({x.Code} * {s})", Size = x.Size * 1.2 },
            1 => x with { Code = $"({s} - {x.Code})", Size = x.Size + 1 },
            2 => x with { Code = $"({x.Code} + {s})", Size = x.Size + 1 },
            3 => x with { Code = $"({x.Code} / (1 + {s} * {s}))" },
            4 => x with { Code = $"Maximum({x.Code}, Full({s}, {string.Join(", ", x.Shape.Select(l => l.Code(_symbols)))}))", Size = x.Size + 0.5 },
            5 => x with { Code = $"({x.Code} + {s})", Size = x.Size + 0.8 },
            6 => x with { Code = $"({s} - {x.Code})", Size = x.Size + 0.8 },
            7 => x with { Code = $"({s} / (1 + {x.Code} * {x.Code}))", Size = 1 },
            _ => x with { Code = $"({s} * {x.Code})" },
        };
    }

    private Shaped Normalised(Shaped x) => x with
    {
        Code = _random.Next(3) switch
        {
            0 => $"({x.Code} - Mean({x.Code}, -1, keepDims: true))",
            1 => $"({x.Code} / (Sum(Abs({x.Code}), 0, keepDims: true) + 1))",
            _ => $"({x.Code} / Sqrt(Mean({x.Code} * {x.Code}, {_random.Next(x.Rank)}, keepDims: true) + 0.3f))",
        },
        Size = Math.Max(1, x.Size),
    };

    private Shaped WithParameter(Shaped x)
    {
        Shaped w = NewParameter(ParameterShape(x));
        Shaped? result = null;
        while (result is null)
            result = Chance(0.5) ? Binary(x, w) : Binary(w, x);
        return result;
    }

    private Shaped Helper(Shaped x)
    {
        string name = $"Helper{_helpers.Count}";
        switch (_random.Next(6))
        {
            case 0:
                _helpers.Add($"    private static Tensor<float> {name}(Tensor<float> a) => Sigmoid(a) * Tanh(a + {Number()});\n");
                return x with { Code = $"{name}({x.Code})", Size = 0.6 };
            case 1:
                _helpers.Add($$"""
                        private static Tensor<T> {{name}}<T>(Tensor<T> a) where T : System.Numerics.IFloatingPointIeee754<T>
                        {
                            Tensor<T> centred = a - Mean(a, -1, keepDims: true);
                            Tensor<T> variance = Mean(centred * centred, axis: -1, keepDims: true);
                            return centred / Sqrt(variance + T.CreateChecked(0.3));
                        }

                    """);
                return x with { Code = $"{name}({x.Code})", Size = 1 };
            case 2:
                _helpers.Add($"    private static Tensor<float> {name}(Tensor<float> a, float scale = {Number()}) => a * scale + Sin(a);\n");
                return x with { Code = Chance(0.5) ? $"{name}({x.Code})" : $"{name}(scale: 0.4f, a: {x.Code})", Size = x.Size + 1 };
            case 3:
                _helpers.Add($"    private static float {name}(Tensor<float> a) {{ float m = Mean(a); return m * m + {Number()}; }}\n");
                return x with { Code = $"({x.Code} / {name}({x.Code}))", Size = 2 * x.Size };
            case 4:
                Shaped w = NewParameter(ParameterShape(x));
                _helpers.Add($"    private Tensor<float> {name}(Tensor<float> a) => {w.Code} + Tanh(a) * {w.Code};\n");
                return new Shaped($"{name}({x.Code})", Common(x.Shape, w.Shape)!, 1.1);
            default:
                _helpers.Add($"    private static Tensor<float> {name}(Tensor<float> a, bool smooth) => smooth ? Softplus(a) : Relu(a);\n");
                return x with { Code = $"{name}({x.Code}, smooth: {(Chance(0.5) ? "true" : "false")})", Size = x.Size + 0.7 };
        }
    }

    // Some of the axes of constant length, others 1, perhaps fewer axes.
    private Length[] ParameterShape(Shaped x)
    {
        Length[] shape = [.. x.Shape.Select(l => l.IsConstant && Chance(0.8) ? l : 1)];
        int skipped = Chance(0.5) ? _random.Next(shape.Length) : 0;
        return shape[skipped..];
    }

    /// <summary>Something that broadcasts with x: a value that there is, or a new parameter.</summary>
    private Shaped Partner(Shaped x)
    {
        Shaped[] fitting = [.. _tensors.Where(t => Common(t.Shape, x.Shape) is not null)];
        if (fitting.Length == 0 || Chance(0.4))
            return NewParameter(ParameterShape(x));
        Shaped partner = fitting[_random.Next(fitting.Length)];
        _unused.Remove(partner.Code);
        return partner;
    }

    /// <summary>The shape that two broadcast to, or null; results stay small.</summary>
    private static Length[]? Common(Length[] x, Length[] y)
    {
        int rank = Math.Max(x.Length, y.Length);
        var shape = new Length[rank];
        for (int i = 1; i <= rank; i++)
        {
            Length a = i <= x.Length ? x[^i] : 1, b = i <= y.Length ? y[^i] : 1;
            if (a != b && a != 1 && b != 1)
                return null;
            shape[^i] = a == 1 ? b : a;
        }

        return shape;
    }
}
