namespace AutoGrad.Compiler.Tests.Passes;

/// <summary>Which values a kernel computes again, and which it reads from memory.</summary>
public sealed class RecomputeTests
{
    private const string Xy = """
        %0:f32[batch,8] = input {name="x"}
        %1:f32[batch,8] = input {name="y"}
        %2:f32[8] = input {name="z"}
        %3:f32[batch,8] = exp %0
        %4:f32[batch] = reduce_sum %3 {axes=[1]}
        %5:f32[batch,8] = broadcast %4 {axes=[0], lengths=<batch,8>}
        """;

    [Fact]
    public void What_an_operation_gives_from_what_is_read_anyway_is_computed_again()
        => KernelsOf.Check("fused(exp,reduce_sum,multiply,sin,reduce_sum:3) fused(multiply,divide,add,add)",
            Xy + "%6:f32[batch,8] = multiply %3 %3" + ReadTwice(6, also: "%3"));

    [Fact]
    public void What_has_to_be_loaded_for_it_may_not_be_more_than_it_saves()
    {
        KernelsOf.Check("fused(exp,reduce_sum,abs,sin,reduce_sum:2) fused(abs,divide,add,add)", Xy + "%6:f32[batch,8] = abs %0" + ReadTwice(6, also: "%5"));
        KernelsOf.Check("fused(exp,reduce_sum,multiply,sin,reduce_sum:2) fused(multiply,divide,add,add)", Xy + "%6:f32[batch,8] = multiply %0 %0" + ReadTwice(6, also: "%5"));
        KernelsOf.Check("fused(exp,reduce_sum,multiply,sin,reduce_sum:3) fused(divide,add,add)", Xy + "%6:f32[batch,8] = multiply %0 %1" + ReadTwice(6, also: "%5"));
    }

    [Fact]
    public void Nobody_computes_what_only_another_kernel_needs()
        => KernelsOf.Check("fused(exp,reduce_sum:2) fused(add,divide)", Xy + """
            %6:f32[] = constant {value=1}
            %7:f32[batch,8] = broadcast %6 {axes=[], lengths=<batch,8>}
            %8:f32[batch,8] = add %3 %7
            %9:f32[batch,8] = divide %8 %5
            return %9 as "r"
            """);

    [Fact]
    public void What_costs_more_than_a_load_is_stored()
        => KernelsOf.Check("fused(exp,reduce_sum,cos,sin,reduce_sum:4) fused(divide,add,add)", Xy + "%6:f32[batch,8] = cos %3" + ReadTwice(6, also: "%3"));

    [Fact]
    public void Two_operations_are_done_again_and_three_are_not()
    {
        KernelsOf.Check("fused(exp,reduce_sum,abs,relu,sin,reduce_sum:3) fused(abs,relu,divide,add,add)",
            Xy + "%6:f32[batch,8] = abs %3 %7:f32[batch,8] = relu %6" + ReadTwice(7, also: "%3"));
        KernelsOf.Check("fused(exp,reduce_sum,multiply,abs,relu,sin,reduce_sum:4) fused(divide,add,add)",
            Xy + "%6:f32[batch,8] = multiply %3 %3 %7:f32[batch,8] = abs %6 %8:f32[batch,8] = relu %7" + ReadTwice(8, also: "%3"));
    }

    [Fact]
    public void What_a_product_or_the_library_reads_is_in_memory_for_all()
    {
        KernelsOf.Check("fused(exp,reduce_sum,add:3) matmul fused(add,divide)", Xy + """
            %6:f32[batch,8] = add %3 %0
            %7:f32[batch,batch] = matmul %6 %1 {transposeB=true}
            %8:f32[batch,8] = add %6 %3
            %9:f32[batch,8] = divide %8 %5
            return %9 as "r", %7 as "s"
            """);
        KernelsOf.Check("fused(exp,reduce_sum,add:3) softmax fused(add,divide)", Xy + """
            %6:f32[batch,8] = add %3 %0
            %7:f32[batch,8] = softmax %6 {axes=[1]}
            %8:f32[batch,8] = add %6 %3
            %9:f32[batch,8] = divide %8 %5
            return %9 as "r", %7 as "s"
            """);
    }

    [Fact]
    public void An_output_is_stored_and_read()
        => KernelsOf.Check("fused(exp,reduce_sum,add:2) fused(divide)", Xy + """
            %6:f32[batch,8] = add %3 %0
            %7:f32[batch,8] = divide %6 %5
            return %7 as "r", %6 as "s"
            """);

    [Fact]
    public void All_readers_compute_it_again_or_none_does()
    {
        // The epilogue has to load two values for it, which the other kernel reads anyway.
        const string Text = """
            %6:f32[batch,8] = multiply %3 %1
            %7:f32[batch,8] = sin %6
            %8:f32[batch] = reduce_sum %7 {axes=[1]}
            %9:f32[batch,8] = broadcast %8 {axes=[0], lengths=<batch,8>}
            %10:f32[batch,8] = add %6 %9
            %11:f32[batch,8] = divide %10 %5
            %12:f32[batch,8] = add %11 %1
            %13:f32[batch,8] = add %12 %3
            %14:f32[8,8] = input {name="w"}
            %15:f32[batch,8] = matmul %13 %14
            %16:f32[batch,8] = add %15 %6
            """;
        KernelsOf.Check("fused(exp,reduce_sum,multiply,sin,reduce_sum:3) fused(multiply,add,divide,add,add) fused(multiply,matmul,add)", Xy + Text + "return %16 as \"r\"");
        KernelsOf.Check("fused(exp,reduce_sum,multiply,sin,reduce_sum:4) fused(add,divide,add,add) fused(matmul,add) matmul", Xy + Text + "%17:f32[8,8] = matmul %6 %1 {transposeA=true} return %16 as \"r\", %17 as \"s\"");
    }

    // Nodes that read a value in the kernel that computes it and, behind a sum, in another, which reads another value also.
    private static string ReadTwice(int value, string also) => $$"""

        %{{value + 1}}:f32[batch,8] = sin %{{value}}
        %{{value + 2}}:f32[batch] = reduce_sum %{{value + 1}} {axes=[1]}
        %{{value + 3}}:f32[batch,8] = broadcast %{{value + 2}} {axes=[0], lengths=<batch,8>}
        %{{value + 4}}:f32[batch,8] = divide %{{value}} %5
        %{{value + 5}}:f32[batch,8] = add %{{value + 4}} {{also}}
        %{{value + 6}}:f32[batch,8] = add %{{value + 5}} %{{value + 3}}
        return %{{value + 6}} as "r"
        """;
}
