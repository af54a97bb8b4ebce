namespace AutoGrad.Compiler.Tests.Ops;

/// <content>Calls, and the graphs that cases share.</content>
internal static partial class ControlFlowCases
{
    private static IEnumerable<DerivativeCase> Calls =>
    [
        Case("call", "with a derivative of its own", $$"""
            graph g {
              %0:f64[3] = parameter {name="x"}
              %1:f64[] = parameter {name="y"}
              {{Waved(2, "%0", "%1", "[0,1]", "%7 as \"dX\", %9 as \"dY\"")}}
              %3:f64[3] = multiply %2 %2
              return %3 as "result"
            }
            """),
        Case("call", "with a derivative of its own, in a loop", $$"""
            graph g {
              %0:f64[3] = parameter {name="x"}
              %1:f64[] = parameter {name="y"}
              %2:f64[3] = loop %1 %0 {captured=[1], carried=[1], count=<2>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f64[] = input {name="y"}
                %2:f64[3] = input {name="x"}
                {{Waved(3, "%2", "%1", "[0,1]", "%7 as \"dX\", %9 as \"dY\"")}}
                return %3 as "x"
              }
              return %2 as "result"
            }
            """),
        Case("call", "with a derivative of one argument", $$"""
            graph g {
              %0:f64[3] = parameter {name="x"}
              %1:f64[] = input {name="y"}
              {{Waved(2, "%0", "%1", "[0]", "%7 as \"dX\"")}}
              return %2 as "result"
            }
            """),
    ];

    // sin(x) y, with the cotangents c y cos(x) and sum(c sin(x)).
    private static string Waved(int node, string x, string y, string differentiable, string gradients) => $$"""
        %{{node}}:f64[3] = call {{x}} {{y}} {differentiable={{differentiable}}} do "Waved" {
                %0:f64[3] = input {name="x"}
                %1:f64[] = input {name="y"}
                %2:f64[3] = sin %0
                %3:f64[3] = broadcast %1 {axes=[], lengths=<3>}
                %4:f64[3] = multiply %2 %3
                return %4 as "result"
              } do "WavedGradient" {
                %0:f64[3] = input {name="x"}
                %1:f64[] = input {name="y"}
                %2:f64[3] = input {name="cotangent"}
                %3:f64[3] = cos %0
                %4:f64[3] = sin %0
                %5:f64[3] = broadcast %1 {axes=[], lengths=<3>}
                %6:f64[3] = multiply %2 %5
                %7:f64[3] = multiply %6 %3
                %8:f64[3] = multiply %2 %4
                %9:f64[] = reduce_sum %8 {axes=[0]}
                return {{gradients}}
              }
        """;

    // value *= rate, until it is above the limit.
    private static string Doubling(int node, string rate, string start, string limit) => $$"""
        %{{node}}:f64[] = while {{rate}} {{start}} {captured=[1], symbol="steps"} do "condition" {
                %0:f64[] = input {name="rate"}
                %1:f64[] = input {name="value"}
                %2:f64[] = constant {value={{limit}}}
                %3:bool[] = less %1 %2
                return %3 as "condition"
              } do "body" {
                %0:f64[] = input {name="rate"}
                %1:f64[] = input {name="value"}
                %2:f64[] = multiply %1 %0
                %3:f64[] = sqrt %2
                %4:f64[] = multiply %3 %3
                return %4 as "value"
              }
        """;

    private static string Nested(string limit) => $$"""
        graph g {
          %0:f64[] = parameter {name="x"}
          %1:f64[] = parameter {name="rate"}
          %2:f64[3] = parameter {name="starts"}
          %3:f64[] = loop %1 %0 %2 {captured=[1], carried=[1], count=<3>} do "rows" {
            %0:i32[] = input {name="t"}
            %1:f64[] = input {name="rate"}
            %2:f64[] = input {name="sum"}
            %3:f64[] = input {name="start"}
            {{Doubling(4, "%1", "%3", limit)}}
            %5:f64[] = multiply %4 %2
            %6:f64[] = log %5
            return %6 as "sum"
          }
          return %3 as "result"
        }
        """;
}
