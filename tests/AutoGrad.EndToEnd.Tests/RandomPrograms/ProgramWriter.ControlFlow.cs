using System.Globalization;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <content>Loops, branches and local functions.</content>
internal sealed partial class ProgramWriter
{
    private void AddControlFlow()
    {
        Shaped x = Named(Tame(Expression(1)));
        string name = $"t{_names++}";
        // A parameter that fits every element, and one that most others have.
        Shaped w = x.Rank > 0 && x.Shape[^1].IsConstant ? NewParameter(x.Shape[^1]) : NewParameter(1);
        switch (_random.Next(7))
        {
            case 0:
                Line($"Tensor<float> {name} = {x.Code};");
                Line(FormattableString.Invariant($"for (int i = 0; i < {_random.Next(0, 5)}; i++)"));
                Line($"    {name} = Tanh({name} * {w.Code} + {Number()} * {x.Code});");
                break;
            case 1:
                Line($"Tensor<float> {name} = {x.Code} * 0.5f;");
                Line("for (int i = 0; i < x0.Lengths[0]; i++)");
                Line("{");
                Line($"    if (i % 2 == 1 && Mean({name}) > 0.9f)");
                Line("        break;");
                Line($"    {name} = Sin({name} + i * 0.1f) * 0.9f + 0.1f * {w.Code};");
                Line("}");
                break;
            case 2:
                Line($"Tensor<float> {name};");
                Line($"if (Mean({x.Code} * {x.Code}) > {Number()})");
                Line($"    {name} = Tanh({x.Code} + {w.Code});");
                Line("else");
                Line($"    {name} = {x.Code} * {w.Code} - 0.3f * {x.Code};");
                break;
            case 3:
                Line($"Tensor<float> L{name}(Tensor<float> v) => Tanh(v + {w.Code}) * 0.7f + 0.2f * {x.Code};");
                Line($"Tensor<float> {name} = L{name}(L{name}({x.Code}) * 0.8f);");
                break;
            case 4:
                Line($"Tensor<float> {name} = {x.Code};");
                Line($"int k{name} = 0;");
                Line($"while (k{name} < 5 && Mean({name} * {name}) > 0.05f)");
                Line("{");
                Line($"    {name} = 0.6f * Tanh({name} * 1.2f) + 0.05f * {w.Code};");
                Line($"    k{name}++;");
                Line("}");
                break;
            case 5:
                Line($"Tensor<float> {name} = {x.Code} + {w.Code}, b{name} = {x.Code} * 0.5f;");
                Line("for (int i = 0; i < 3; i++)");
                Line($"    ({name}, b{name}) = (b{name} * 0.9f, Tanh({name} * {w.Code}));");
                Line($"{name} = {name} + b{name};");
                break;
            default:
                Line($"Tensor<float> {name} = {x.Code} * 0.7f;");
                Line($"{name} += 0.3f * {w.Code};");
                Line("for (int i = 0; i < 3; i++)");
                Line($"    {name} *= Sigmoid({x.Code} + {w.Code});");
                break;
        }

        _tensors.Add(new Shaped(name, x.Shape, 2));
        _unused.Add(name);
    }

    // What is read several times has a name.
    private Shaped Named(Shaped x)
    {
        if (x.IsName)
            return x;
        string name = $"t{_names++}";
        Line($"Tensor<float> {name} = {x.Code};");
        return x with { Code = name };
    }

    private void Line(string line) => _body.Append(CultureInfo.InvariantCulture, $"        {line}\n");
}
