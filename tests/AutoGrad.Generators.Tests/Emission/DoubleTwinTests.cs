using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Tests.Emission;

public class DoubleTwinTests
{
    private const string Twin = "M.Loss.Double.g.cs";

    [Theory]
    [InlineData("[Model]", "", false)]
    [InlineData("[Model(GradientCheck = false)]", "", false)]
    [InlineData("[Model(GradientCheck = true)]", "", true)]
    [InlineData("[Model]", "public static class Checks { public static double Error(M m) => GradientCheck.Run(m, 2f).MaxRelativeError; }", true)]
    public void A_loss_has_a_twin_in_double_precision_where_someone_may_check_it(string attribute, string other, bool isExpected)
    {
        var run = new Run();
        Compilation updated = run.Generate(Source.Compile(("M.cs", $$"""
            {{attribute}}
            public sealed partial class M
            {
                [Parameter(1)] public partial Tensor<float> W { get; }

                [Loss]
                public float Loss(float x) => Sum(W * W * x);
            }

            {{other}}
            """)));
        Assert.Empty(Source.Errors(updated));
        Assert.Equal(isExpected, run.Result.GeneratedSources.Any(s => s.HintName == Twin));
    }
}
