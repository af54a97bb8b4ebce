using System.Globalization;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>
/// Models under every clip and every penalty. Their loss is <c>sum(W * x) + sum(B * y) + sum(K * z)</c>, so x, y and z are the gradients
/// before penalties, whatever a test wants them to be.
/// </summary>
internal static class PolicyModels
{
    public const float Value = 0.6f, Norm = 1.25f, Global = 1.5f, Lambda = 0.05f, L1 = 0.01f, L2 = 0.02f;

    private static readonly Lazy<Assembly> s_assembly = new(() => new UserProject().Load([.. Sources()]));

    public static int[][] Shapes { get; } = [[3, 2], [3], [2, 2, 2]];

    public static Dictionary<string, GradientPolicy> Clips { get; } = new()
    {
        [""] = default,
        ["Value"] = new(NormClip.None, 0, Value, 0, 0),
        ["Norm"] = new(NormClip.Parameter, Norm, 0, 0, 0),
        ["Global"] = new(NormClip.Global, Global, 0, 0, 0),
        ["Adaptive"] = new(NormClip.Adaptive, Lambda, 0, 0, 0),
        ["ValueNorm"] = new(NormClip.Parameter, Norm, Value, 0, 0),
        ["ValueGlobal"] = new(NormClip.Global, Global, Value, 0, 0),
        ["ValueAdaptive"] = new(NormClip.Adaptive, Lambda, Value, 0, 0),
    };

    public static Dictionary<string, (float L1, float L2)> Penalties { get; } = new() { [""] = (0, 0), ["L1"] = (L1, 0), ["L2"] = (0, L2), ["L1L2"] = (L1, L2) };

    public static GradientPolicy Policy(string clip, string penalty) => Clips[clip] with { L1 = Penalties[penalty].L1, L2 = Penalties[penalty].L2 };

    /// <summary>The model that declares a clip and a penalty, by constants or by members.</summary>
    public static Subject Declared(string clip, string penalty, bool byMember = false) => Make(Name(clip, penalty, byMember));

    /// <summary>The model that declares something of every kind, all other than the tests ask for.</summary>
    public static Subject DeclaresAll() => Make("DeclaresAll");

    private static Subject Make(string name) => (Subject)Activator.CreateInstance(s_assembly.Value.GetType(name + "Subject", throwOnError: true)!)!;

    private static string Name(string clip, string penalty, bool byMember) => $"With{clip}{penalty}{(byMember ? "ByMember" : "")}";

    private static IEnumerable<string> Sources()
    {
        yield return Class("DeclaresAll", ", ClipValue(0.1f), ClipNorm(0.2f), L1L2(0.3f, 0.4f)", "");
        foreach (string clip in Clips.Keys)
        {
            foreach (string penalty in Penalties.Keys)
            {
                yield return Source(clip, penalty, byMember: false);
                if (clip.Length + penalty.Length > 0)
                    yield return Source(clip, penalty, byMember: true);
            }
        }
    }

    private static string Source(string clip, string penalty, bool byMember)
    {
        string Of(string member, float value) => byMember ? $"nameof({member})" : Number(value);
        string attributes = clip switch
        {
            _ when clip.StartsWith("Value", StringComparison.Ordinal) => $", ClipValue({Of("Value", Value)})" + NormOf(clip[5..]),
            _ => NormOf(clip),
        };
        attributes += penalty switch
        {
            "L1" => $", L1({Of("First", L1)})",
            "L2" => $", L2({Of("Second", L2)})",
            "L1L2" => $", L1L2({Of("First", L1)}, {Of("Second", L2)})",
            _ => "",
        };
        string members = byMember
            ? $"public float Value {{ get; set; }} = {Number(Value)}; public float Norm = {Number(Norm)}; public float Global => {Number(Global)}; public float First => {Number(L1)}; public float Second => {Number(L2)};"
            : "";
        return Class(Name(clip, penalty, byMember), attributes, members);

        string NormOf(string norm) => norm switch
        {
            "Norm" => $", ClipNorm({Of("Norm", Norm)})",
            "Global" => $", ClipGlobalNorm({Of("Global", Global)})",
            "Adaptive" => $", AdaptiveClip({Number(Lambda)})",
            _ => "",
        };
    }

    private static string Class(string name, string attributes, string members)
    {
        const string Inputs = "(Tensor<float>)Inputs[0], (Tensor<float>)Inputs[1], (Tensor<float>)Inputs[2]";
        return $$"""
            [Model{{attributes}}]
            public sealed partial class {{name}}
            {
                {{members}}
                [Parameter(3, 2)] public partial Tensor<float> W { get; }
                [Parameter(3)] public partial Tensor<float> B { get; }
                [Parameter(2, 2, 2)] public partial Tensor<float> K { get; }

                [Loss]
                public float Loss([Shape(3, 2)] Tensor<float> x, [Shape(3)] Tensor<float> y, [Shape(2, 2, 2)] Tensor<float> z) => Sum(W * x) + Sum(B * y) + Sum(K * z);
            }

            public sealed class {{name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
            {
                private readonly {{name}} _model = new();
                private ITrainable<Tensor<float>, Tensor<float>, Tensor<float>> Trainable => _model;
                public override ParameterSet Parameters => _model.Parameters;
                public override float Eager() => _model.Loss({{Inputs}});
                public override float LossGradient() => _model.LossGradient({{Inputs}});
                public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep({{Inputs}}, optimizer);
                public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, {{Inputs}});
            }

            """;
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";
}
