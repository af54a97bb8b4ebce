using System.Numerics;
using System.Numerics.Tensors;
using CsCheck;

namespace AutoGrad.Tests.Functions;

public class ShapesTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Transpose_swaps_any_two_axes_and_twice_is_the_identity(nint[] lengths)
    {
        Tensor<float> x = Samples.Normal<float>(13, lengths);
        for (int first = 0; first < x.Rank; first++)
        {
            for (int second = 0; second < x.Rank; second++)
            {
                Tensor<float> swapped = Nn.Transpose(x, first, second);
                Assert.Equal(x.Lengths[first], swapped.Lengths[second]);
                foreach (nint[] index in Lanes.Indices(lengths))
                {
                    nint[] other = [.. index];
                    (other[first], other[second]) = (other[second], other[first]);
                    Assert.Equal(x[index], swapped[other]);
                }

                Expect.Same(x, Nn.Transpose(swapped, first, second));
                Expect.Same(swapped, Nn.Transpose(x, first - x.Rank, second - x.Rank));
            }
        }
    }

    [Fact]
    public void Transpose_of_a_matrix_is_a_dense_copy()
    {
        Tensor<float> x = Tensor.Create([1f, 2, 3, 4, 5, 6], [2, 3]);
        Tensor<float> transposed = Nn.Transpose(x);
        Assert.True(transposed.IsDense);
        Expect.Same(Tensor.Create([1f, 4, 2, 5, 3, 6], [3, 2]), transposed);
        Expect.Same(x, Nn.Transpose(Tensor.Transpose(x)));
    }

    [Fact]
    public void Transpose_without_axes_refuses_other_ranks()
        => Expect.Refused<ArgumentException>(
            "x must have rank 2 but has lengths [2, 3, 4]: name the axes to swap.", "x", () => Nn.Transpose(Nn.Zeros<float>(2, 3, 4)));

    [Fact]
    public void Transpose_names_the_axis_that_is_not_there()
        => Expect.Refused<ArgumentOutOfRangeException>(
            "axis2 must be from -2 to 1 for x with lengths [2, 3].", "axis2", () => Nn.Transpose(Nn.Zeros<float>(2, 3), 0, 2));

    [Theory]
    [InlineData(new long[] { 24 }, new long[] { 24 })]
    [InlineData(new long[] { -1 }, new long[] { 24 })]
    [InlineData(new long[] { 4, -1 }, new long[] { 4, 6 })]
    [InlineData(new long[] { -1, 1, 8 }, new long[] { 3, 1, 8 })]
    [InlineData(new long[] { 24, -1 }, new long[] { 24, 1 })]
    public void Reshape_keeps_the_order_of_elements(long[] lengths, long[] expected)
    {
        Tensor<double> x = Samples.Normal<double>(14, 2, 3, 4);
        Tensor<double> reshaped = Tensor.Create(Samples.Elements(x), Samples.Lengths(expected));
        Expect.Same(reshaped, Nn.Reshape(x, Samples.Lengths(lengths)));
        Expect.Same(reshaped, Nn.Reshape(Samples.NotDense(x), Samples.Lengths(lengths)));
    }

    [Fact]
    public void Reshape_of_nothing_moves_the_zero()
    {
        Assert.Equal([3, 0], Nn.Reshape(Nn.Zeros<float>(0, 5), 3, 0).Lengths.ToArray());
        Assert.Equal([0, 7], Nn.Reshape(Nn.Zeros<float>(0, 5), -1, 7).Lengths.ToArray());
    }

    [Fact]
    public void Reshape_does_not_share_memory()
    {
        Tensor<float> x = Nn.Zeros<float>(2, 2);
        Nn.Reshape(x, 4)[0] = 1;
        Assert.Equal(0, x[0, 0]);
    }

    [Theory]
    [InlineData(new long[] { 4, 2 }, "they hold 8")]
    [InlineData(new long[] { 4, -1 }, "6 is not a multiple of 4")]
    [InlineData(new long[] { -1, -1 }, "one length may be -1, the others must not be negative")]
    [InlineData(new long[] { -2, -3 }, "one length may be -1, the others must not be negative")]
    [InlineData(new long[] { 0, -1 }, "beside a length of 0, -1 could be any length")]
    public void Reshape_refuses_lengths_that_do_not_fit(long[] lengths, string reason)
        => Expect.Refused<ArgumentException>(
            $"x with lengths [2, 3] (6 elements) cannot take lengths [{string.Join(", ", lengths)}]: {reason}.",
            "lengths",
            () => Nn.Reshape(Nn.Zeros<float>(2, 3), Samples.Lengths(lengths)));

    [Fact]
    public void Reshape_to_no_lengths_is_refused()
        => Expect.Refused<ArgumentException>(
            "lengths must hold at least one length: there is no tensor of rank 0.", "lengths", () => Nn.Reshape(Nn.Zeros<float>(1)));

    [Fact]
    public void Reshape_to_lengths_beyond_any_number_is_refused()
        => Assert.Throws<ArgumentException>(() => Nn.Reshape(Nn.Zeros<float>(4), nint.MaxValue, nint.MaxValue, nint.MaxValue));

    [Fact]
    public void At_takes_one_index_of_the_first_axis()
    {
        Tensor<float> x = Samples.Normal<float>(15, 3, 2, 5);
        for (int i = 0; i < 3; i++)
        {
            Expect.Same(Tensor.Create(Samples.Elements(x)[(i * 10)..((i + 1) * 10)], [2, 5]), Nn.At(x, i));
            Expect.Same(Nn.At(x, i), Nn.At(Samples.NotDense(x), i));
        }

        Expect.Same(Nn.At(x, 2), Nn.Last(x));
        Expect.Same(Samples.Row(7f), Nn.At(Samples.Row(6f, 7), 1));
        Expect.Same(Samples.Row(7f), Nn.Last(Samples.Row(6f, 7)));
        Assert.Equal([0, 2], Nn.At(Nn.Zeros<float>(3, 0, 2), 1).Lengths.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void At_refuses_an_index_beyond_the_axis(int index)
        => Expect.Refused<ArgumentOutOfRangeException>(
            "index must be at least 0 and below the first of the lengths of x, [3, 2].",
            "index",
            () => Nn.At(Nn.Zeros<float>(3, 2), index));

    [Fact]
    public void Last_of_nothing_is_refused()
        => Expect.Refused<ArgumentException>(
            "x has no last element along axis 0: its lengths are [0, 2].", "x", () => Nn.Last(Nn.Zeros<float>(0, 2)));

    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Slice_takes_a_range_of_any_axis(nint[] lengths)
    {
        Tensor<double> x = Samples.Normal<double>(16, lengths);
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int whole = (int)lengths[axis];
            int third = whole / 3, one = whole > 0 ? 1 : 0;
            foreach ((int start, int length) in new[] { (0, whole), (whole, 0), (0, third), (third, whole - third), (third, one) })
            {
                Tensor<double> slice = Nn.Slice(x, axis, start, length);
                nint[] expected = [.. lengths];
                expected[axis] = length;
                Assert.Equal(expected, slice.Lengths.ToArray());
                foreach (nint[] index in Lanes.Indices(expected))
                {
                    nint[] from = [.. index];
                    from[axis] += start;
                    Assert.Equal(x[from], slice[index]);
                }

                Expect.Same(slice, Nn.Slice(x, axis - x.Rank, start, length));
            }
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(4, 0)]
    public void Slice_refuses_a_start_beyond_the_axis(int start, int length)
        => Expect.Refused<ArgumentOutOfRangeException>(
            "start must be from 0 to 3, the length of axis 1 of x with lengths [2, 3].",
            "start",
            () => Nn.Slice(Nn.Zeros<float>(2, 3), 1, start, length));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, -1)]
    [InlineData(2, int.MaxValue)]
    public void Slice_refuses_a_length_beyond_the_axis(int start, int length)
        => Expect.Refused<ArgumentOutOfRangeException>(
            "length must be from 0 to 1, for start is 2 and axis 1 of x with lengths [2, 3] has no more.",
            "length",
            () => Nn.Slice(Nn.Zeros<float>(2, 3), -1, start, length));

    [Fact]
    public void Slices_of_a_random_tensor_concatenate_to_it_again()
        => Gen.Int[1, 6].Array[1, 4].Select(Gen.Int[0, 3], Gen.Int[0, 6]).Sample(
            (lengths, axis, cut) =>
            {
                Tensor<float> x = Samples.Normal<float>(17, Array.ConvertAll(lengths, length => (nint)length));
                axis %= x.Rank;
                cut %= lengths[axis] + 1;
                Tensor<float> again = Nn.Concat(axis, Nn.Slice(x, axis, 0, cut), Nn.Slice(x, axis, cut, lengths[axis] - cut));
                Expect.Same(x, again);
            },
            iter: 200);
}
