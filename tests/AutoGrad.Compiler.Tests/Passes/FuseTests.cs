namespace AutoGrad.Compiler.Tests.Passes;

/// <summary>Which operations share a kernel, and which must not.</summary>
public sealed class FuseTests
{
    private const string Xyz = """
        %0:f32[batch,8] = input {name="x"}
        %1:f32[batch,8] = input {name="y"}
        %2:f32[8] = input {name="z"}
        """;

    [Fact]
    public void A_chain_is_one_kernel()
        => Rewrite.Assert(
            Fuse.Run,
            Xyz + """
            %3:f32[batch,8] = multiply %0 %1
            %4:f32[] = constant {value=1}
            %5:f32[batch,8] = broadcast %4 {axes=[], lengths=<batch,8>}
            %6:f32[batch,8] = add %3 %5
            %7:f32[batch,8] = tanh %6 as "hidden"
            return %7 as "r"
            """,
            Xyz + """
            %3:f32[batch,8] = fused %0 %1 as "hidden" do "kernel" {
              %0:f32[batch,8] = input {name="input"} as "input"
              %1:f32[batch,8] = input {name="input"} as "input"
              %2:f32[batch,8] = multiply %0 %1
              %3:f32[] = constant {value=1}
              %4:f32[batch,8] = broadcast %3 {axes=[], lengths=<batch,8>}
              %5:f32[batch,8] = add %2 %4
              %6:f32[batch,8] = tanh %5 as "hidden"
              return %6 as "hidden.7"
            }
            return %3 as "r"
            """);

    [Fact]
    public void What_is_read_outside_leaves_the_kernel()
        => KernelsOf.Check("fused(exp,sin:2) matmul", Xyz + """
            %3:f32[batch,8] = exp %0
            %4:f32[batch,8] = sin %3
            %5:f32[batch,batch] = matmul %3 %4 {transposeB=true}
            return %5 as "r"
            """);

    [Fact]
    public void A_broadcast_is_read_in_place_by_all_that_repeat_it_alike()
        => KernelsOf.Check("fused(add,exp,multiply)", Xyz + """
            %3:f32[batch,8] = broadcast %2 {axes=[1], lengths=<batch,8>}
            %4:f32[batch,8] = add %0 %3
            %5:f32[batch,8] = exp %4
            %6:f32[batch,8] = multiply %5 %3
            return %6 as "r"
            """);

    [Fact]
    public void Rows_and_columns_are_repeated_in_one_kernel()
        => KernelsOf.Check("fused(add,multiply)", """
            %0:f32[batch,8] = input {name="x"}
            %1:f32[batch] = input {name="rows"}
            %2:f32[8] = input {name="columns"}
            %3:f32[batch,8] = broadcast %1 {axes=[0], lengths=<batch,8>}
            %4:f32[batch,8] = broadcast %2 {axes=[1], lengths=<batch,8>}
            %5:f32[batch,8] = add %0 %3
            %6:f32[batch,8] = multiply %5 %4
            return %6 as "r"
            """);

    [Fact]
    public void A_broadcast_along_a_middle_axis_of_three_is_written_to_memory()
        => KernelsOf.Check("broadcast fused(add)", """
            %0:f32[2,3,5] = input {name="x"}
            %1:f32[2,5] = input {name="y"}
            %2:f32[2,3,5] = broadcast %1 {axes=[0,2], lengths=<2,3,5>}
            %3:f32[2,3,5] = add %0 %2
            return %3 as "r"
            """);

