namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>The graph of a layer in the graph of its owner.</summary>
public sealed class LayerGraphTests
{
    private static readonly Graph s_layer = Rewrite.Parse("""
        %0:f32[n,inputs] = input {name="x"} as "x"
        %1:f32[inputs,units] = parameter {name="Kernel"} as "Kernel"
        %2:f32[n,units] = matmul %0 %1 from "MatMul(x, Kernel)" #4
        %3:f32[] = dimension {value=<units>}
        %4:f32[] = setting {name="rate"}
        %5:f32[n,units] = loop %4 %2 {captured=[1], carried=[1], count=<inputs>} do "body" {
          %0:i32[] = input {name="i"}
          %1:f32[] = input {name="rate"}
          %2:f32[n,units] = input {name="h"}
          %3:f32[] = dimension {value=<n>}
          %4:f32[] = setting {name="rate"}
          %5:f32[] = multiply %3 %4
          %6:f32[n,units] = broadcast %5 {axes=[], lengths=<n,units>}
          %7:f32[n,units] = multiply %2 %6
          return %7 as "h"
        }
        %6:f32[n,units] = broadcast %3 {axes=[], lengths=<n,units>}
        %7:f32[n,units] = add %5 %6
        return %7 as "result"
        """);

    [Fact]
    public void Lengths_parameters_and_settings_become_the_owners()
    {
        Graph graph = GraphVerifier.Verify(Bind(4, (builder, _) => builder.Constant(0.5, ElementType.F32)), OpTable.Find);
        Assert.Equal("""
            graph owner {
              %0:f32[batch,6] = input {name="images"} as "images"
              %1:f32[6,4] = parameter {name="Head.Kernel"} as "HeadKernel"
              %2:f32[batch,4] = matmul %0 %1 from "MatMul(x, Kernel)" #9
              %3:f32[] = constant {value=4}
              %4:f32[] = constant {value=0.5}
              %5:f32[batch,4] = loop %4 %2 {captured=[1], carried=[1], count=<6>} #9 do "body" {
                %0:i32[] = input {name="i"} as "i"
                %1:f32[] = input {name="rate"} as "rate"
                %2:f32[batch,4] = input {name="h"} as "h"
                %3:f32[] = dimension {value=<batch>}
                %4:f32[] = constant {value=0.5}
                %5:f32[] = multiply %3 %4 #9
                %6:f32[batch,4] = broadcast %5 {axes=[], lengths=<batch,4>} #9
                %7:f32[batch,4] = multiply %2 %6 #9
                return %7 as "h"
              }
              %6:f32[batch,4] = broadcast %3 {axes=[], lengths=<batch,4>} #9
              %7:f32[batch,4] = add %5 %6 #9
              return %7 as "result"
            }

            """, graph.ToString());
    }

    [Fact]
    public void A_length_that_the_parameters_contradict_is_refused()
        => Assert.Throws<ShapeException>(() => Bind(5, (builder, _) => builder.Constant(0.5, ElementType.F32)));

    // The pairs of five numbers cannot be turned. A loop captures what its owner says of it.
    [Theory]
    [InlineData("%3:bool[] = and %1 %2")]
    [InlineData("%3:bool[] = not %2 %4:bool[] = not %3")]
    [InlineData("%3:f32[] = dimension {value=<units>} %4:f32[] = constant {value=3} %5:bool[] = less %3 %4")]
    [InlineData("%3:f32[] = setting {name=\"rate\"} %4:f32[] = add %3 %3 %5:bool[] = less %4 %3")]
    public void A_branch_that_the_owner_s_arguments_rule_out_need_not_fit(string condition)
    {
        Graph layer = TurningWhere(condition), graph = GraphVerifier.Verify(Turn(layer, isTurned: 0, units: 5), OpTable.Find);

        Assert.Empty(graph.Find("cond"));
        Node result = graph.Nodes[graph.Outputs[0].Value.Node];
        Assert.Equal(("tanh", "turned", "turns"), (result.Op, result.Origin.Name, result.Origin.Layer));
        Assert.Empty(graph.Nodes[graph.Find("loop").Single()].Regions[0].Find("cond"));
    }

