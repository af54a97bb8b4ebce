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