    [Fact]
    public void Sums_end_kernels()
    {
        KernelsOf.Check("fused(multiply,reduce_sum)",
            Xyz + "%3:f32[batch,8] = multiply %0 %1 %4:f32[] = reduce_sum %3 {axes=[0,1]} return %4 as \"r\"");
        KernelsOf.Check("fused(multiply,reduce_sum)",
            Xyz + "%3:f32[batch,8] = multiply %0 %1 %4:f32[8] = reduce_sum %3 {axes=[0]} return %4 as \"r\"");
        KernelsOf.Check("fused(multiply,reduce_sum)",
            Xyz + "%3:f32[batch,8] = multiply %0 %1 %4:f32[batch] = reduce_sum %3 {axes=[1]} return %4 as \"r\"");
        KernelsOf.Check("fused(multiply,reduce_sum,sum_of_squares:2)",
            Xyz + "%3:f32[batch,8] = multiply %0 %1 %4:f32[] = reduce_sum %3 {axes=[0,1]} %5:f32[] = sum_of_squares %3 {axes=[0,1]} return %4 as \"r\", %5 as \"s\"");
    }

    [Fact]
    public void What_reads_a_sum_waits_for_it()
        => KernelsOf.Check("fused(exp,reduce_sum:2) fused(divide)", Xyz + """
            %3:f32[batch,8] = exp %0
            %4:f32[batch] = reduce_sum %3 {axes=[1]}
            %5:f32[batch,8] = broadcast %4 {axes=[0], lengths=<batch,8>}
            %6:f32[batch,8] = divide %3 %5
            return %6 as "r"
            """);

    [Fact]
    public void Row_and_column_sums_are_not_taken_in_one_kernel()
    {
        Graph graph = Rewrite.Parse(Xyz + """
            %3:f32[batch,8] = exp %0
            %4:f32[batch] = reduce_sum %3 {axes=[1]}
            %5:f32[8] = reduce_sum %3 {axes=[0]}
            return %4 as "rows", %5 as "columns"
            """);
        Graph kernels = KernelsOf.Checked(graph);
        Assert.All(kernels.Find("fused"), i => Assert.True(kernels.Nodes[i].Regions[0].Find("reduce_sum").Count() < 2, kernels.ToString()));
        Assert.Equal(2, kernels.Nodes.Sum(n => n.Op == "reduce_sum" ? 1 : n.Regions.Sum(r => r.Find("reduce_sum").Count())));
    }

    [Fact]
    public void A_sum_along_the_middle_of_three_axes_is_the_librarys()
        => KernelsOf.Check("fused(exp) reduce_sum",
            "%0:f32[2,3,5] = input {name=\"x\"} %1:f32[2,3,5] = exp %0 %2:f32[2,5] = reduce_sum %1 {axes=[1]} return %2 as \"r\"");

    [Fact]
    public void Neighbouring_axes_are_summed_as_one()
        => KernelsOf.Check("fused(exp,reduce_sum)",
            "%0:f32[2,3,5] = input {name=\"x\"} %1:f32[2,3,5] = exp %0 %2:f32[2] = reduce_sum %1 {axes=[1,2]} return %2 as \"r\"");

    [Fact]
    public void Extremes_are_the_librarys()
        => KernelsOf.Check("fused(exp) reduce_max", Xyz + "%3:f32[batch,8] = exp %0 %4:f32[batch] = reduce_max %3 {axes=[1]} return %4 as \"r\"");

    [Fact]
    public void A_product_takes_what_follows_as_its_epilogue()
        => KernelsOf.Check("fused(matmul,add,relu)", """
            %0:f32[batch,4] = input {name="x"}
            %1:f32[4,8] = input {name="w"}
            %2:f32[8] = input {name="b"}
            %3:f32[batch,8] = matmul %0 %1
            %4:f32[batch,8] = broadcast %2 {axes=[1], lengths=<batch,8>}
            %5:f32[batch,8] = add %3 %4
            %6:f32[batch,8] = relu %5
            return %6 as "r"
            """);

    [Fact]
    public void A_product_takes_column_sums_and_totals_and_no_row_sums()
    {
        const string Product = "%0:f32[batch,4] = input {name=\"x\"} %1:f32[4,8] = input {name=\"w\"} %2:f32[batch,8] = matmul %0 %1 ";
        KernelsOf.Check("fused(matmul,reduce_sum)", Product + "%3:f32[8] = reduce_sum %2 {axes=[0]} return %3 as \"r\"");
        KernelsOf.Check("fused(matmul,sum_of_squares)", Product + "%3:f32[] = sum_of_squares %2 {axes=[0,1]} return %3 as \"r\"");
        KernelsOf.Check("matmul fused(reduce_sum)", Product + "%3:f32[batch] = reduce_sum %2 {axes=[1]} return %3 as \"r\"");
    }

