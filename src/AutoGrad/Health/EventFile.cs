using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AutoGrad.Health;

/// <summary>
/// TensorBoard's event file: records of a length (uint64), its masked CRC, a protocol buffer and its masked CRC, all little endian.
/// The buffer is an <c>Event</c>: wall_time (1, double), step (2, int64), file_version (3, string), summary (5), whose values (1) hold
/// tag (1, string) and simple_value (2, float).
/// </summary>
internal sealed class EventFile(Stream stream)
{
    private readonly ArrayBufferWriter<byte> record = new();
    private readonly ArrayBufferWriter<byte> inner = new();

    internal void WriteVersion(double time)
    {
        record.ResetWrittenCount();
        Double(record, 1, time);
        Bytes(record, 3, "brain.Event:2"u8);
        Flush();
    }

    internal void WriteScalar(double time, long step, string tag, float value)
    {
        inner.ResetWrittenCount();
        Bytes(inner, 1, Encoding.UTF8.GetBytes(tag));
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, value);
        Byte(inner, (2 << 3) | 5);
        inner.Write(number);
        byte[] scalar = inner.WrittenSpan.ToArray();

        inner.ResetWrittenCount();
        Bytes(inner, 1, scalar);
        record.ResetWrittenCount();
        Double(record, 1, time);
        Byte(record, 2 << 3);
        Varint(record, (ulong)step);
        Bytes(record, 5, inner.WrittenSpan);
        Flush();
    }

    private void Flush()
    {
        ReadOnlySpan<byte> data = record.WrittenSpan;
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Mask(Crc32C.Of(header[..8])));
        stream.Write(header);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Mask(Crc32C.Of(data)));
        stream.Write(header[..4]);
    }

    // TFRecord's masking: a CRC of data that holds CRCs would be weak.
    private static uint Mask(uint crc)
        => uint.RotateRight(crc, 15) + 0xa282ead8;

    private static void Double(ArrayBufferWriter<byte> to, int field, double value)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(number, value);
        Byte(to, (byte)((field << 3) | 1));
        to.Write(number);
    }

    private static void Bytes(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> value)
    {
        Byte(to, (byte)((field << 3) | 2));
        Varint(to, (ulong)value.Length);
        to.Write(value);
    }

    private static void Byte(ArrayBufferWriter<byte> to, byte value)
        => to.Write([value]);

    private static void Varint(ArrayBufferWriter<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte(to, (byte)(value | 0x80));
        Byte(to, (byte)value);
    }
}

/// <summary>The cyclic redundancy check of Castagnoli's polynomial.</summary>
internal static class Crc32C
{
    /// <summary>The check of some bytes; 0xe3069283 for the digits 1 to 9.</summary>
    internal static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
            crc = System.Numerics.BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
