using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoGrad;

/// <summary>
/// NumPy's .npy files, of bool, signed and unsigned integers, Half, float and double; .npz archives are read by <see cref="NumpyArchive"/>.
/// (Format: numpy.lib.format, versions 1 to 3.)
/// </summary>
public static class NumpyFile
{
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array; one without axes becomes a tensor with one element. Arrays in Fortran's order are rearranged.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <param name="path">The file, as it is or compressed by gzip.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or has elements of another type.</exception>
    /// <exception cref="NotSupportedException">There is no such type of elements.</exception>
    public static Tensor<T> Read<T>(string path)
        where T : unmanaged
    {
        _ = Code<T>();
        return DataFile.Parse(path, Read<T>);
    }

    /// <summary>Writes an array. An older file of that path stays whole until the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The elements.</param>
    /// <exception cref="NotSupportedException">The format has no such type of elements.</exception>
    public static void Write<T>(string path, Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensor);
        string shape = tensor.Rank == 1 ? $"({tensor.Lengths[0]},)" : $"({string.Join(", ", tensor.Lengths.ToArray())})";
        string header = $"{{'descr': '{Descriptor<T>()}', 'fortran_order': False, 'shape': {shape}, }}";
        // Elements begin at a multiple of 64 bytes.
        int length = (10 + header.Length + 1 + 63) / 64 * 64 - 10;
        WholeFile.Write(path, file =>
        {
            file.Write(Magic);
            file.Write([1, 0, (byte)length, (byte)(length >> 8)]);
            file.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
            file.Write(MemoryMarshal.AsBytes(Elements.Of(tensor.AsReadOnlyTensorSpan())));
        });
    }

    internal static unsafe Tensor<T> Read<T>(Stream stream)
        where T : unmanaged
    {
        byte[] head = DataFile.Read(stream, 8, "its head");
        if (!head.AsSpan(0, 6).SequenceEqual(Magic))
            throw new InvalidDataException("it is no .npy file: that begins with \\x93NUMPY");
        int width = head[6] switch
        {
            1 => 2,
            2 or 3 => 4,
            _ => throw new InvalidDataException($"it has version {head[6]} of the format: 1 to 3 can be read"),
        };
        byte[] lengthBytes = DataFile.Read(stream, width, "the length of its header");
        uint length = width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestHeader)
            throw new InvalidDataException($"its header is said to have {length} bytes: at most {LongestHeader} can be read");
        NumpyHeader header = NumpyHeader.Parse(Encoding.Latin1.GetString(DataFile.Read(stream, (int)length, "its header")));
        bool isBigEndian = Matches<T>(header.ElementType);
        long count = 1;
        foreach (nint axis in header.Lengths)
        {
            if (axis == 0)
                throw new InvalidDataException($"it has lengths ({string.Join(", ", header.Lengths)}): there must be at least one element");
            if (axis > Array.MaxLength / sizeof(T) / count)
                throw new InvalidDataException("its header announces more elements than one array can hold");
            count *= axis;
        }

        byte[] bytes = DataFile.Read(stream, (int)count * sizeof(T), "its elements");
        DataFile.RequireEnd(stream, "its elements");
        if (isBigEndian == BitConverter.IsLittleEndian)
            DataFile.Reverse(bytes, sizeof(T));
        if (typeof(T) == typeof(bool) && bytes.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new InvalidDataException("one of its bools is neither 0 nor 1");
        T[] elements = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        nint[] lengths = header.Lengths.Length == 0 ? [1] : header.Lengths;
        return header.IsColumnMajor ? FromColumnMajor(elements, lengths) : Tensor.Create(elements, lengths);
    }

    /// <summary>The first index runs fastest.</summary>
    private static Tensor<T> FromColumnMajor<T>(T[] elements, nint[] lengths)
    {
        var ordered = new T[elements.Length];
        Span<nint> index = new nint[lengths.Length];
        foreach (T element in elements)
        {
            nint at = 0;
            for (int axis = 0; axis < lengths.Length; axis++)
                at = at * lengths[axis] + index[axis];
            ordered[at] = element;
            for (int axis = 0; axis < lengths.Length && ++index[axis] == lengths[axis]; axis++)
                index[axis] = 0;
        }

        return Tensor.Create(ordered, lengths);
    }

    /// <summary>Whether the elements are big-endian; throws unless they are of the type.</summary>
    private static unsafe bool Matches<T>(string descriptor)
        where T : unmanaged
    {
        string code = Code<T>();
        if (descriptor.Length < 2 || descriptor[1..] != code || !"<>|=".Contains(descriptor[0], StringComparison.Ordinal) || (descriptor[0] == '|' && sizeof(T) > 1))
            throw new InvalidDataException($"its elements must be {typeof(T).Name}, '{Descriptor<T>()}', but are '{descriptor}'");
        return descriptor[0] == '>' && sizeof(T) > 1;
    }

    private static unsafe string Descriptor<T>()
        where T : unmanaged
        => (sizeof(T) == 1 ? "|" : BitConverter.IsLittleEndian ? "<" : ">") + Code<T>();

    private static string Code<T>()
        => Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.Boolean => "b1",
            TypeCode.SByte => "i1",
            TypeCode.Int16 => "i2",
            TypeCode.Int32 => "i4",
            TypeCode.Int64 => "i8",
            TypeCode.Byte => "u1",
            TypeCode.UInt16 => "u2",
            TypeCode.UInt32 => "u4",
            TypeCode.UInt64 => "u8",
            TypeCode.Single => "f4",
            TypeCode.Double => "f8",
            _ => typeof(T) == typeof(Half) ? "f2" : throw new NotSupportedException($".npy files have elements of bool, integers, Half, float or double, not of {typeof(T).Name}."),
        };
}
