using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>
/// Every penalty under every clip, declared by constants, by members and put in place at run time: to 1e-6 of the formulas in double, and of
/// TorchSharp where it has the clip. The rows:
/// <list type="table">
/// <item><term>order of a step: penalties, then value clip, then norm clip; both losses; the norm before clips</term><description><see cref="A_step_is_that_of_the_formulas"/></description></item>
/// <item><term>L1, L2, L1L2; ranks that a class's penalty reaches</term><description>the same, three penalties over ranks 1 to 3</description></item>
/// <item><term>ClipValue, ClipNorm, ClipGlobalNorm, AdaptiveClip by units; value beside norm</term><description>the same, eight clips</description></item>
/// <item><term>a zero gradient stays zero; a threshold exactly met; squares beyond float</term><description>the same, cases Zero, Exact, Huge and Tiny; <see cref="An_exact_threshold_changes_no_bit"/></description></item>
/// <item><term>thresholds and factors by member</term><description><see cref="Members_are_as_good_as_constants"/></description></item>
/// <item><term>a clip or penalty in place of the declared one</term><description><see cref="What_is_put_in_place_is_as_good_as_declared"/></description></item>
/// <item><term>as in torch</term><description><see cref="Clips_are_those_of_TorchSharp"/>, <see cref="UpdateTests"/></description></item>
/// <item><term>numbers that are not finite</term><description><see cref="NonFiniteTests"/></description></item>
/// <item><term>nearest wins</term><description>PolicyReaderTests, ParameterDeclarationTests, StackTests, ThresholdTests</description></item>
/// <item><term>truncation</term><description>TruncateLoopsTests, RecurrentModelTests</description></item>
/// </list>
/// </summary>
public class PolicyTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach ((string clip, string penalty) in All)
            {
                foreach (string gradient in Gradients.Finite)
                    cases.Add(clip, penalty, gradient);
            }

            return cases;
        }
    }

    public static TheoryData<string, string> Policies
    {
        get
        {
            var policies = new TheoryData<string, string>();
            foreach ((string clip, string penalty) in All.Skip(1))
                policies.Add(clip, penalty);
            return policies;
        }
    }

    // The first is neither.
    private static IEnumerable<(string Clip, string Penalty)> All => PolicyModels.Clips.Keys.SelectMany(c => PolicyModels.Penalties.Keys.Select(p => (c, p)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_is_that_of_the_formulas(string clip, string penalty, string gradient)
        => Check(PolicyModels.Declared(clip, penalty), PolicyModels.Policy(clip, penalty), gradient);

    [Theory]
    [MemberData(nameof(Policies))]
    public void Members_are_as_good_as_constants(string clip, string penalty)
        => Check(PolicyModels.Declared(clip, penalty, byMember: true), PolicyModels.Policy(clip, penalty), "Ordinary");

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_put_in_place_is_as_good_as_declared(string clip, string penalty)
    {
        GradientPolicy policy = PolicyModels.Policy(clip, penalty);
        foreach (string gradient in Gradients.Finite)
        {
            Subject plain = PolicyModels.Declared("", ""), all = PolicyModels.DeclaresAll();
            plain.Parameters.Replace(policy);
            Check(plain, policy, gradient);

            // Kinds that the policy does not have stay as they are declared.
            all.Parameters.Replace(policy);
            bool isPenalized = policy.L1 != 0 || policy.L2 != 0;
            GradientPolicy mixed = new(
                policy.Norm == NormClip.None ? NormClip.Parameter : policy.Norm, policy.Norm == NormClip.None ? 0.2f : policy.NormThreshold,
                policy.ValueThreshold == 0 ? 0.1f : policy.ValueThreshold, isPenalized ? policy.L1 : 0.3f, isPenalized ? policy.L2 : 0.4f);
            Check(all, mixed, gradient);

            all.Parameters.Replace(default);
            Check(all, new GradientPolicy(NormClip.Parameter, 0.2f, 0.1f, 0.3f, 0.4f), gradient);
        }
    }

    [Fact]
    public void An_exact_threshold_changes_no_bit()
    {
        Subject norm = PolicyModels.Declared("Norm", ""), value = PolicyModels.Declared("Value", "");
        foreach (Subject subject in (Subject[])[norm, value])
        {
            float[][] x = Gradients.Give(subject, "Exact");
            subject.LossGradient();
            Assert.Equal(x.SelectMany(e => e).Take(9), subject.Gradients.Take(9).Select(g => (float)g));
        }
    }

    [Theory]
    [InlineData("Value")]
    [InlineData("Global")]
    [InlineData("ValueGlobal")]
    public void Clips_are_those_of_TorchSharp(string clip)
    {
        using var scope = torch.NewDisposeScope();
        foreach (string gradient in (string[])["Ordinary", "Small", "Zero", "Exact"])
        {
            Subject subject = PolicyModels.Declared(clip, "");
            float[][] x = Gradients.Give(subject, gradient);
            StepReport report = subject.TrainStep(new Sgd(0));
            TorchParameter[] parameters = [.. x.Select(e => new TorchParameter(torch.zeros(e.Length, torch.float64)))];
            foreach ((TorchParameter parameter, float[] g) in parameters.Zip(x))
                parameter.grad = torch.tensor(Array.ConvertAll(g, v => (double)v));
            double norm = Math.Sqrt(parameters.Sum(p => (p.grad! * p.grad!).sum().item<double>()));
            if (clip.StartsWith("Value", StringComparison.Ordinal))
                torch.nn.utils.clip_grad_value_(parameters, PolicyModels.Value);
            if (clip.EndsWith("Global", StringComparison.Ordinal))
                torch.nn.utils.clip_grad_norm_(parameters, PolicyModels.Global);
            Assert.Equal(norm, report.GradientNorm, Tolerance * norm);
            double[] expected = [.. parameters.SelectMany(p => p.grad!.data<double>().ToArray())], actual = subject.Gradients;
            for (int i = 0; i < expected.Length; i++)
                AssertClose(expected[i], actual[i], $"{gradient} {i}");
        }
    }

    internal static void AssertClose(double expected, double actual, string what, double size = 0)
        => Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= Tolerance * Math.Max(size, Math.Abs(expected)), $"{what} is {actual:R} but should be {expected:R}");

    private static void Check(Subject subject, GradientPolicy policy, string gradient)
    {
        float[][] x = Gradients.Give(subject, gradient);
        double[][] w = Gradients.Split(subject.Values);
        double[][] g = [.. x.Select(e => Array.ConvertAll(e, v => (double)v))];
        Expected expected = PolicyFormulas.Step(PolicyModels.Shapes, w, g, policy);
        float loss = subject.LossGradient();
        double[] gradients = subject.Gradients, wanted = [.. expected.Gradients.SelectMany(e => e)];
        double size = w.Zip(g, (a, b) => a.Zip(b, (p, q) => Math.Abs(p * q)).Sum()).Sum();
        AssertClose(expected.Loss, loss, "the loss", size);
        for (int i = 0; i < wanted.Length; i++)
            AssertClose(wanted[i], gradients[i], $"gradient {i}", Math.Abs(wanted[i]) * expected.Cancellations[i]);

        // The step reads the gradient with its pending factor, which LossGradient's reader has applied.
        double[] before = subject.Values;
        StepReport report = subject.TrainStep(new Sgd(1));
        AssertClose(expected.Loss, report.Loss, "the loss", size);
        AssertClose(expected.DataLoss, report.DataLoss, "the data loss", size);
        AssertClose(expected.Norm, report.GradientNorm, "the norm");
        AssertClose(expected.ClipScale, report.ClipScale, "the clip's scale");
        Assert.True(report.IsFinite);
        double[] after = subject.Values;
        for (int i = 0; i < wanted.Length; i++)
            AssertClose(before[i] - wanted[i], after[i], $"weight {i}", Math.Abs(before[i]) + Math.Abs(wanted[i]));
    }
}
