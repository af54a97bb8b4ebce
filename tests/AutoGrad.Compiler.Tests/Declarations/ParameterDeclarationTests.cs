using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.Declarations;

public sealed class ParameterDeclarationTests
{
    private static readonly PolicySet s_clip = new(new NormClipDeclaration(NormClipKind.Global, 2), null, new PenaltyDeclaration(0.5, 0));

    [Fact]
    public void Copies_are_named_in_the_order_of_memory()
    {
        var parameter = new ParameterDeclaration("A.*.B.*.Kernel", "", [Dim.Symbol("n"), 3], "Default", 1, PolicyDeclaration.None) { Copies = [2, 3] };
        Assert.Equal(["A.0.B.0.Kernel", "A.0.B.1.Kernel", "A.0.B.2.Kernel", "A.1.B.0.Kernel", "A.1.B.1.Kernel", "A.1.B.2.Kernel"], parameter.Names);
        Assert.Equal("f32[2,3,n,3]", parameter.Type.ToString());
        Assert.Equal("18*n", parameter.Count.ToString());
        Assert.Equal("3*n", parameter.ElementCount.ToString());
    }

    [Fact]
    public void The_nearer_place_wins_kind_by_kind()
    {
        var near = new PolicySet(null, new(0.25), null);
        Assert.Equal(new PolicySet(s_clip.Norm, new(0.25), s_clip.Penalty), near.Or(s_clip));
        Assert.Equal(new PolicyDeclaration(NormClipKind.Global, 2, 0.25, 0.5, 0), near.Or(s_clip).Resolve());
    }

    [Fact]
    public void An_infinite_threshold_switches_off_what_is_farther_away()
        => Assert.Equal(
            new PolicyDeclaration(NormClipKind.None, 0, 0, 0.5, 0),
            new PolicySet(new NormClipDeclaration(NormClipKind.Parameter, double.PositiveInfinity), new(double.PositiveInfinity), null).Or(s_clip with { Value = new(3) }).Resolve());

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void A_penalty_from_a_class_or_a_layer_reaches_matrices_only(int rank, bool reaches)
        => Assert.Equal(reaches ? s_clip : s_clip with { Penalty = null }, s_clip.For(rank));
}
