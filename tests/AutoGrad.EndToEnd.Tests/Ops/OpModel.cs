using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <summary>The C# of a model whose parameters are a case's operands and whose loss contracts its result with constants.</summary>
internal static class OpModel
{
    /// <summary>The model and its subject. <paramref name="result"/>: the lengths of the expression's value, none for a number.</summary>
    public static string Source(OpCase op, string name, int[] result)
    {
        Constant[] constants = [new("constants", result.Length == 0 ? [1] : result, Array.Empty<float>()), .. op.Constants];
        string signature = string.Join(", ", constants.Select(c => $"[Shape({string.Join(", ", c.Shape)})] Tensor<{c.Type}> {c.Name}"));
        string names = string.Join(", ", constants.Select(c => c.Name));
        string types = string.Join(", ", constants.Select(c => $"Tensor<{c.Type}>"));
        string inputs = string.Join(", ", constants.Select((c, i) => $"(Tensor<{c.Type}>)Inputs[{i}]"));
        string parameters = string.Join("\n    ", op.Operands.Select((o, i) => $"[Parameter({string.Join(", ", o.Shape)})] public partial Tensor<float> {(char)('A' + i)} {{ get; }}"));
        bool isTensor = result.Length > 0;
        string value = isTensor
            ? $"\n    [Forward]\n    public Tensor<float> Value({signature}) => {op.Expression};\n"
            : $"\n    private float Value({signature}) => {op.Expression};\n";
        string contraction = isTensor ? $"Sum(Value({names}) * constants)" : $"Value({names}) * Sum(constants)";
        string forward = !isTensor ? "" : $"""

                public override Tensor<float>? EagerValue() => _model.Value({inputs});
                public override void FusedValue(in TensorSpan<float> destination) => _model.Value({inputs}, destination);
            """;
        return $$"""
            [Model]
            public sealed partial class {{name}}
            {
                {{parameters}}
                {{value}}
                [Loss]
                public float Loss({{signature}}) => {{contraction}};
            }

            public sealed class {{name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
            {
                private readonly {{name}} _model = new(seed: 1);
                private ITrainable<{{types}}> Trainable => _model;
                public override ParameterSet Parameters => _model.Parameters;
                public override float Eager() => _model.Loss({{inputs}});
                public override float LossGradient() => Trainable.LossGradient({{inputs}});
                public override StepReport TrainStep(Optimizer optimizer) => Trainable.TrainStep({{inputs}}, optimizer);
                public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, {{inputs}});{{forward}}
            }

            """;
    }
}
