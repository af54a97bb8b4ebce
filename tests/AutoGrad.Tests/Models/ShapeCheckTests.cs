using System.Numerics.Tensors;

namespace AutoGrad.Tests.Models;

public sealed class ShapeCheckTests
{
    [Fact]
    public void Shapes_that_fit_pass()
    {
        ShapeCheck.Rank([32, 64], 2, "images", "[batch, 64]");
        ShapeCheck.Length([32, 64], 1, 64, "images", "[batch, 64]");
        ShapeCheck.Bound([32], 0, 32, "labels", "[batch]", "batch", "images");
        ShapeCheck.NotEmpty(1, "batch", "images");
        ShapeCheck.Destination([32, 10], "destination", 32, 10);
    }

    [Fact]
    public void Messages_say_what_was_declared_and_what_was_found()
    {
        const string Declared = "[batch, 64]";
        Refuses(
            "images must have shape [batch, 64] but has lengths [32, 63]",
            "images",
            () => ShapeCheck.Length([32, 63], 1, 64, "images", Declared));
        Refuses("images must have shape [batch, 64] but has lengths [32]", "images", () => ShapeCheck.Rank([32], 2, "images", Declared));
        Refuses("images must have shape [batch, 64] but has lengths []", "images", () => ShapeCheck.Rank([], 2, "images", Declared));
        Refuses(
            "labels must have shape [batch] where batch is 32 (from images) but has lengths [31]",
            "labels",
            () => ShapeCheck.Bound([31], 0, 32, "labels", "[batch]", "batch", "images"));
        Refuses("batch (from images) must be at least 1 but is 0", "images", () => ShapeCheck.NotEmpty(0, "batch", "images"));
        Refuses("d must have lengths [32, 10] but has lengths [32, 11]", "d", () => ShapeCheck.Destination([32, 11], "d", 32, 10));
        Refuses("d must have lengths [32] but has lengths [32, 1]", "d", () => ShapeCheck.Destination([32, 1], "d", 32));
    }

    [Theory]
    [InlineData(0, 4, 0, 4, true)]
    [InlineData(0, 4, 3, 4, true)]
    [InlineData(3, 4, 0, 4, true)]
    [InlineData(2, 1, 0, 8, true)]
    [InlineData(0, 8, 2, 1, true)]
    [InlineData(0, 4, 4, 4, false)]
    [InlineData(4, 4, 0, 4, false)]
    [InlineData(0, 4, 2, 0, false)]
    [InlineData(2, 0, 0, 4, false)]
    public void Ranges_of_one_array_overlap_when_they_share_an_element(
        int start, int length, int otherStart, int otherLength, bool overlaps)
    {
        var memory = new float[8];
        void Check() => ShapeCheck.NoOverlap<float, float>(
            Tensor.Create<float>(memory, start, [length], []).AsTensorSpan(),
            Tensor.Create<float>(memory, otherStart, [otherLength], []).AsReadOnlyTensorSpan(),
            "destination",
            "x");
        if (overlaps)
            Refuses("destination must not overlap x, which is read while destination is written.", "destination", Check);
        else
            Check();
    }

    [Fact]
    public void Strided_views_reach_as_far_as_their_last_element()
    {
        var memory = new float[12];
        Tensor<float> column = Tensor.Create<float>(memory, [4, 3]).Slice(0..4, 0..1);
        Tensor<float> lastElement = Tensor.Create<float>(memory, 9, [1], []);
        Tensor<float> afterIt = Tensor.Create<float>(memory, 10, [2], []);
        Assert.Throws<ArgumentException>(
            () => ShapeCheck.NoOverlap<float, float>(column.AsTensorSpan(), lastElement.AsReadOnlyTensorSpan(), "a", "b"));
        ShapeCheck.NoOverlap<float, float>(column.AsTensorSpan(), afterIt.AsReadOnlyTensorSpan(), "a", "b");
    }

    [Fact]
    public void Tensors_of_different_arrays_and_types_do_not_overlap()
        => ShapeCheck.NoOverlap<float, int>(
            Tensor.CreateFromShape<float>([4]).AsTensorSpan(), Tensor.CreateFromShape<int>([4]).AsReadOnlyTensorSpan(), "a", "b");

    private static void Refuses(string message, string argument, Action check)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(check);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(argument, error.ParamName);
    }
}
