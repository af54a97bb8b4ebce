namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>An argument of a random program's loss: a tensor, or a number where the shape has no axes. Labels lie below <see cref="Classes"/>.</summary>
internal sealed record ProgramInput(string Name, Length[] Shape, string Element = "float", int Classes = 0)
{
    public string Type => Shape.Length == 0 ? Element : $"Tensor<{Element}>";

    /// <summary>As a signature declares it.</summary>
    public string Declaration => Shape.Length == 0 ? $"{Type} {Name}" : $"[Shape({string.Join(", ", Shape.Select(l => l.Declared))})] {Type} {Name}";
}

/// <summary>A parameter of a random program.</summary>
internal sealed record ProgramParameter(string Name, int[] Shape, string Policy);

/// <summary>A random model class in C#, and what a test has to know to run it. <see cref="Inputs"/> of the loss start with those of the forward method.</summary>
internal sealed record RandomProgram(string Name, int Seed, string Source, ProgramInput[] Inputs, int ForwardInputs, Length[] Result, ProgramParameter[] Parameters)
{
    /// <summary>The symbols of its shapes.</summary>
    public IEnumerable<string> Symbols => Inputs.SelectMany(i => i.Shape).Where(l => !l.IsConstant).Select(l => l.Symbols).Distinct();

    /// <summary>The text of the class that tests run it through.</summary>
    public string Subject
    {
        get
        {
            string types = string.Join(", ", Inputs.Select(i => i.Type));
            string[] arguments = [.. Inputs.Select((c, i) => $"({c.Type})Inputs[{i}]")];
            string all = string.Join(", ", arguments), forward = string.Join(", ", arguments.Take(ForwardInputs));
            return $$"""

                public sealed class {{Name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
                {
                    private readonly {{Name}} _model = new(seed: {{Seed}});
                    private ITrainable<{{types}}> Trainable => _model;
                    public override ParameterSet Parameters => _model.Parameters;
                    public override float Eager() => _model.Loss({{all}});
                    public override float LossGradient() => _model.LossGradient({{all}});
                    public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep({{all}}, optimizer);
                    public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, {{all}});
                    public override Tensor<float>? EagerValue() => _model.Run({{forward}});
                    public override void FusedValue(in TensorSpan<float> destination) => _model.Run({{forward}}, destination);
                }

                """;
        }
    }
}
