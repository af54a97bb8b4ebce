using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.Analysis;

public sealed class LoopFlowTests
{
    [Theory]
    [InlineData(1.1, 100, 13780.6)]
    [InlineData(0.9, 50, 0.005154)]
    [InlineData(1, 30, 1)]
    public void A_linear_recurrence_grows_by_the_power_of_its_radius(double radius, int count, double growth)
    {
        LayerGrowth loop = Loop(Recurrence("%4", $"{count}"), "Orthogonal", radius);
        Assert.Equal(growth, loop.Growth, growth * 1e-4);
        Assert.Equal((count, false, "h"), (loop.Steps, loop.IsTruncated, loop.Variable));
        Assert.Equal(["W"], loop.Weights);
    }

    [Theory]
    [InlineData("100")]
    [InlineData("steps")]
    public void A_gradient_that_is_cut_grows_no_further(string count)
    {
        LayerGrowth loop = Loop(Recurrence("%4", count, ", truncated=[10]"), "Orthogonal", 1.1);
        Assert.Equal(Math.Pow(1.1, 10), loop.Growth, 1e-6);
        Assert.Equal((10, true), (loop.Steps, loop.IsTruncated));
    }

    [Fact]
    public void A_tanh_recurrence_grows_by_the_factor_of_its_fixed_point()
    {
        // The factor of the theory at variance 4 is 1.363 a step; the first steps differ.
        double hundred = Loop(Recurrence("%6", "100"), "LeCunNormal", 2).Growth, eighty = Loop(Recurrence("%6", "80"), "LeCunNormal", 2).Growth;
        Assert.Equal(Math.Pow(1.363, 10), hundred / eighty, 0.05 * Math.Pow(1.363, 10));
    }

    [Fact]
    public void Nothing_is_said_of_a_loop_of_unknown_length()
        => Assert.Empty(Analyze(Recurrence("%4", "steps"), "Orthogonal", 1.1));

    [Fact]
    public void A_long_recurrence_is_followed_in_no_time()
    {
        // A thousand steps from a state of variance 1 settle after some dozens.
        Assert.Equal(Math.Pow(1.363, 500), Loop(Recurrence("%6", "1000"), "LeCunNormal", 2).Growth, Math.Pow(1.363, 500) * 0.9);
    }

    [Fact]
    public void What_is_before_a_loop_gets_the_gradient_of_all_its_steps()
    {
        string text = """
            graph g {
              %0:f32[batch,64] = input {name="x"}
              %1:f32[64,64] = parameter {name="V"}
              %2:f32[64,64] = parameter {name="W"}
              %3:f32[batch,64] = matmul %0 %1
              %4:f32[batch,64] = loop %2 %3 {captured=[1], carried=[1], count=<20>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f32[64,64] = input {name="W"}
                %2:f32[batch,64] = input {name="h"}
                %3:f32[batch,64] = matmul %2 %1
                return %3 as "h"
              }
              return %4 as "result"
            }
            """;
        EquatableArray<LayerGrowth> layers = Analyze(text, "Orthogonal", 1.2);
        Assert.Equal(["V", "W"], layers.SelectMany(l => l.Weights));
        Assert.All(layers, l => Assert.Equal(Math.Pow(1.2, 20), l.Growth, 1e-3));
    }

    private static LayerGrowth Loop(string text, string init, double scale) => Assert.Single(Analyze(text, init, scale));

    private static EquatableArray<LayerGrowth> Analyze(string text, string init, double scale)
    {
        Graph graph = GraphVerifier.Verify(GraphParser.Parse(text), OpTable.Find);
        return GradientFlow.Analyze(graph, graph.Find("parameter").Select(i => new ParameterDeclaration(graph.Nodes[i].Text("name"), "", [64, 64], init, scale, PolicyDeclaration.None)));
    }

    private static string Recurrence(string next, string count, string attributes = "") => $$"""
        graph g {
          %0:f32[{{count}},batch,64] = input {name="x"}
          %1:f32[batch,64] = input {name="h0"}
          %2:f32[64,64] = parameter {name="W"}
          %3:f32[batch,64] = loop %2 %1 %0 {captured=[1], carried=[1], count=<{{count}}>{{attributes}}} do "body" {
            %0:i32[] = input {name="t"}
            %1:f32[64,64] = input {name="W"}
            %2:f32[batch,64] = input {name="h"}
            %3:f32[batch,64] = input {name="x"}
            %4:f32[batch,64] = matmul %2 %1
            %5:f32[batch,64] = add %4 %3
            %6:f32[batch,64] = tanh %4
            return {{next}} as "h"
          }
          return %3 as "result"
        }
        """;
}