    [Fact]
    public void A_product_alone_and_products_of_batches_are_the_librarys()
    {
        KernelsOf.Check("matmul", "%0:f32[batch,4] = input {name=\"x\"} %1:f32[4,8] = input {name=\"w\"} %2:f32[batch,8] = matmul %0 %1 return %2 as \"r\"");
        KernelsOf.Check("matmul fused(relu)", "%0:f32[2,3,4] = input {name=\"x\"} %1:f32[2,4,8] = input {name=\"w\"} %2:f32[2,3,8] = matmul %0 %1 %3:f32[2,3,8] = relu %2 return %3 as \"r\"");
    }

    [Fact]
    public void A_kernel_holds_one_product()
    {
        Graph kernels = KernelsOf.Checked(Rewrite.Parse("""
            %0:f32[batch,4] = input {name="x"}
            %1:f32[4,8] = input {name="w"}
            %2:f32[4,8] = input {name="v"}
            %3:f32[batch,8] = matmul %0 %1
            %4:f32[batch,8] = matmul %0 %2
            %5:f32[batch,8] = add %3 %4
            %6:f32[batch,8] = tanh %5
            return %6 as "r"
            """));
        Assert.Equal("matmul fused(matmul,add,tanh)", KernelsOf.Describe(kernels));
    }

    [Fact]
    public void What_a_product_reads_is_not_in_its_epilogue()
        => KernelsOf.Check("fused(exp) fused(matmul,add)", """
            %0:f32[4,4] = input {name="x"}
            %1:f32[4,4] = input {name="w"}
            %2:f32[4,4] = exp %0
            %3:f32[4,4] = matmul %2 %1
            %4:f32[4,4] = add %3 %2
            return %4 as "r"
            """);

    [Fact]
    public void Groups_that_would_wait_for_each_other_stay_apart()
    {
        // exp -> matmul -> multiply, and exp -> multiply: exp and multiply in one kernel would have to wait for the product between them.
        KernelsOf.Check("fused(exp) fused(matmul,multiply)", """
            %0:f32[4,4] = input {name="x"}
            %1:f32[4,4] = exp %0
            %2:f32[4,4] = matmul %1 %1
            %3:f32[4,4] = multiply %1 %2
            return %3 as "r"
            """);
        // The same through what the library computes.
        KernelsOf.Check("fused(exp) softmax fused(multiply)", """
            %0:f32[4,4] = input {name="x"}
            %1:f32[4,4] = exp %0
            %2:f32[4,4] = softmax %1 {axes=[1]}
            %3:f32[4,4] = multiply %1 %2
            return %3 as "r"
            """);
    }

    [Fact]
    public void What_waits_for_a_count_alone_waits_for_its_loop()
        => KernelsOf.Check("fused(exp) while loop fused(multiply)", """
            %0:f32[8] = input {name="x"}
            %1:f32[8] = exp %0
            %2:i32[] = constant {value=0}
            %3:i32[] %3.1:f32[8] = while %2 %1 {captured=[0], symbol="steps"} do "condition" {
              %0:i32[] = input {name="i"}
              %1:f32[8] = input {name="h"}
              %2:i32[] = constant {value=3}
              %3:bool[] = less %0 %2
              return %3 as "condition"
            } do "body" {
              %0:i32[] = input {name="i"}
              %1:f32[8] = input {name="h"}
              %2:i32[] = constant {value=1}
              %3:i32[] = add %0 %2
              %4:f32[8] = sin %1
              return %3 as "i", %4 as "h"
            }
            %4:f32[8] = loop %0 {captured=[0], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[8] = input {name="h"}
              %2:f32[8] = cos %1
              return %2 as "h"
            }
            %5:f32[8] = multiply %1 %4
            return %5 as "r", %3.1 as "s"
            """);

