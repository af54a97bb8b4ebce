using Buffer = AutoGrad.Compiler.Passes.Buffer;

namespace AutoGrad.Compiler.Tests.Passes;

public sealed class PlanBuffersTests
{
    [Fact]
    public void A_slot_is_taken_again_after_the_last_reader_and_not_by_it()
        => Check("%1:0 %2:1 %3:0 %4:1", """
            %0:f32[4] = input {name="x"}
            %1:f32[4] = exp %0
            %2:f32[4] = sin %1
            %3:f32[4] = cos %2
            %4:f32[4] = tanh %3
            return %4 as "r"
            """);

    [Fact]
    public void Equal_sizes_share_and_different_ones_do_not()
        => Check("%1:0 %2:1 %3:0 %4:2 %6:1", """
            %0:f32[batch,4] = input {name="x"}
            %1:f32[batch,4] = exp %0
            %2:f32[batch,4] = sin %1
            %3:f32[batch,4] = cos %2
            %4:f32[4] = reduce_sum %3 {axes=[0]}
            %5:f32[2,2*batch] = reshape %0 {lengths=<2,2*batch>}
            %6:f32[2,2*batch] = exp %5
            return %4 as "r", %6 as "s"
            """);

    [Fact]
    public void A_reshaped_value_is_read_where_it_lies()
        => Check("%1:0 %3:1 %4:2", """
            %0:f32[2,6] = input {name="x"}
            %1:f32[2,6] = exp %0
            %2:f32[12] = reshape %1 {lengths=<12>}
            %3:f32[12] = sin %2
            %4:f32[12] = multiply %3 %2
            return %4 as "r"
            """);

    [Fact]
    public void A_result_keeps_its_slot_through_its_views()
        => Check("%1:0 %3:1 %4:2", """
            %0:f32[2,6] = input {name="x"}
            %1:f32[2,6] = exp %0
            %2:f32[12] = reshape %1 {lengths=<12>}
            %3:f32[2,6] = sin %0
            %4:f32[2,6] = cos %3
            return %4 as "r", %2 as "s"
            """);

    [Fact]
    public void Results_of_one_node_lie_apart_and_are_kept_together()
        => Check("%2:0 %2.1:1 %3:2 %4:0", """
            %0:f32[3,3] = input {name="x"}
            %1:i32[3] = input {name="labels"}
            %2:f32[3,3] %2.1:f32[3,3] = fused %0 do "k" { %0:f32[3,3] = input {name="x"} %1:f32[3,3] = exp %0 %2:f32[3,3] = sin %0 return %1 as "a", %2 as "b" }
            %3:f32[3,3] = cos %2
            %4:f32[3,3] = tanh %3
            return %4 as "r"
            """);

    // Such as %1:0 %2:1: each value and its slot.
    private static void Check(string plan, string text)
    {
        Graph graph = Rewrite.Parse(text);
        IReadOnlyList<Buffer> buffers = PlanBuffers.Run(graph, v => OpTable.Get(graph.Nodes[v.Node].Op) is LeafOp || PlanBuffers.Root(graph, v) != v);
        Assert.Equal(plan, string.Join(' ', buffers.Select(b => $"{b.Value}:{b.Slot}")));
    }
}
