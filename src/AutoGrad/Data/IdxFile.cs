using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// Files in idx, the format of MNIST and Fashion-MNIST, as they are or compressed by gzip. (Format: yann.lecun.com/exdb/mnist: two zero
/// bytes, the element type, the number of axes, the length of each axis in four bytes, and the elements, all big-endian.)
/// </summary>
public static class IdxFile
{
    private const int HighestRank = 8;

    /// <summary>Reads images of bytes as numbers from 0 to 1.</summary>
    /// <param name="path">The file.</param>
    /// <returns>[images, rows, columns], each element its byte / 255.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or does not hold images of bytes.</exception>
    public static Tensor<float> ReadImages(string path)
        => DataFile.Parse(path, stream =>
        {
            (byte[] bytes, nint[] lengths) = Read<byte>(stream);
            if (lengths.Length != 3)
                throw new InvalidDataException($"images have 3 axes, [images, rows, columns], but it has lengths [{string.Join(", ", lengths)}]");
            return Tensor.Create(Array.ConvertAll(bytes, b => b / 255f), lengths);
        });

    /// <summary>Reads labels of bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>[labels].</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or does not hold labels of bytes.</exception>
    public static Tensor<int> ReadLabels(string path)
        => DataFile.Parse(path, stream =>
        {
            (byte[] bytes, nint[] lengths) = Read<byte>(stream);
            if (lengths.Length != 1)
                throw new InvalidDataException($"labels have one axis, but it has lengths [{string.Join(", ", lengths)}]");
            return Tensor.Create(Array.ConvertAll(bytes, b => (int)b), lengths);
        });

    /// <summary>Reads a tensor of any rank, as it is.</summary>
    /// <typeparam name="T">The type of its elements: byte, sbyte, short, int, float or double.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or has elements of another type.</exception>
    /// <exception cref="NotSupportedException">The format has no such type of elements.</exception>
    public static Tensor<T> Read<T>(string path)
        where T : unmanaged
    {
        _ = Code<T>();
        return DataFile.Parse(path, stream =>
        {
            (byte[] bytes, nint[] lengths) = Read<T>(stream);
            return Tensor.Create(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), lengths);
        });
    }

    private static unsafe (byte[] Bytes, nint[] Lengths) Read<T>(Stream stream)
        where T : unmanaged
    {
        byte[] head = DataFile.Read(stream, 4, "its head");
        if (head[0] != 0 || head[1] != 0)
            throw new InvalidDataException("it is no idx file: that begins with two zero bytes");
        if (head[2] != Code<T>())
            throw new InvalidDataException($"its elements must be {Name(Code<T>())} but are {Name(head[2])}");
        if (head[3] is 0 or > HighestRank)
            throw new InvalidDataException($"it is said to have {head[3]} axes: from 1 to {HighestRank} can be read");
        byte[] axes = DataFile.Read(stream, 4 * head[3], "the lengths of its axes");
        var lengths = new nint[head[3]];
        long count = 1;
        for (int i = 0; i < lengths.Length; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(axes.AsSpan(4 * i));
            if (length == 0)
                throw new InvalidDataException($"axis {i} has length 0: there must be at least one element");
            if (length > Array.MaxLength / sizeof(T) / count)
                throw new InvalidDataException("its header announces more elements than one array can hold");
            lengths[i] = (nint)length;
            count *= length;
        }

        byte[] bytes = DataFile.Read(stream, (int)count * sizeof(T), "its elements");
        DataFile.RequireEnd(stream, "its elements");
        if (BitConverter.IsLittleEndian)
            DataFile.Reverse(bytes, sizeof(T));
        return (bytes, lengths);
    }

    private static int Code<T>()
        => typeof(T) == typeof(byte) ? 0x08
            : typeof(T) == typeof(sbyte) ? 0x09
            : typeof(T) == typeof(short) ? 0x0b
            : typeof(T) == typeof(int) ? 0x0c
            : typeof(T) == typeof(float) ? 0x0d
            : typeof(T) == typeof(double) ? 0x0e
            : throw new NotSupportedException($"idx files have elements of byte, sbyte, short, int, float or double, not of {typeof(T).Name}.");

    private static string Name(int code)
        => code switch
        {
            0x08 => "byte",
            0x09 => "sbyte",
            0x0b => "short",
            0x0c => "int",
            0x0d => "float",
            0x0e => "double",
            _ => string.Create(CultureInfo.InvariantCulture, $"of the unknown type 0x{code:x2}"),
        };
}