    [Fact]
    public void Readers_of_one_tensor_share_a_kernel()
        => KernelsOf.Check("fused(exp,sin:2)", Xyz + "%3:f32[batch,8] = exp %0 %4:f32[batch,8] = sin %0 return %3 as \"r\", %4 as \"s\"");

    [Fact]
    public void Readers_of_one_tensor_share_a_kernel_whatever_else_reads_it()
        => KernelsOf.Check("fused(add) fused(exp,sin:2)", Xyz + """
            %3:f32[batch,8] = broadcast %2 {axes=[1], lengths=<batch,8>}
            %4:f32[batch,8] = add %0 %3
            %5:f32[8] = exp %2
            %6:f32[8] = sin %2
            return %4 as "r", %5 as "s", %6 as "t"
            """);

    [Fact]
    public void Different_shapes_do_not_share_a_kernel()
        => KernelsOf.Check("fused(exp) fused(sin)", Xyz + "%3:f32[batch,8] = exp %0 %4:f32[8] = sin %2 return %3 as \"r\", %4 as \"s\"");

    [Fact]
    public void Scalars_stay_scalars()
        => KernelsOf.Check("exp add", "%0:f32[] = input {name=\"x\"} %1:f32[] = exp %0 %2:f32[] = add %1 %0 return %2 as \"r\"");

    [Fact]
    public void A_scalar_is_read_by_a_kernel_as_it_is()
        => KernelsOf.Check("exp fused(multiply)",
            "%0:f32[] = input {name=\"x\"} %1:f32[8] = input {name=\"y\"} %2:f32[] = exp %0 %3:f32[8] = broadcast %2 {axes=[], lengths=<8>} %4:f32[8] = multiply %1 %3 return %4 as \"r\"");

    [Fact]
    public void A_kernel_does_not_grow_without_bound()
    {
        var builder = new GraphBuilder("g");
        var x = new Expr(builder, builder.Input("x", new TensorType(ElementType.F32, new Shape([8]))));
        for (int i = 0; i < 200; i++)
            x = x.Apply(i % 2 == 0 ? "sin" : "cos");
        builder.Output("r", x.Value);
        Graph kernels = KernelsOf.Checked(builder.Build());
        Assert.All(kernels.Find("fused"),
            i => Assert.InRange(kernels.Nodes[i].Regions[0].Nodes.Count(n => OpTable.IsElementwise(n.Op)), 1, 48));
        Assert.True(kernels.Find("fused").Count() <= 12, KernelsOf.Describe(kernels));
    }

    [Fact]
    public void The_largest_of_each_column_is_kept_beside_its_sum()
        => KernelsOf.Check("fused(abs,reduce_sum,reduce_max:2)",
            Xyz + "%3:f32[batch,8] = abs %0 %4:f32[8] = reduce_sum %3 {axes=[0]} %5:f32[8] = reduce_max %3 {axes=[0]} return %4 as \"r\", %5 as \"s\"");

    [Fact]
    public void The_largest_of_what_is_in_memory_is_the_librarys()
        => KernelsOf.Check("reduce_max", Xyz + "%3:f32[8] = reduce_max %0 {axes=[0]} return %3 as \"r\"");

    [Fact]
    public void The_largest_of_all_needs_the_whole()
        => KernelsOf.Check("fused(exp) reduce_max", Xyz + "%3:f32[batch,8] = exp %0 %4:f32[] = reduce_max %3 {axes=[0,1]} return %4 as \"r\"");

    [Fact]
    public void A_sum_over_rows_of_one_column_is_no_number()
        => KernelsOf.Check("fused(exp,reduce_sum)",
            "%0:f32[batch,1] = input {name=\"x\"} %1:f32[batch,1] = exp %0 %2:f32[1] = reduce_sum %1 {axes=[0]} return %2 as \"r\"");
}
