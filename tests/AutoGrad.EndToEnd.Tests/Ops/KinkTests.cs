using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <summary>
/// Where a function has no derivative: the gradient there is a convention. Relu'(0) = Abs'(0) = 0, and equal elements share the gradient of
/// the largest of them.
/// </summary>
public class KinkTests
{
    private static readonly (string Name, string Expression, float[] A, float[] B, float[] DA, float[] DB)[] s_cases =
    [
        ("Relu", "Relu(A) + 0 * B", [0, -0f, 1, -1], [1, 1, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0]),
        ("Abs", "Abs(A) + 0 * B", [0, -0f, 2, -2], [1, 1, 1, 1], [0, 0, 1, -1], [0, 0, 0, 0]),
        ("LeakyRelu", "LeakyRelu(A, 0.5) + 0 * B", [0, -0f, 2, -2], [1, 1, 1, 1], [0.5f, 0.5f, 1, 0.5f], [0, 0, 0, 0]),
        ("Elu", "Elu(A) + 0 * B", [0, -0f, 2, 100], [1, 1, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0]),
        ("HardTanh", "HardTanh(A) + 0 * B", [1, -1, 0.5f, 3], [1, 1, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0]),
        ("Maximum", "Maximum(A, B)", [1, 2, 3, -0f], [1, 3, 2, 0], [0.5f, 0, 1, 0.5f], [0.5f, 1, 0, 0.5f]),
        ("Minimum", "Minimum(A, B)", [1, 2, 3, -0f], [1, 3, 2, 0], [0.5f, 1, 0, 0.5f], [0.5f, 0, 1, 0.5f]),
        ("MaximumOfOne", "Maximum(A, A) + 0 * B", [1, 2, 3, 4], [1, 1, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0]),
        ("MaxOfAll", "Full(Max(A), 1) * 3 + 0 * B", [5, 1, 5, 5], [1, 1, 1, 1], [4, 0, 4, 4], [0, 0, 0, 0]),
        ("MaxAlong", "Max(A, 0, keepDims: true) + 0 * B", [5, 1, 5, 2], [1, 1, 1, 1], [2, 0, 2, 0], [0, 0, 0, 0]),
        ("MinAlong", "Min(A, 0, keepDims: true) + 0 * B", [5, 2, 2, 2], [1, 1, 1, 1], [0, 4 / 3f, 4 / 3f, 4 / 3f], [0, 0, 0, 0]),
        ("WhereOfEqual", "Where(Tensor.GreaterThan<float>(A, B), 2 * A, 3 * B)", [1, 2, 3, 4], [1, 3, 2, 4], [0, 0, 2, 0], [3, 3, 0, 3]),
        ("PowOfZero", "Pow(A, 2f) + Pow(B, 1f)", [0, 1, 2, -3], [0, 1, 2, -3], [0, 2, 4, -6], [1, 1, 1, 1]),
        ("AbsoluteError", "Full(MeanAbsoluteError(A, B), 1)", [1, 2, 3, 4], [1, 3, 2, 4], [0, -1, 1, 0], [0, 1, -1, 0]),
        ("HuberAtDelta", "Full(Huber(A, B), 1)", [1, 2, 3, 4], [2, 1, 3, 1], [-1, 1, 0, 1], [1, -1, 0, -1]),
        ("EluFarAway", "Elu(A) + Softplus(B)", [500, -500, 90, -90], [500, -500, 90, -90], [1, 0, 1, 0], [1, 0, 1, 0]),
    ];

    [Fact]
    public void Gradients_at_kinks_and_ties_are_the_agreed_ones()
    {
        (System.Reflection.Assembly assembly, var failures) = new UserProject().LoadAll(s_cases.Select(c => (c.Name, Source(c.Name, c.Expression))));
        var wrong = failures.Values.ToList();
        foreach (var c in s_cases.Where(c => !failures.ContainsKey(c.Name)))
        {
            var subject = (Subject)Activator.CreateInstance(assembly.GetType(c.Name + "Subject", throwOnError: true)!)!;
            subject.Inputs = [Numbers.Tensor(new float[] { 1, 1, 1, 1 }, 4)];
            Numbers.Set(subject.Parameters, [.. c.A, .. c.B]);
            subject.LossGradient();
            double[] expected = [.. c.DA, .. c.DB];
            foreach ((string what, double[] gradient) in new[] { ("fused", subject.Gradients), ("twin", subject.Twin(subject.Values).Gradient) })
            {
                if (!expected.Zip(gradient, (e, g) => Math.Abs(e - g) <= 1e-6).All(ok => ok))
                    wrong.Add($"{c.Name}, {what}: {c.Expression} has the gradient [{string.Join(", ", gradient)}] and not [{string.Join(", ", expected)}]");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void The_penalty_of_a_zero_weight_has_no_gradient()
    {
        System.Reflection.Assembly assembly = new UserProject().Load(Source("Penalized", "A + 0 * B").Replace("[Model]", "[Model, L1(0.5f), ClipNorm(100f)]", StringComparison.Ordinal).Replace("[Parameter(4)]", "[Parameter(4), L1(0.5f)]", StringComparison.Ordinal));
        var subject = (Subject)Activator.CreateInstance(assembly.GetType("PenalizedSubject", throwOnError: true)!)!;
        subject.Inputs = [Numbers.Tensor(new float[] { 0, 0, 0, 0 }, 4)];
        Numbers.Set(subject.Parameters, [0, -0f, 2, -2, 0, 1, 0, -1]);

        Assert.Equal(3, subject.LossGradient(), 5);
        Assert.Equal([0, 0, 0.5, -0.5, 0, 0.5, 0, -0.5], subject.Gradients);
    }

    private static string Source(string name, string expression) => $$"""
        [Model]
        public sealed partial class {{name}}
        {
            [Parameter(4)] public partial Tensor<float> A { get; }
            [Parameter(4)] public partial Tensor<float> B { get; }

            [Loss]
            public float Loss([Shape(4)] Tensor<float> constants) => Sum(({{expression}}) * constants);
        }

        public sealed class {{name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
        {
            private readonly {{name}} _model = new(seed: 1);
            private ITrainable<Tensor<float>> Trainable => _model;
            public override ParameterSet Parameters => _model.Parameters;
            public override float Eager() => _model.Loss((Tensor<float>)Inputs[0]);
            public override float LossGradient() => _model.LossGradient((Tensor<float>)Inputs[0]);
            public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep((Tensor<float>)Inputs[0], optimizer);
            public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, (Tensor<float>)Inputs[0]);
        }

        """;
}
