namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SimplifyLayoutTests
{
    [Fact]
    public void A_reshape_of_a_reshape_is_one_and_back_again_is_none()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[2,6] = input {name="x"}
            %1:f32[12] = reshape %0 {lengths=<12>}
            %2:f32[3,4] = reshape %1 {lengths=<3,4>}
            %3:f32[2,6] = reshape %2 {lengths=<2,6>}
            return %2 as "y", %3 as "z"
            """,
            """
            %0:f32[2,6] = input {name="x"}
            %1:f32[3,4] = reshape %0 {lengths=<3,4>}
            return %1 as "y", %0 as "z"
            """);

    [Fact]
    public void A_checked_reshape_stays()
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            """
            %0:f32[batch,2] = input {name="x"}
            %1:f32[6] = reshape %0 {lengths=<6>, checked=true}
            %2:f32[2,3] = reshape %1 {lengths=<2,3>}
            return %2 as "y"
            """);

    [Fact]
    public void A_reshaped_repeated_number_is_repeated_to_the_shape()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[] = input {name=\"x\"} %1:f32[2,6] = broadcast %0 {axes=[], lengths=<2,6>} %2:f32[12] = reshape %1 {lengths=<12>} return %2 as \"y\"",
            "%0:f32[] = input {name=\"x\"} %1:f32[12] = broadcast %0 {axes=[], lengths=<12>} return %1 as \"y\"");

    [Fact]
    public void A_sum_over_one_element_is_a_reshape()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[batch,1,3] = input {name=\"x\"} %1:f32[batch,3] = reduce_sum %0 {axes=[1]} return %1 as \"y\"",
            "%0:f32[batch,1,3] = input {name=\"x\"} %1:f32[batch,3] = reshape %0 {lengths=<batch,3>} return %1 as \"y\"");

    [Fact]
    public void A_transpose_of_a_transpose_is_one_and_back_again_is_none()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[2,3,5] = input {name="x"}
            %1:f32[5,2,3] = transpose %0 {permutation=[2,0,1]}
            %2:f32[3,5,2] = transpose %1 {permutation=[2,0,1]}
            %3:f32[2,3,5] = transpose %2 {permutation=[2,0,1]}
            return %2 as "y", %3 as "z"
            """,
            """
            %0:f32[2,3,5] = input {name="x"}
            %1:f32[3,5,2] = transpose %0 {permutation=[1,2,0]}
            return %1 as "y", %0 as "z"
            """);

    [Theory]
    [InlineData("[3,2]", "[3,5]", "%2 %1", "{transposeA=true}")]
    [InlineData("[2,3]", "[5,3]", "%0 %3", "{transposeB=true}")]
    [InlineData("[3,2]", "[5,3]", "%2 %3", "{transposeA=true, transposeB=true}")]
    public void A_product_reads_transposed_matrices_in_the_other_order(string a, string b, string operands, string flags)
    {
        string Transposed(string shape)
            => string.Concat(shape.Split(',', '[', ']').Where(s => s.Length > 0).Reverse()
            .Aggregate("[", (s, l) => s + (s.Length > 1 ? "," : "") + l), "]");
        Rewrite.Assert(
            Simplify.Run,
            $$"""
            %0:f32{{a}} = input {name="a"}
            %1:f32{{b}} = input {name="b"}
            %2:f32{{Transposed(a)}} = transpose %0 {permutation=[1,0]}
            %3:f32{{Transposed(b)}} = transpose %1 {permutation=[1,0]}
            %4:f32[2,5] = matmul {{operands}}
            return %4 as "y"
            """,
            $$"""
            %0:f32{{a}} = input {name="a"}
            %1:f32{{b}} = input {name="b"}
            %2:f32[2,5] = matmul %0 %1 {{flags}}
            return %2 as "y"
            """);
    }

    [Fact]
    public void A_product_that_reads_a_transpose_transposed_reads_the_matrix_as_it_is()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[7,2,3] = input {name="a"}
            %1:f32[7,3,5] = input {name="b"}
            %2:f32[7,3,2] = transpose %0 {permutation=[0,2,1]}
            %3:f32[7,2,5] = matmul %2 %1 {transposeA=true}
            return %3 as "y"
            """,
            """
            %0:f32[7,2,3] = input {name="a"}
            %1:f32[7,3,5] = input {name="b"}
            %2:f32[7,2,5] = matmul %0 %1
            return %2 as "y"
            """);

    [Fact]
    public void A_product_of_matrices_with_exchanged_batches_stays()
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            """
            %0:f32[2,7,3] = input {name="a"}
            %1:f32[7,3,5] = input {name="b"}
            %2:f32[7,2,3] = transpose %0 {permutation=[1,0,2]}
            %3:f32[7,2,5] = matmul %2 %1
            return %3 as "y"
            """);

    [Theory]
    [InlineData("slice %0 {axis=[0], start=<0>, length=<batch>}")]
    [InlineData("pad %0 {axis=[1], before=<0>, after=<0>}")]
    [InlineData("concat %0 {axis=[1]}")]
    public void What_takes_all_or_adds_nothing_is_none(string expression)
        => Rewrite.Assert(Simplify.Run, $"%0:f32[batch,3] = input {{name=\"x\"}} %1:f32[batch,3] = {expression} return %1 as \"y\"",
            "%0:f32[batch,3] = input {name=\"x\"} return %0 as \"y\"");

    [Fact]
    public void A_slice_whose_start_is_checked_at_run_time_stays()
    {
        Graph graph = Rewrite.Parse("%0:f32[batch,3] = input {name=\"x\"} %1:f32[batch,3] = slice %0 {axis=[0], start=<n>, length=<batch>} return %1 as \"y\"");
        Assert.Equal(graph, Simplify.Run(graph));
    }

    [Fact]
    public void Parts_with_zeros_around_them_that_fill_an_axis_are_joined()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[batch,2] = input {name="x"}
            %1:f32[batch,3] = input {name="y"}
            %2:f32[batch,5] = pad %0 {axis=[1], before=<3>, after=<0>}
            %3:f32[batch,5] = pad %1 {axis=[1], before=<0>, after=<2>}
            %4:f32[batch,5] = add %2 %3
            return %4 as "z"
            """,
            """
            %0:f32[batch,2] = input {name="x"}
            %1:f32[batch,3] = input {name="y"}
            %2:f32[batch,5] = concat %1 %0 {axis=[1]}
            return %2 as "z"
            """);

    [Fact]
    public void A_row_that_is_put_back_where_it_was_changes_nothing()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[3,2] = input {name="x"}
            %1:i32[] = input {name="i"}
            %2:f32[2] = row %0 %1
            %3:f32[3,2] = set_row %0 %2 %1
            return %3 as "z"
            """,
            """
            %0:f32[3,2] = input {name="x"}
            %1:i32[] = input {name="i"}
            return %0 as "z"
            """);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(0, 3)]
    public void Parts_that_overlap_or_leave_a_gap_are_added(int before, int after)
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            $$"""
            %0:f32[batch,2] = input {name="x"}
            %1:f32[batch,3] = input {name="y"}
            %2:f32[batch,5] = pad %0 {axis=[1], before=<{{before}}>, after=<{{after}}>}
            %3:f32[batch,5] = pad %1 {axis=[1], before=<0>, after=<2>}
            %4:f32[batch,5] = add %2 %3
            return %4 as "z"
            """);
}
