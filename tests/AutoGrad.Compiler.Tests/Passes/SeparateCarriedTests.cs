namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SeparateCarriedTests
{
    private const string Body = """
        do "body" { %0:i32[] = input {name="i"} %1:f64[2] = input {name="a"} %2:f64[2] = input {name="b"} %3:f64[2] = input {name="c"}
        """;

    [Fact]
    public void Tensors_that_change_places_are_copied_first() => Rewrite.Assert(SeparateCarried.Run, Loop("return %2 as \"a\", %1 as \"b\", %3 as \"c\""),
        Loop("%4:f64[2] = copy %2 %5:f64[2] = copy %1 return %4 as \"a\", %5 as \"b\", %3 as \"c\""));

    [Fact]
    public void A_view_of_another_tensor_is_copied() => Rewrite.Assert(SeparateCarried.Run,
        Loop("%4:f64[1,2] = reshape %2 {lengths=<1,2>} %5:f64[2] = reshape %4 {lengths=<2>} %6:f64[2] = sin %2 return %5 as \"a\", %6 as \"b\", %3 as \"c\""),
        Loop("%4:f64[1,2] = reshape %2 {lengths=<1,2>} %5:f64[2] = reshape %4 {lengths=<2>} %6:f64[2] = sin %2 %7:f64[2] = copy %5 return %7 as \"a\", %6 as \"b\", %3 as \"c\""));

    [Fact]
    public void New_values_and_tensors_that_stay_need_no_copy()
        => Rewrite.AssertUnchanged(SeparateCarried.Run, Loop("%4:f64[2] = add %1 %2 return %4 as \"a\", %2 as \"b\", %2 as \"c\""));

    private static string Loop(string body) => $$"""
        %0:f64[2] = input {name="x"} %1:f64[2] = input {name="y"} %2:f64[2] = input {name="z"}
        %3:f64[2] %3.1:f64[2] %3.2:f64[2] = loop %0 %1 %2 {captured=[0], carried=[3], count=<3>} {{Body}} {{body}} }
        return %3 as "a", %3.1 as "b", %3.2 as "c"
        """;
}
