using System.Buffers.Binary;
using System.Text;

namespace AutoGrad.Peer;

/// <summary>
/// Edits the symbol versions that a 64-bit little-endian ELF library asks of its dependencies (section .gnu.version_r; LSB
/// Core 5.0, "Symbol Versioning"). A version marked weak may be absent: the loader then goes on instead of giving up.
/// </summary>
internal static class OptionalVersion
{
    private const uint VersionNeedSection = 0x6FFFFFFE;
    private const ushort Weak = 2;

    /// <summary>Marks <paramref name="version"/> weak wherever the library asks for it, and returns in how many places it was not.</summary>
    public static int Mark(Span<byte> library, string version)
    {
        if (!library.StartsWith("\u007fELF\u0002\u0001"u8))
            return 0;

        byte[] name = [.. Encoding.ASCII.GetBytes(version), 0];
        int sections = Int64(library[0x28..]);
        int size = Int16(library[0x3A..]);
        int count = Int16(library[0x3C..]);
        int marked = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = library.Slice(sections + i * size, size);
            if (Int32(section[4..]) == VersionNeedSection)
            {
                ReadOnlySpan<byte> names = library.Slice(sections + (int)Int32(section[0x28..]) * size, size);
                marked += MarkIn(library, Int64(section[0x18..]), Int64(names[0x18..]), name);
            }
        }

        return marked;
    }

    /// <summary>Walks the list of libraries needed and, within each, the list of versions; a step of zero ends a list.</summary>
    private static int MarkIn(Span<byte> library, int needs, int names, ReadOnlySpan<byte> name)
    {
        int marked = 0;
        int need = needs;
        int toNextNeed;
        do
        {
            int entry = need + (int)Int32(library[(need + 8)..]);
            int toNextEntry;
            do
            {
                ushort flags = Int16(library[(entry + 4)..]);
                if ((flags & Weak) == 0 && library[(names + (int)Int32(library[(entry + 8)..]))..].StartsWith(name))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(library[(entry + 4)..], (ushort)(flags | Weak));
                    marked++;
                }

                toNextEntry = (int)Int32(library[(entry + 12)..]);
                entry += toNextEntry;
            }
            while (toNextEntry != 0);

            toNextNeed = (int)Int32(library[(need + 12)..]);
            need += toNextNeed;
        }
        while (toNextNeed != 0);

        return marked;
    }

    private static ushort Int16(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static uint Int32(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt32LittleEndian(at);

    private static int Int64(ReadOnlySpan<byte> at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(at));
}
