namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>Cases of loops, choices, rows and conversions, as printed graphs.</summary>
internal static partial class ControlFlowCases
{
    public static IEnumerable<DerivativeCase> All => [.. Loops, .. Whiles, .. Conds, .. Rows, .. Conversions, .. Calls];

    private static IEnumerable<DerivativeCase> Loops =>
    [
        .. from count in new[] { "0", "1", "5", "batch" }
           from reverse in new[] { "", ", reverse=true" }
           select Case("loop", $"{count} times{reverse}, everything at once", $$"""
               graph g {
                 %0:f64[3] = parameter {name="w"}
                 %1:f64[3] = parameter {name="h"}
                 %2:f64[{{count}},3] = parameter {name="xs"}
                 %3:f64[3] %3.1:f64[{{count}},3] = loop %0 %1 %2 {captured=[1], carried=[1], count=<{{count}}>{{reverse}}} do "body" {
                   %0:i32[] = input {name="t"}
                   %1:f64[3] = input {name="w"}
                   %2:f64[3] = input {name="h"}
                   %3:f64[3] = input {name="x"}
                   %4:f64[3] = multiply %1 %2
                   %5:f64[3] = add %4 %3
                   %6:f64[3] = tanh %5
                   %7:f64[3] = multiply %6 %3
                   return %6 as "h", %7 as "out"
                 }
                 %4:f64[3] = reduce_sum %3.1 {axes=[0]}
                 %5:f64[3] = sin %3
                 %6:f64[3] = add %4 %5
                 return %6 as "result"
               }
               """),
        .. from result in new[] { "%3", "%3.1", "%3.2" }
           select Case("loop", $"two carried values that change places, result {result}", $$"""
               graph g {
                 %0:f64[2] = parameter {name="a"}
                 %1:f64[2] = parameter {name="b"}
                 %2:f64[2] = parameter {name="w"}
                 %3:f64[2] %3.1:f64[2] %3.2:f64[3,2] = loop %2 %0 %1 {captured=[1], carried=[2], count=<3>} do "body" {
                   %0:i32[] = input {name="t"}
                   %1:f64[2] = input {name="w"}
                   %2:f64[2] = input {name="a"}
                   %3:f64[2] = input {name="b"}
                   %4:f64[2] = multiply %2 %1
                   %5:f64[2] = multiply %2 %3
                   return %3 as "a", %4 as "b", %5 as "both"
                 }
                 %4:f64[] = reduce_sum {{result}} {axes={{(result == "%3.2" ? "[0,1]" : "[0]")}}}
                 %5:f64[] = reduce_sum %0 {axes=[0]}
                 %6:f64[] = reduce_sum %1 {axes=[0]}
                 %7:f64[] = reduce_sum %2 {axes=[0]}
                 %8:f64[] = multiply %5 %6
                 %9:f64[] = multiply %8 %7
                 %10:f64[] = add %4 %9
                 return %10 as "result"
               }
               """),
        Case("loop", "what starts constant becomes active, what nothing reads stays away", """
            graph g {
              %0:f64[2] = parameter {name="w"}
              %1:f64[] = constant {value=0}
              %2:f64[2] = broadcast %1 {axes=[], lengths=<2>}
              %3:f64[2] = input {name="unused"}
              %4:i32[] = constant {value=0}
              %5:f64[2] %5.1:i32[] %5.2:f64[2] = loop %0 %3 %2 %4 %3 {captured=[2], carried=[3], count=<4>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f64[2] = input {name="w"}
                %2:f64[2] = input {name="unused"}
                %3:f64[2] = input {name="sum"}
                %4:i32[] = input {name="k"}
                %5:f64[2] = input {name="kept"}
                %6:f64[2] = sin %1
                %7:f64[2] = add %3 %6
                %8:f64[2] = multiply %7 %1
                %9:i32[] = add %4 %0
                return %8 as "sum", %9 as "k", %5 as "kept"
              }
              return %5 as "result"
            }
            """),
        Case("loop", "in a loop, with products", """
            graph g {
              %0:f64[2,2] = parameter {name="w"}
              %1:f64[3,2] = parameter {name="h"}
              %2:f64[3,2] = loop %0 %1 {captured=[1], carried=[1], count=<2>} do "outer" {
                %0:i32[] = input {name="i"}
                %1:f64[2,2] = input {name="w"}
                %2:f64[3,2] = input {name="h"}
                %3:f64[3,2] = loop %1 %2 {captured=[1], carried=[1], count=<3>} do "inner" {
                  %0:i32[] = input {name="j"}
                  %1:f64[2,2] = input {name="w"}
                  %2:f64[3,2] = input {name="h"}
                  %3:f64[3,2] = matmul %2 %1
                  %4:f64[3,2] = tanh %3
                  return %4 as "h"
                }
                %4:f64[3,2] = exp %3
                %5:f64[3,2] = multiply %4 %2
                return %5 as "h"
              }
              return %2 as "result"
            }
            """, -0.8, 0.8),
        Case("loop", "with a choice in it", """
            graph g {
              %0:f64[] = parameter {name="w"}
              %1:f64[] = parameter {name="h"}
              %2:f64[] %2.1:f64[4] = loop %0 %1 {captured=[1], carried=[1], count=<4>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f64[] = input {name="w"}
                %2:f64[] = input {name="h"}
                %3:bool[] = greater %2 %1
                %4:f64[] = cond %3 %1 %2 do "then" {
                  %0:f64[] = input {name="w"}
                  %1:f64[] = input {name="h"}
                  %2:f64[] = multiply %0 %1
                  return %2 as "next"
                } do "else" {
                  %0:f64[] = input {name="w"}
                  %1:f64[] = input {name="h"}
                  %2:f64[] = cos %1
                  %3:f64[] = add %2 %0
                  return %3 as "next"
                }
                return %4 as "h", %4 as "all"
              }
              %3:f64[] = reduce_sum %2.1 {axes=[0]}
              %4:f64[] = multiply %3 %2
              return %4 as "result"
            }
            """),
        Case("loop", "of which only the stack is read, and one whose index counts", """
            graph g {
              %0:f64[5,2] = parameter {name="xs"}
              %1:f64[5,2] = loop %0 {captured=[0], carried=[0], count=<5>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f64[2] = input {name="x"}
                %2:f64[] = convert %0 {element="f64"}
                %3:f64[2] = broadcast %2 {axes=[], lengths=<2>}
                %4:f64[2] = multiply %3 %1
                %5:f64[2] = sin %4
                return %5 as "y"
              }
              return %1 as "result"
            }
            """),
    ];

