using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// A safetensors file: the header's length in eight bytes, little-endian, the header, and the tensors' bytes, which cover
/// the rest of the file without gaps or overlaps.
/// </summary>
internal static class SafeTensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    // The limit of the format's own reader.
    private const long LongestHeader = 100_000_000;

    // In floats: a span of bytes cannot cover a whole large block.
    private const int PartLength = 1 << 20;

    /// <summary>Writes tensors one after the other, and what is to be said beside them.</summary>
    internal static void Write(string path, IReadOnlyList<NamedValues> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        RequireLittleEndian();
        byte[] header = SafeTensorsHeader.Write(tensors, metadata);
        WholeFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            file.Write(length);
            file.Write(header);
            foreach (NamedValues tensor in tensors)
                WriteFloats(file, tensor.Values.Span);
        });
    }

    /// <summary>
    /// Reads a file that must hold exactly these tensors; returns their values, one after the other in this order.
    /// </summary>
    internal static float[] Read(string path, IReadOnlyList<NamedValues> tensors)
    {
        RequireLittleEndian();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            List<StoredTensor> stored = SafeTensorsHeader.Read(ReadHeader(file, out long dataBytes)).Tensors;
            Dictionary<string, StoredTensor> byName = SafeTensorsChecks.Match(stored, tensors);
            SafeTensorsChecks.Cover(stored, dataBytes);
            return ReadData(file, file.Position, tensors, byName);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded: {exception.Message}.", exception);
        }
    }

    /// <summary>Reads and checks the header of any file; leaves the position at the first byte after it.</summary>
    internal static SafeTensorsContents ReadContents(FileStream file)
    {
        SafeTensorsContents contents = SafeTensorsHeader.Read(ReadHeader(file, out long dataBytes));
        contents.Tensors.ForEach(SafeTensorsChecks.RequireSize);
        SafeTensorsChecks.Cover(contents.Tensors, dataBytes);
        return contents;
    }

    private static byte[] ReadHeader(FileStream file, out long dataBytes)
    {
        if (file.Length < LengthBytes)
            throw new InvalidDataException($"it has {file.Length} bytes, too few for a safetensors file");
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        file.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        long rest = file.Length - LengthBytes;
        if (length > (ulong)Math.Min(rest, LongestHeader))
            throw new InvalidDataException(
                $"its header is said to have {length} bytes, but {rest} bytes follow, of which at most {LongestHeader} may be header");
        dataBytes = rest - (long)length;
        var header = new byte[length];
        file.ReadExactly(header);
        return header;
    }

    private static float[] ReadData(
        FileStream file, long dataStart, IReadOnlyList<NamedValues> tensors, Dictionary<string, StoredTensor> stored)
    {
        var values = new float[tensors.Sum(tensor => (long)tensor.Values.Length)];
        int start = 0;
        foreach (NamedValues tensor in tensors)
        {
            Span<float> part = values.AsSpan(start, tensor.Values.Length);
            file.Position = dataStart + stored[tensor.Name].Begin;
            ReadFloats(file, part);
            start += part.Length;
        }

        return values;
    }

    private static void ReadFloats(FileStream file, Span<float> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = Math.Min(PartLength, destination.Length);
            file.ReadExactly(MemoryMarshal.AsBytes(destination[..count]));
            destination = destination[count..];
        }
    }

    private static void WriteFloats(FileStream file, ReadOnlySpan<float> source)
    {
        while (!source.IsEmpty)
        {
            int count = Math.Min(PartLength, source.Length);
            file.Write(MemoryMarshal.AsBytes(source[..count]));
            source = source[count..];
        }
    }

    /// <summary>The format is little-endian, and floats are copied as they lie in memory.</summary>
    internal static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("safetensors files can only be read and written on little-endian machines.");
    }
}
