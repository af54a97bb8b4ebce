using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace AutoGrad.Tests.Models;

public sealed class WorkspaceTests
{
    [Fact]
    public unsafe void Blocks_start_on_a_cache_line()
    {
        var workspace = new Workspace();
        for (int elements = 1; elements < 5000; elements = elements * 2 + 1)
        {
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref workspace.Reserve<float>(elements)) % 64);
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref workspace.Reserve<double>(elements)) % 64);
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref workspace.Reserve<int>(elements)) % 64);
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref workspace.Reserve<bool>(elements)) % 64);
        }
    }

    [Fact]
    public void A_block_grows_and_does_not_shrink()
    {
        var workspace = new Workspace();
        workspace.Reserve<float>(1000);
        nint bytes = workspace.Bytes;
        Assert.InRange(bytes, 4000, 4200);
        ref float first = ref workspace.Reserve<float>(1000);
        Assert.True(Unsafe.AreSame(ref first, ref workspace.Reserve<float>(10)));
        Assert.Equal(bytes, workspace.Bytes);
        workspace.Reserve<float>(2000);
        Assert.InRange(workspace.Bytes, 8000, 8200);
    }

    [Fact]
    public void Each_element_type_has_a_block_of_its_own()
    {
        var workspace = new Workspace();
        ref float f = ref workspace.Reserve<float>(4);
        ref double d = ref workspace.Reserve<double>(4);
        ref int i = ref workspace.Reserve<int>(4);
        (f, d, i) = (1, 2, 3);
        Assert.Equal((1f, 2.0, 3), (workspace.Reserve<float>(4), workspace.Reserve<double>(4), workspace.Reserve<int>(4)));
    }

    [Fact]
    public void Nothing_can_be_reserved_before_anything_else()
    {
        var workspace = new Workspace();
        workspace.Reserve<float>(0) = 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => new Workspace().Reserve<float>(-1));
    }

    [Fact]
    public void A_dense_tensor_is_read_where_it_lies()
    {
        var workspace = new Workspace();
        Tensor<float> tensor = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        ReadOnlyTensorSpan<float> span = tensor;
        ref readonly float first = ref workspace.Dense(in span, 0);
        Assert.True(Unsafe.AreSame(in first, in tensor.AsReadOnlyTensorSpan()[0, 0]));
        Assert.Equal(0, workspace.Bytes);
    }

    [Fact]
    public void A_view_with_gaps_is_copied_in_row_major_order()
    {
        var workspace = new Workspace();
        Tensor<float> tensor = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([1, 4, 2, 5, 3, 6], Copy(workspace, Tensor.Transpose(tensor), 0));
        Assert.Equal([2, 5], Copy(workspace, tensor.Slice(0..2, 1..2), 1));
        Assert.Equal([2, 3, 5, 6], Copy(workspace, tensor.Slice(0..2, 1..3), 1));
    }

    [Fact]
    public void Slots_hold_different_copies_at_once()
    {
        var workspace = new Workspace();
        ReadOnlyTensorSpan<float> a = Tensor.Transpose(Tensor.Create<float>([1, 2, 3, 4], [2, 2]));
        ReadOnlyTensorSpan<int> b = Tensor.Transpose(Tensor.Create<int>([5, 6, 7, 8], [2, 2]));
        ref readonly float first = ref workspace.Dense(in a, 0);
        ref readonly int second = ref workspace.Dense(in b, 1);
        Assert.Equal(3, Unsafe.Add(ref Unsafe.AsRef(in first), 1));
        Assert.Equal(7, Unsafe.Add(ref Unsafe.AsRef(in second), 1));
        Assert.Equal(7, Unsafe.Add(ref Unsafe.AsRef(in workspace.Dense(in b, 0)), 1));
    }

    [Fact]
    public void Empty_tensors_have_no_elements_to_copy()
    {
        var workspace = new Workspace();
        ReadOnlyTensorSpan<float> empty = Tensor.CreateFromShape<float>([0, 3]);
        workspace.Dense(in empty, 0);
        Assert.Equal(0, workspace.Bytes);
    }

    private static float[] Copy(Workspace workspace, Tensor<float> tensor, int slot)
    {
        ReadOnlyTensorSpan<float> span = tensor;
        Assert.False(span.IsDense);
        ref float first = ref Unsafe.AsRef(in workspace.Dense(in span, slot));
        var copy = new float[tensor.FlattenedLength];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = Unsafe.Add(ref first, i);
        return copy;
    }
}