    [Fact]
    public void A_branch_that_may_be_taken_must_fit()
    {
        Assert.Throws<ShapeException>(() => Turn(TurningWhere("%3:bool[] = or %1 %2"), isTurned: 0, units: 5));
        ShapeException wrong = Assert.Throws<ShapeException>(() => Turn(TurningWhere("%3:bool[] = or %2 %1"), isTurned: 1, units: 5));
        Assert.Equal("the numbers along the last axis of [batch, 5] cannot be turned in pairs: 5 is odd", wrong.Message);
        Assert.Empty(Turn(TurningWhere("%3:bool[] = or %2 %1"), isTurned: 1, units: 4).Find("cond"));
    }

    private static Graph TurningWhere(string condition)
    {
        int last = condition.Count(c => c == '=') - condition.Count(c => c == '{') + 2;
        return Rewrite.Parse($$"""
            %0:f32[n,units] = input {name="x"} as "x"
            %1:bool[] = input {name="c"} as "c"
            %2:bool[] = setting {name="turned"}
            {{condition}}
            %{{last + 1}}:f32[n,units] = loop %{{last}} %0 {captured=[1], carried=[1], count=<2>} do "body" {
              %0:i32[] = input {name="i"}
              %1:bool[] = input {name="turned"}
              %2:f32[n,units] = input {name="h"}
              %3:f32[n,units] = cond %1 %2 do "then" {
                %0:f32[n,units] = input {name="h"}
                %1:f32[n,units] = rotate_pairs %0
                return %1 as "choice"
              } do "else" {
                %0:f32[n,units] = input {name="h"}
                return %0 as "choice"
              }
              return %3 as "h"
            }
            %{{last + 2}}:f32[n,units] = cond %{{last}} %{{last + 1}} do "then" {
              %0:f32[n,units] = input {name="h"}
              %1:f32[n,units] = rotate_pairs %0
              return %1 as "turned"
            } do "else" {
              %0:f32[n,units] = input {name="h"}
              %1:f32[n,units] = tanh %0
              return %1 as "turned"
            }
            return %{{last + 2}} as "result"
            """);
    }

    private static Graph Turn(Graph layer, double isTurned, long units)
    {
        var builder = new GraphBuilder("owner");
        Value x = builder.Input("x", new TensorType(ElementType.F32, new Shape([Dim.Symbol("batch"), units]))), c = builder.Input("c", new TensorType(ElementType.Bool, Shape.Scalar));
        var binding = new LayerGraph
        {
            Symbols = new Dictionary<string, Dim> { ["n"] = Dim.Symbol("batch"), ["units"] = units },
            Parameter = _ => throw new InvalidOperationException(),
            Setting = (b, setting) => setting == "turned" ? b.Constant(isTurned, ElementType.Bool) : b.Constant(0.5, ElementType.F32),
            LoopSymbol = () => "loopCount1",
            Name = "turns",
        };
        builder.Output("result", binding.AddTo(builder, layer, [x, c])[0]);
        return builder.Build();
    }

    private static Graph Bind(long units, Func<GraphBuilder, string, Value> setting)
    {
        var builder = new GraphBuilder("owner");
        Value images = builder.Input("images", new TensorType(ElementType.F32, new Shape([Dim.Symbol("batch"), 6])));
        var binding = new LayerGraph
        {
            Symbols = new Dictionary<string, Dim> { ["n"] = Dim.Symbol("batch"), ["inputs"] = 6, ["units"] = units },
            Parameter = name => builder.Parameter("Head." + name, new TensorType(ElementType.F32, new Shape([6, 4]))),
            Setting = setting,
            LoopSymbol = () => "loopCount1",
            Ordinal = 9,
        };
        builder.Output("result", binding.AddTo(builder, s_layer, [images])[0]);
        return builder.Build();
    }
}
