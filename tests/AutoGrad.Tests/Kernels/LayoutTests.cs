using AutoGrad.Kernels;
using CsCheck;

namespace AutoGrad.Tests.Kernels;

public class LayoutTests
{
    [Fact]
    public void Any_permutation_of_axes_moves_each_element_to_its_place()
        => Gen.Select(Gen.Int[1, 20].Array[1, 4], Gen.Int[0, 1000]).Sample((lengths, seed) =>
        {
            int[] permutation = [.. Enumerable.Range(0, lengths.Length)];
            new Random(seed).Shuffle(permutation);
            CheckTranspose<float>(lengths, permutation, i => i);
            CheckTranspose<double>(lengths, permutation, i => i);
        }, iter: 300);

    [Theory]
    [InlineData(16, 16)]
    [InlineData(64, 128)]
    [InlineData(100, 37)]
    [InlineData(37, 100)]
    [InlineData(3, 500)]
    [InlineData(500, 3)]
    [InlineData(17, 17)]
    public void A_matrix_is_transposed(int rows, int columns)
    {
        CheckTranspose<float>([rows, columns], [1, 0], i => i);
        CheckTranspose<double>([rows, columns], [1, 0], i => i);
        CheckTranspose<int>([rows, columns], [1, 0], i => i);
        CheckTranspose<byte>([rows, columns], [1, 0], i => (byte)i);
        CheckTranspose<float>([3, rows, columns, 2], [0, 2, 1, 3], i => i);
    }

    [Fact]
    public unsafe void Transposition_stays_within_its_memory()
    {
        foreach ((int rows, int columns) in new[] { (17, 19), (33, 64), (16, 5), (5, 16) })
        {
            using GuardedMemory<float> source = new(Numbers.Random<float>(rows * columns, 1)), destination = new(new float[rows * columns]);
            Layout.Transpose(in *source.Pointer, ref *destination.Pointer, [rows, columns], [1, 0]);
        }
    }

    [Fact]
    public void Broadcast_repeats_axes_of_stride_0()
    {
        float[] source = [1, 2, 3], destination = new float[24];
        Layout.Broadcast(in source[0], [0, 1, 0], ref destination[0], [2, 3, 4]);
        for (int i = 0; i < 24; i++)
            Assert.Equal(source[i / 4 % 3], destination[i]);

        Layout.Broadcast(in source[1], [], ref destination[0], []);
        Assert.Equal(2, destination[0]);
        Layout.Broadcast(in source[2], [0, 0], ref destination[0], [3, 5]);
        Assert.All(destination[..15], value => Assert.Equal(3, value));
    }

    [Fact]
    public void Broadcast_equals_its_definition_for_any_strides()
        => Gen.Select(Gen.Int[0, 6].Array[1, 4], Gen.Int[0, 3].Array[4, 4]).Sample((lengths, choices) =>
        {
            nint[] strides = new nint[lengths.Length], sizes = [.. lengths.Select(length => (nint)length)];
            for (int axis = 0; axis < lengths.Length; axis++)
                strides[axis] = choices[axis] switch { 0 => 0, 1 => 1, 2 => 7, _ => 13 };
            float[] source = Numbers.Random<float>(400, 1), destination = new float[lengths.Aggregate(1, (x, y) => x * y) + 1];
            Layout.Broadcast(in source[0], strides, ref destination[0], sizes);
            for (int at = 0; at < destination.Length - 1; at++)
            {
                int rest = at, from = 0;
                for (int axis = lengths.Length - 1; axis >= 0; axis--)
                {
                    from += rest % lengths[axis] * (int)strides[axis];
                    rest /= lengths[axis];
                }
                Assert.Equal(source[from], destination[at]);
            }
            Assert.Equal(0, destination[^1]);
        }, iter: 500);

    [Fact]
    public void Copy_moves_rows_between_strides_and_leaves_the_gaps()
    {
        float[] source = Numbers.Random<float>(60, 1), destination = new float[70];
        Layout.Copy(in source[0], 10, ref destination[0], 12, 5, 7);
        for (int i = 0; i < 70; i++)
            Assert.Equal(i / 12 < 5 && i % 12 < 7 ? source[i / 12 * 10 + i % 12] : 0, destination[i]);
        Layout.Copy(in source[0], 10, ref destination[0], 10, 6, 10);
        Assert.Equal(source, destination[..60]);
    }

    [Fact]
    public void Fill_FromBoolean_and_Convert_write_each_element()
    {
        float[] floats = new float[5];
        Layout.Fill(ref floats[0], 4, 2.5f);
        Assert.Equal([2.5f, 2.5f, 2.5f, 2.5f, 0], floats);

        bool[] flags = [true, false, true];
        Layout.FromBoolean(in flags[0], ref floats[0], 3);
        Assert.Equal([1, 0, 1, 2.5f, 0], floats);

        float[] source = [1.9f, -1.9f, 1e20f, float.NaN, -1e20f];
        int[] integers = new int[5];
        Layout.Convert(in source[0], ref integers[0], 5);
        Assert.Equal([1, -1, int.MaxValue, 0, int.MinValue], integers);
        Layout.Convert(in integers[0], ref floats[0], 5);
        Assert.Equal([1, -1, int.MaxValue, 0, int.MinValue], floats);
        double[] doubles = new double[5];
        Layout.Convert(in source[0], ref doubles[0], 5);
        Assert.Equal(source.Select(x => (double)x), doubles);
    }

    private static void CheckTranspose<T>(int[] lengths, int[] permutation, Func<int, T> element)
        where T : unmanaged
    {
        int size = lengths.Aggregate(1, (x, y) => x * y);
        T[] source = [.. Enumerable.Range(0, size).Select(element)], destination = new T[size + 1];
        Layout.Transpose(in source[0], ref destination[0], [.. lengths.Select(length => (nint)length)], permutation);
        int[] index = new int[lengths.Length];
        for (int at = 0; at < size; at++)
        {
            int rest = at;
            for (int axis = lengths.Length - 1; axis >= 0; axis--)
            {
                index[permutation[axis]] = rest % lengths[permutation[axis]];
                rest /= lengths[permutation[axis]];
            }
            int from = 0;
            for (int axis = 0; axis < lengths.Length; axis++)
                from = from * lengths[axis] + index[axis];
            Assert.Equal(source[from], destination[at]);
        }
        Assert.Equal(default, destination[size]);
    }
}
