using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using CsCheck;

namespace AutoGrad.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_as_they_are_or_compressed(bool isCompressed)
    {
        Write(Idx(0x08, [2, 3, 4], [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 11))]), isCompressed);
        Tensor<float> images = IdxFile.ReadImages(path);
        Assert.Equal([2, 3, 4], images.Lengths.ToArray());
        Assert.Equal(23 * 11 / 255f, images[1, 2, 3]);
        Assert.Equal(4 * 11 / 255f, images[0, 1, 0]);

        Write(Idx(0x08, [3], [7, 0, 255]), isCompressed);
        Assert.Equal([7, 0, 255], IdxFile.ReadLabels(path).ToArray());
    }

    [Fact]
    public void Elements_of_every_type_come_back()
    {
        Same(0x08, (byte[])[1, 255], value => [value]);
        Same(0x09, (sbyte[])[-128, 127], value => [(byte)value]);
        Same(0x0b, (short[])[short.MinValue, 258], value => Big(2, b => BinaryPrimitives.WriteInt16BigEndian(b, value)));
        Same(0x0c, (int[])[int.MinValue, 16909060], value => Big(4, b => BinaryPrimitives.WriteInt32BigEndian(b, value)));
        Same(0x0d, (float[])[-1.5f, 3e-40f], value => Big(4, b => BinaryPrimitives.WriteSingleBigEndian(b, value)));
        Same(0x0e, (double[])[Math.PI, double.NegativeInfinity], value => Big(8, b => BinaryPrimitives.WriteDoubleBigEndian(b, value)));
    }

    [Theory]
    [InlineData(new byte[] { }, "its head should have 4 bytes, but the file ends after 0 of them")]
    [InlineData(new byte[] { 0, 0, 8 }, "its head should have 4 bytes")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 9 }, "it is no idx file")]
    [InlineData(new byte[] { 0, 0, 9, 1, 0, 0, 0, 1, 9 }, "its elements must be byte but are sbyte")]
    [InlineData(new byte[] { 0, 0, 10, 1, 0, 0, 0, 1, 9 }, "its elements must be byte but are of the unknown type 0x0a")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "it is said to have 0 axes")]
    [InlineData(new byte[] { 0, 0, 8, 255 }, "it is said to have 255 axes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0 }, "the lengths of its axes should have 4 bytes, but the file ends after 2")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, "axis 0 has length 0")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 1, 2 }, "its elements should have 3 bytes, but the file ends after 2 of them")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "something follows its elements")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255, 1 }, "its header announces more elements than one array can hold")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1 }, "its header announces more elements than one array can hold")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5 }, "labels have one axis, but it has lengths [1, 1]")]
    public void Damaged_files_are_refused_in_words(byte[] bytes, string message)
    {
        File.WriteAllBytes(path, bytes);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_announces_more_than_there_is_takes_no_memory_for_it()
    {
        Write([0, 0, 8, 1, 0x7f, 0, 0, 0, 1, 2, 3], isCompressed: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Compressed_data_that_are_damaged_are_refused()
    {
        Write(Idx(0x08, [1000], new byte[1000]), isCompressed: true);
        byte[] whole = File.ReadAllBytes(path);
        whole[^20] ^= 0x55;
        File.WriteAllBytes(path, whole);
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(path));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        byte[] whole = Idx(0x08, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample(
            (position, value, length) =>
            {
                byte[] damaged = [.. whole];
                damaged[position] = value;
                File.WriteAllBytes(path, damaged[..length]);
                try
                {
                    Assert.Equal(8, IdxFile.ReadImages(path).FlattenedLength);
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains(path, e.Message, StringComparison.Ordinal);
                }
            },
            iter: 1000,
            threads: 1);
    }

    [Fact]
    public void A_type_that_the_format_does_not_have_is_refused()
        => Assert.Throws<NotSupportedException>(() => IdxFile.Read<long>(path));

    private void Same<T>(byte code, T[] elements, Func<T, byte[]> write)
        where T : unmanaged
    {
        File.WriteAllBytes(path, Idx(code, [1, elements.Length], [.. elements.SelectMany(write)]));
        Assert.Equal(elements, IdxFile.Read<T>(path).ToArray());
    }

    private static byte[] Big(int size, Action<byte[]> write)
    {
        var bytes = new byte[size];
        write(bytes);
        return bytes;
    }

    private static byte[] Idx(byte code, int[] lengths, byte[] data)
        => [0, 0, code, (byte)lengths.Length, .. lengths.SelectMany(l => Big(4, b => BinaryPrimitives.WriteInt32BigEndian(b, l))), .. data];

    private void Write(byte[] bytes, bool isCompressed)
    {
        using FileStream file = File.Create(path);
        using Stream stream = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
    }
}
