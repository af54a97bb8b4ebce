namespace AutoGrad.Compiler.Tests.Ops;

public sealed class DerivativeTests
{
    private static IEnumerable<DerivativeCase> Cases => [.. ElementwiseCases.All, .. StructuralCases.All, .. WindowCases.All, .. ControlFlowCases.All];

    public static TheoryData<string> Subjects => [.. Cases.Select(c => c.Subject).Distinct()];

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Gradient_agrees_with_differences(string subject)
    {
        foreach (DerivativeCase c in Cases.Where(c => c.Subject == subject))
            c.Verify();
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Products_with_the_Hessian_agree_with_differences_of_gradients(string subject)
    {
        foreach (DerivativeCase c in Cases.Where(c => c.Subject == subject))
        {
            c.Again("vjp").Verify(probes: 2);
            c.Again("jvp").Verify(probes: 2);
        }
    }

    [Fact]
    public void Every_operation_through_which_gradients_flow_has_a_case()
    {
        HashSet<string> covered = [.. Cases.Select(c => c.Subject)];
        Assert.Empty(OpTable.All.Where(op => op is { IsDifferentiable: true } and not LeafOp && !covered.Contains(op.Name))
            .Select(op => op.Name));
    }

    [Fact]
    public void Every_case_computes_the_operation_that_it_is_named_after()
    {
        foreach (DerivativeCase c in Cases)
            Assert.Contains($"= {c.Subject.Split(' ')[0]} ", c.Graph().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_gradient_is_found()
    {
        static Graph Sum(string op)
        {
            var builder = new GraphBuilder("sum");
            builder.Output("result", builder.Parameter("x", Leaves.Shape(3)).Apply(op).Sum([0]).Value);
            return builder.Build();
        }

        // tanh and sin have one value and one slope at 0, and part slowly.
        Bindings bindings = new(new Dictionary<string, long>(), new Dictionary<string, NdArray> { ["x"] = new([3], [0, 0, 0.01]) });
        Graph wrong = Differentiate.Run(Sum("tanh"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Differences.Verify(Sum("sin"), wrong, bindings));
        Differences.Verify(Sum("sin"), bindings);
    }
}
