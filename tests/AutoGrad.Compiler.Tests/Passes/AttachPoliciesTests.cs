using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.Passes;

/// <summary>Penalties and clips against their formulas, by interpretation.</summary>
public sealed class AttachPoliciesTests
{
    // loss = sum(w x y), so that w's gradient is x y; v's likewise.
    private static readonly Graph s_gradient = Differentiate.Run(Rewrite.Parse("""
        %0:f32[2,3] = parameter {name="W"}
        %1:f32[3] = parameter {name="V"}
        %2:f32[2,3] = input {name="x"}
        %3:f32[2,3] = broadcast %1 {axes=[1], lengths=<2,3>}
        %4:f32[2,3] = multiply %0 %2
        %5:f32[2,3] = add %4 %3
        %6:f32[2,3] = multiply %5 %5
        %7:f32[] = reduce_sum %6 {axes=[0,1]}
        return %7 as "loss"
        """));

    public static TheoryData<NormClipKind, double, double, double> Policies
    {
        get
        {
            var all = new TheoryData<NormClipKind, double, double, double>();
            foreach (NormClipKind norm in Enum.GetValues<NormClipKind>())
            {
                foreach (double value in new[] { 0, 0.7 })
                {
                    foreach ((double l1, double l2) in new[] { (0, 0), (0.3, 0), (0, 0.2), (0.3, 0.2) })
                        all.Add(norm, value, l1, l2);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Gradient_penalty_clip_and_norms_are_those_of_the_formulas(NormClipKind norm, double value, double l1, double l2)
    {
        Graph attached = Attach(new PolicyDeclaration(norm, 1, value, l1, l2));
        Bindings bindings = Rewrite.Sample(s_gradient);
        bindings.Leaves["W"].Items[1] = 0;
        Evaluation plain = Interpreter.Run(s_gradient, bindings), actual = Interpreter.Run(attached, bindings);

        double[] w = bindings.Leaves["W"].Items;
        double[] unclipped = [.. plain.Output("gradient.W").Items.Zip(w, (g, x) => g + (l1 * Math.Sign(x)) + (2 * l2 * x))];
        double[] clipped = [.. unclipped.Select(g => value == 0 ? g : Math.Clamp(g, -value, value))];
        double dataLoss = plain.Output("loss").Only;
        Close.Assert(dataLoss, actual.Output("dataLoss").Only, 1e-12, "data loss");
        Close.Assert(dataLoss + w.Sum(x => (l1 * Math.Abs(x)) + (l2 * x * x)), actual.Output("loss").Only, 1e-12, "loss");
        Close.Assert(new NdArray([2, 3], clipped), actual.Output("gradient.W"), 1e-12, "gradient");
        Close.Assert(unclipped.Sum(g => g * g), actual.Output("squares.W").Only, 1e-12, "squares");
        if (value != 0 && norm != NormClipKind.None)
            Close.Assert(clipped.Sum(g => g * g), actual.Output("clippedSquares.W").Only, 1e-12, "squares after the value clip");
        else
            Assert.Null(attached.Output("clippedSquares.W"));

        // The other parameter has no policy: its gradient stays, and its norm is there.
        Close.Assert(plain.Output("gradient.V"), actual.Output("gradient.V"), 1e-12, "gradient without a policy");
        Close.Assert(plain.Output("gradient.V").Items.Sum(g => g * g), actual.Output("squares.V").Only, 1e-12, "squares without a policy");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_policy_goes_through_the_passes_to_kernels(NormClipKind norm, double value, double l1, double l2)
    {
        Graph attached = Attach(new PolicyDeclaration(norm, 1, value, l1, l2));
        Graph kernels = GraphVerifier.Verify(Fuse.Run(Simplify.Run(attached)), OpTable.Find);
        Rewrite.AssertSameValues(attached, kernels, specials: false);
    }

    [Fact]
    public void A_value_clip_keeps_NaN_and_bounds_infinity()
    {
        Graph attached = Attach(new PolicyDeclaration(NormClipKind.None, 0, 0.5, 0, 0));
        Bindings bindings = Rewrite.Sample(s_gradient).With("x", new NdArray([2, 3], [double.NaN, 1e200, -1e200, 0, 1e-3, 1]));
        bindings = bindings.With("W", new NdArray([2, 3], [1, 1e200, 1e200, 1, 0, 1])).With("V", new NdArray([3], [0, 0, 0]));
        double[] gradient = Interpreter.Run(attached, bindings).Output("gradient.W").Items;
        Assert.True(double.IsNaN(gradient[0]));
        Assert.Equal([0.5, 0.5, 0, 0, 0.5], gradient[1..]);
    }

    [Fact]
    public void Norms_of_value_clipped_gradients_are_summed_in_double()
    {
        Graph attached = Attach(new PolicyDeclaration(NormClipKind.Global, 1, 0.5, 0, 0));
        Assert.True(attached.Nodes[attached.Output("squares.W")!.Value.Node].Flag("wide"));
        Assert.False(attached.Nodes[attached.Output("clippedSquares.W")!.Value.Node].Flag("wide"));
        Assert.False(attached.Nodes[attached.Output("squares.V")!.Value.Node].Flag("wide"));
    }

    [Fact]
    public void Results_come_in_the_order_of_the_parameters()
        => Assert.Equal(
            ["loss", "dataLoss", "squares.W", "clippedSquares.W", "gradient.W", "squares.V", "gradient.V"],
            Attach(new PolicyDeclaration(NormClipKind.Parameter, 1, 0.5, 0.1, 0)).Outputs.Select(o => o.Name));

    [Fact]
    public void A_stack_gives_its_gradient_before_the_value_clip_for_a_norm_of_each_copy()
    {
        ParameterDeclaration stack = new("W", "", [3], "Zeros", 1, new PolicyDeclaration(NormClipKind.Parameter, 1, 0.5, 0, 0)) { Copies = [2] };
        Graph attached = GraphVerifier.Verify(AttachPolicies.Run(s_gradient, [stack, Declare("V", PolicyDeclaration.None)]), OpTable.Find);
        Evaluation plain = Interpreter.Run(s_gradient, Rewrite.Sample(s_gradient)), actual = Interpreter.Run(attached, Rewrite.Sample(s_gradient));
        Close.Assert(plain.Output("gradient.W"), actual.Output("squares.W"), 1e-12, "before the clip");
        Assert.Null(attached.Output("clippedSquares.W"));
        Assert.All(actual.Output("gradient.W").Items, g => Assert.InRange(g, -0.5, 0.5));
    }

    private static Graph Attach(PolicyDeclaration policy)
        => GraphVerifier.Verify(AttachPolicies.Run(s_gradient, [Declare("W", policy), Declare("V", PolicyDeclaration.None)]), OpTable.Find);

    private static ParameterDeclaration Declare(string name, PolicyDeclaration policy)
        => new(name, "public partial", [2, 3], "Zeros", 1, policy);
}
