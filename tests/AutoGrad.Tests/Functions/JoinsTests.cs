using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class JoinsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(-3)]
    public void Concat_puts_parts_one_behind_another_along_any_axis(int axis)
    {
        int along = axis < 0 ? axis + 3 : axis;
        Tensor<float>[] parts = Enumerable.Range(0, 3).Select(part => Samples.Normal<float>(part, LengthsWith(along, part))).ToArray();
        Tensor<float> joined = Nn.Concat(axis, parts);
        Assert.Equal(3, joined.Lengths[along]);
        int start = 0;
        foreach (Tensor<float> part in parts)
        {
            Expect.Same(part, Nn.Slice(joined, axis, start, (int)part.Lengths[along]));
            start += (int)part.Lengths[along];
        }

        Expect.Same(joined, Nn.Concat(axis, Array.ConvertAll(parts, Samples.NotDense)));

        static nint[] LengthsWith(int axis, int length)
        {
            nint[] lengths = [2, 3, 5];
            lengths[axis] = length;
            return lengths;
        }
    }

    [Theory]
    [InlineData(0, new long[] { 4, 2, 3 })]
    [InlineData(1, new long[] { 2, 4, 3 })]
    [InlineData(2, new long[] { 2, 3, 4 })]
    [InlineData(-1, new long[] { 2, 3, 4 })]
    [InlineData(-3, new long[] { 4, 2, 3 })]
    public void Stack_puts_parts_side_by_side_along_a_new_axis(int axis, long[] lengths)
    {
        Tensor<double>[] parts = Enumerable.Range(0, 4).Select(seed => Samples.Normal<double>(seed, 2, 3)).ToArray();
        Tensor<double> stacked = Nn.Stack(axis, parts);
        Assert.Equal(Samples.Lengths(lengths), stacked.Lengths.ToArray());
        for (int i = 0; i < 4; i++)
            Expect.Same(parts[i], Nn.Reshape(Nn.Slice(stacked, axis, i, 1), 2, 3));
        Expect.Same(stacked, Nn.Stack(axis, Array.ConvertAll(parts, Samples.NotDense)));
    }

    [Fact]
    public void Single_and_empty_parts_join_too()
    {
        Tensor<float> x = Samples.Row(1f, 2);
        Expect.Same(x, Nn.Concat(0, x));
        Expect.Same(x, Nn.Concat(0, Nn.Zeros<float>(0), x, Nn.Zeros<float>(0)));
        Assert.Equal([1, 2], Nn.Stack(0, x).Lengths.ToArray());
        Assert.Equal([2, 0], Nn.Stack(0, Nn.Zeros<float>(0), Nn.Zeros<float>(0)).Lengths.ToArray());
        Assert.Equal([0, 4, 2], Nn.Concat(1, Nn.Zeros<float>(0, 3, 2), Nn.Zeros<float>(0, 1, 2)).Lengths.ToArray());
    }

    [Fact]
    public void The_result_does_not_share_memory_with_a_single_part()
    {
        Tensor<float> x = Samples.Row(1f, 2);
        Nn.Concat(0, x)[0] = 5;
        Nn.Stack(0, x)[0, 0] = 5;
        Assert.Equal(1, x[0]);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused_by_number()
    {
        Expect.Refused<ArgumentException>(
            "parts[1] has lengths [2, 4], parts[0] has lengths [2, 3]: they must agree beside axis 0.",
            "parts",
            () => Nn.Concat(0, Nn.Zeros<float>(2, 3), Nn.Zeros<float>(2, 4)));
        Expect.Refused<ArgumentException>(
            "parts[1] has lengths [2], parts[0] has lengths [2, 3]: they must agree beside axis 1.",
            "parts",
            () => Nn.Concat(-1, Nn.Zeros<float>(2, 3), Nn.Zeros<float>(2)));
        Expect.Refused<ArgumentException>(
            "parts[2] has lengths [2, 4], parts[0] has lengths [2, 3]: they must agree.",
            "parts",
            () => Nn.Stack(0, Nn.Zeros<float>(2, 3), Nn.Zeros<float>(2, 3), Nn.Zeros<float>(2, 4)));
    }

    [Fact]
    public void Missing_parts_and_axes_are_refused()
    {
        Expect.Refused<ArgumentException>("parts must hold at least one tensor.", "parts", () => Nn.Concat<float>(0));
        Expect.Refused<ArgumentException>("parts must hold at least one tensor.", "parts", () => Nn.Stack<float>(0));
        Expect.Refused<ArgumentNullException>("Value cannot be null.", "parts[1]", () => Nn.Concat(0, Nn.Zeros<float>(2), null!));
        Expect.Refused<ArgumentOutOfRangeException>(
            "axis must be from -1 to 0 for parts[0] with lengths [2].", "axis", () => Nn.Concat(1, Nn.Zeros<float>(2)));
        Expect.Refused<ArgumentOutOfRangeException>(
            "axis must be from -2 to 1 for a stack of parts with lengths [2].", "axis", () => Nn.Stack(2, Nn.Zeros<float>(2)));
    }
}
