using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>Reads of files whose sizes are not to be believed before the bytes have come.</summary>
internal static class DataFile
{
    // What a header announces is allocated in steps of what has come so far, beginning with this many bytes.
    private const int FirstStep = 1 << 20;

    /// <summary>A file for reading, decompressed on the way if it begins as gzip does.</summary>
    internal static Stream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> magic = stackalloc byte[2];
        bool isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>
    /// Exactly so many bytes. Memory is taken as they come, so a header that announces more than there is costs no more than twice what there is.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream ends before.</exception>
    internal static byte[] Read(Stream stream, int count, string what)
    {
        var bytes = new byte[Math.Min(count, FirstStep)];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        while (read == bytes.Length && read < count)
        {
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
        }

        return read == count ? bytes : throw new InvalidDataException($"{what} should have {count} bytes, but the file ends after {read} of them");
    }

    /// <summary>Throws unless the stream is at its end.</summary>
    internal static void RequireEnd(Stream stream, string what)
    {
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"something follows {what}");
    }

    /// <summary>Reverses the bytes of each element.</summary>
    internal static void Reverse(Span<byte> bytes, int size)
    {
        if (size == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes), MemoryMarshal.Cast<byte, short>(bytes));
        else if (size == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(bytes));
        else if (size == 8)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<byte, long>(bytes));
    }

    /// <summary>Runs a read, and names the file in what goes wrong with its contents.</summary>
    internal static T Parse<T>(string path, Func<Stream, T> read)
    {
        using Stream stream = Open(path);
        try
        {
            return read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
