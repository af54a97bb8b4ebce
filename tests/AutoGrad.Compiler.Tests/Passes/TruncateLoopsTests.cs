using AutoGrad.Compiler.Tests.RandomGraphs;

namespace AutoGrad.Compiler.Tests.Passes;

/// <summary>Truncated loops beside the same steps written one after the other, with a stop_gradient at the steps that are named.</summary>
public sealed class TruncateLoopsTests
{
    private const int Steps = 5;

    private static readonly Dictionary<string, long> s_symbols = new() { ["batch"] = 2, ["steps"] = Steps };

    public static TheoryData<int, int> Cases
    {
        get
        {
            var data = new TheoryData<int, int>();
            for (int seed = 0; seed < 60; seed++)
                data.Add(seed, 1 + seed % 7);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_those_of_steps_with_stops_between(int seed, int k)
    {
        Graph loss = RandomRecurrence.Create(seed);
        Graph truncated = TruncateLoops.Run(Truncation.Mark(loss, k)), whole = TruncateLoops.WithoutCuts(Truncation.Mark(loss, k));
        Bindings bindings = Bindings.Sample(loss, s_symbols, new System.Random(seed), _ => (-1, 1));
        Evaluation expected = Interpreter.Run(Differentiate.Run(Unrolled.Of(RandomRecurrence.Create(seed, Steps), k)), bindings);

        Compare(expected, Differentiate.Run(truncated), bindings);
        Compare(expected, Differentiate.Run(whole), bindings);
        Compare(expected, Pipeline.Training(Truncation.Mark(loss, k), Parameters(loss)), bindings);
        Evaluation full = Interpreter.Run(Differentiate.Run(loss), bindings);
        if (k >= Steps)
            Compare(full, Differentiate.Run(truncated), bindings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_linear_recurrence_has_as_many_terms_as_steps_are_kept(int k)
    {
        // d/dw of h[T], where h[t+1] = w h[t] + 1 and h[0] = 0 and only the last k factors w count.
        Graph loss = Rewrite.Parse($$"""
            graph g {
              %0:f64[] = parameter {name="w"}
              %1:f64[] = constant {value=0}
              %2:f64[] = loop %0 %1 {captured=[1], carried=[1], count=<steps>, truncated=[{{k}}]} do "body" {
                %0:i32[] = input {name="t"}
                %1:f64[] = input {name="w"}
                %2:f64[] = input {name="h"}
                %3:f64[] = multiply %1 %2
                %4:f64[] = constant {value=1}
                %5:f64[] = add %3 %4
                return %5 as "h"
              }
              return %2 as "loss"
            }
            """);
        const double w = 1.1;
        double[] h = new double[Steps + 1], dh = new double[Steps + 1];
        for (int t = 0; t < Steps; t++)
        {
            double flowing = t >= 1 && (Steps - t) % k == 0 ? 0 : dh[t];
            (h[t + 1], dh[t + 1]) = ((w * h[t]) + 1, h[t] + (w * flowing));
        }

        Bindings bindings = Bindings.Sample(loss, s_symbols, new System.Random(1)) is var b ? b.With("w", NdArray.Scalar(w)) : null!;
        Close.Assert(dh[Steps], Interpreter.Run(Differentiate.Run(TruncateLoops.Run(loss)), bindings).Output("gradient.w").Only, 1e-12, "dw");
    }

    [Fact]
    public void A_loop_whose_last_value_is_all_that_leaves_it_keeps_nothing_of_the_steps_before_the_last()
    {
        Graph loss = Rewrite.Parse("""
            graph g {
              %0:f64[4,4] = parameter {name="w"}
              %1:f64[steps,batch,4] = input {name="x"}
              %2:f64[] = constant {value=0}
              %3:f64[batch,4] = broadcast %2 {axes=[], lengths=<batch,4>}
              %4:f64[batch,4] = loop %0 %3 %1 {captured=[1], carried=[1], count=<steps>, truncated=[3]} do "body" {
                %0:i32[] = input {name="t"}
                %1:f64[4,4] = input {name="w"}
                %2:f64[batch,4] = input {name="h"}
                %3:f64[batch,4] = input {name="xRow"}
                %4:f64[batch,4] = matmul %2 %1
                %5:f64[batch,4] = matmul %3 %1
                %6:f64[batch,4] = add %4 %5
                %7:f64[batch,4] = tanh %6
                return %7 as "h"
              }
              %5:f64[] = reduce_sum %4 {axes=[0,1]}
              return %5 as "loss"
            }
            """);
        Graph training = Pipeline.Training(loss, Parameters(loss));
        // The input and its parts, which are views, are as long as the sequence; nothing else is.
        IEnumerable<Node> long_ = training.Nodes.Where(n => n.Op is not ("input" or "slice" or "reshape"))
            .Where(n => n.Results.Any(t => t.Shape.Count.Substitute(new Dictionary<string, Dim> { ["steps"] = 1000, ["batch"] = 1 }).Constant > 500));
        Assert.Empty(long_);
    }

    private static IEnumerable<Compiler.Declarations.ParameterDeclaration> Parameters(Graph graph)
        => graph.Nodes.Where(n => n.Op == "parameter").Select(n => new Compiler.Declarations.ParameterDeclaration(n.Text("name"), "public partial", [], "Zeros", 1,
            new Compiler.Declarations.PolicyDeclaration(Compiler.Declarations.NormClipKind.None, 0, 0, 0, 0)));

    private static void Compare(Evaluation expected, Graph actual, Bindings bindings)
    {
        Evaluation found = Interpreter.Run(GraphVerifier.Verify(actual, OpTable.Find), bindings);
        foreach (GraphOutput output in expected.Graph.Outputs)
            Close.Assert(expected.Output(output.Name), found.Output(output.Name), 1e-11, output.Name);
    }
}