    private static IEnumerable<DerivativeCase> Whiles =>
        from limit in new[] { "0.5", "3", "40" }
        from nested in new[] { false, true }
        select Case("while", $"doubling up to {limit}, {(nested ? "in a loop" : "alone")}", nested ? Nested(limit) : $$"""
            graph g {
              %0:f64[] = parameter {name="x"}
              %1:f64[] = parameter {name="rate"}
              {{Doubling(2, "%1", "%0", limit)}}
              %3:f64[] = log %2
              %4:f64[] = add %3 %0
              %5:f64[] = multiply %4 %1
              return %5 as "result"
            }
            """, 1.1, 2);

    private static IEnumerable<DerivativeCase> Conds =>
        from threshold in new[] { "-9", "0", "9" }
        select Case("cond", $"above {threshold}, three results", $$"""
            graph g {
              %0:f64[3] = parameter {name="x"}
              %1:f64[] = parameter {name="y"}
              %2:f64[] = constant {value={{threshold}}}
              %3:bool[] = greater %1 %2
              %4:f64[3] %4.1:f64[] %4.2:f64[3] = cond %3 %0 %1 do "then" {
                %0:f64[3] = input {name="x"}
                %1:f64[] = input {name="y"}
                %2:f64[3] = exp %0
                %3:f64[] = reduce_sum %2 {axes=[0]}
                return %2 as "a", %3 as "b", %0 as "c"
              } do "else" {
                %0:f64[3] = input {name="x"}
                %1:f64[] = input {name="y"}
                %2:f64[] = constant {value=2}
                %3:f64[3] = broadcast %1 {axes=[], lengths=<3>}
                %4:f64[3] = multiply %3 %0
                return %4 as "a", %2 as "b", %3 as "c"
              }
              %5:f64[3] = broadcast %4.1 {axes=[], lengths=<3>}
              %6:f64[3] = multiply %4 %5
              %7:f64[3] = add %6 %4.2
              %8:f64[3] = broadcast %1 {axes=[], lengths=<3>}
              %9:f64[3] = multiply %8 %0
              %10:f64[3] = add %7 %9
              return %10 as "result"
            }
            """);

    private static IEnumerable<DerivativeCase> Rows =>
        from row in new[] { "0", "4" }
        from op in new[] { "row", "row_gradient" }
        select Case(op, row, op == "row"
            ? $$"""
              graph g {
                %0:f64[5,2] = parameter {name="x"}
                %1:i32[] = constant {value={{row}}}
                %2:f64[2] = row %0 %1
                return %2 as "result"
              }
              """
            : $$"""
              graph g {
                %0:f64[2] = parameter {name="x"}
                %1:i32[] = constant {value={{row}}}
                %2:f64[5,2] = row_gradient %0 %1 {rows=<5>}
                return %2 as "result"
              }
              """);

    private static IEnumerable<DerivativeCase> Conversions =>
    [
        Case("convert", "to float and back", """
            graph g {
              %0:f64[] = parameter {name="x"}
              %1:f32[] = convert %0 {element="f32"}
              %2:f32[] = sin %1
              %3:f64[] = convert %2 {element="f64"}
              return %3 as "result"
            }
            """),
        Case("convert", "to int, which has no derivative", """
            graph g {
              %0:f64[] = parameter {name="x"}
              %1:i32[] = convert %0 {element="i32"}
              %2:f64[] = convert %1 {element="f64"}
              %3:f64[] = multiply %0 %0
              %4:f64[] = add %3 %2
              return %4 as "result"
            }
            """, 1.2, 1.8),
    ];

    // A derivative of the user's own: once right, alone and in a loop, once of the first argument only.
    private static DerivativeCase Case(string op, string variant, string text, double low = -2, double high = 2)
        => new(op, variant, builder =>
    {
        Graph graph = GraphVerifier.Verify(GraphParser.Parse(text), OpTable.Find);
        Value[] inputs = [.. graph.Inputs.Select(v => builder.Input(graph.Nodes[v.Node].Text("name"), graph.TypeOf(v)))];
        return builder.Splice(graph, inputs)[0];
    }, low, high);
}
