using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend.Declarations;

public class PolicyReaderTests
{
    private const NormClipKind None = NormClipKind.None, Own = NormClipKind.Parameter, Global = NormClipKind.Global;

    [Theory]
    [InlineData("", "", None, 0, 0, 0, 0)]
    [InlineData(", ClipNorm", "", Own, 1, 0, 0, 0)]
    [InlineData(", ClipGlobalNorm(2f)", "", Global, 2, 0, 0, 0)]
    [InlineData(", ClipValue", "", None, 0, 0.5, 0, 0)]
    [InlineData(", ClipGlobalNorm(2f), ClipValue(0.25f)", "", Global, 2, 0.25, 0, 0)]
    [InlineData(", ClipGlobalNorm(2f)", ", ClipNorm(3f)", Own, 3, 0, 0, 0)]
    [InlineData(", ClipNorm(2f), ClipValue(4f)", ", ClipNorm(3f)", Own, 3, 4, 0, 0)]
    [InlineData(", ClipNorm(2f)", ", ClipValue(0.125f)", Own, 2, 0.125, 0, 0)]
    [InlineData(", ClipNorm(2f), ClipValue", ", ClipNorm(float.PositiveInfinity), ClipValue(float.PositiveInfinity)", None, 0, 0, 0, 0)]
    [InlineData(", L2(0.5f)", "", None, 0, 0, 0, 0.5)]
    [InlineData(", L1(0.5f), L2(0.25f)", "", None, 0, 0, 0.5, 0.25)]
    [InlineData(", L1L2(0.5f, 0.25f)", "", None, 0, 0, 0.5, 0.25)]
    [InlineData(", L2(0.5f)", ", L1(0.125f)", None, 0, 0, 0.125, 0)]
    [InlineData(", L2(0.5f)", ", L2(0f)", None, 0, 0, 0, 0)]
    public void The_nearest_clip_and_the_nearest_penalty_apply(string model, string parameter, NormClipKind norm, double threshold, double value, double l1, double l2)
        => Assert.Equal(new PolicyDeclaration(norm, threshold, value, l1, l2), Read(model, $"[Parameter(4, 4){parameter}]"));

    [Theory]
    [InlineData("4", "", 0)]
    [InlineData("4, 1", "", 0.5)]
    [InlineData("4", ", L2(0.25f)", 0.25)]
    public void A_penalty_of_the_class_reaches_matrices_only(string lengths, string own, double expected)
        => Assert.Equal(expected, Read(", L2(0.5f)", $"[Parameter({lengths}){own}]").L2);

    [Fact]
    public void An_adaptive_clip_is_a_norm_clip()
    {
        PolicyDeclaration adaptive = new(NormClipKind.Adaptive, 0.5, 0, 0, 0) { AdaptiveEpsilon = 0.25 };
        Assert.Equal(adaptive, Read(", AdaptiveClip(0.5f, 0.25f)", "[Parameter(4)]"));
        Assert.Equal(new PolicyDeclaration(Own, 2, 0, 0, 0), Read(", AdaptiveClip", "[Parameter(4), ClipNorm(2f)]"));
    }

    [Fact]
    public void A_threshold_may_be_a_member_of_the_model()
        => Assert.Equal(
            new PolicyDeclaration(Global, 1, 0, 0, 0) { NormMember = "Limit" },
            Reading.Of(Source.Compile("[Model, ClipGlobalNorm(nameof(Limit))] public partial class M { public float Limit { get; set; } = 2; [Parameter(4)] public partial Tensor<float> W { get; } }")).Source!.Declaration.Parameters[0].Policy);

    [Fact]
    public void Thresholds_and_factors_may_be_members_of_the_model()
        => Assert.Equal(
            new PolicyDeclaration(None, 0, 1, 1, 1) { ValueMember = "V", L1Member = "A", L2Member = "B" },
            Reading.Of(Source.Compile("[Model, ClipValue(nameof(V))] public partial class M { public float V, A; public float B => 2; [Parameter(4), L1(nameof(A)), L2(nameof(B))] public partial Tensor<float> W { get; } }")).Source!.Declaration.Parameters[0].Policy);

    private static PolicyDeclaration Read(string model, string parameter)
        => Reading.Of(Source.Compile($"[Model{model}] public partial class M {{ {parameter} public partial Tensor<float> W {{ get; }} }}")).Source!.Declaration.Parameters[0].Policy;
}
