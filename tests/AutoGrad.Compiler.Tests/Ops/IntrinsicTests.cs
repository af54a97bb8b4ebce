namespace AutoGrad.Compiler.Tests.Ops;

public sealed class IntrinsicTests
{
    private static readonly IntrinsicCase[] s_cases = [.. IntrinsicCases.All];

    public static TheoryData<string> Names => [.. s_cases.Select(c => c.Name).Distinct()];

    public static TheoryData<string> NamesInTheLibrary => [.. s_cases.Where(c => c.Eager is not null).Select(c => c.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_agrees_with_differences(string name)
    {
        foreach (DerivativeCase c in s_cases.Where(c => c.Name == name).Select(c => c.ToDerivative()))
            c.Verify(probes: 5);
    }

    [Theory]
    [MemberData(nameof(NamesInTheLibrary))]
    public void Value_is_that_of_the_library(string name)
    {
        foreach (IntrinsicCase c in s_cases.Where(c => c.Name == name && c.Eager is not null))
            c.VerifyValue();
    }

    [Fact]
    public void Every_intrinsic_has_a_case()
        => Assert.Empty(Intrinsics.Names.Except(s_cases.Select(c => c.Name)));
}
