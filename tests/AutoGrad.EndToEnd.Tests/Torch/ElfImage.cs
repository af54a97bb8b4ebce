using System.Buffers.Binary;
using System.Text;

namespace AutoGrad.EndToEnd.Tests.Torch;

/// <summary>The least of an ELF library that has symbol versions: a header, their names, and one needed library.</summary>
internal static class ElfImage
{
    public const ushort Weak = 2;

    private const int Header = 64;
    private const int SectionHeader = 64;
    private const int Names = Header + 2 * SectionHeader;

    public static byte[] Needing(params (string Name, ushort Flags)[] versions)
    {
        byte[] names = [0, .. versions.SelectMany(version => Encoding.ASCII.GetBytes(version.Name + '\0'))];
        int needs = Names + names.Length;
        var image = new byte[needs + 16 + versions.Length * 16];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        names.CopyTo(image, Names);
        Put(0x28, Header);                                    // e_shoff
        Put(0x3A, SectionHeader);                             // e_shentsize, and e_shnum beside it
        Put(0x3C, 2);
        Put(Header + 0x04, 3);                                // section 0: a string table
        Put(Header + 0x18, Names);
        Put(Header + SectionHeader + 0x04, 0x6FFFFFFE);       // section 1: the versions needed, with names in section 0
        Put(Header + SectionHeader + 0x18, needs);
        Put(needs, 1 | versions.Length << 16);                // vn_version, vn_cnt
        Put(needs + 8, 16);                                   // vn_aux; vn_next stays 0
        int name = 1;
        for (int i = 0; i < versions.Length; i++)
        {
            int entry = needs + 16 + i * 16;
            Put(entry + 4, versions[i].Flags);                // vna_flags
            Put(entry + 8, name);                             // vna_name
            Put(entry + 12, i + 1 < versions.Length ? 16 : 0); // vna_next
            name += versions[i].Name.Length + 1;
        }

        return image;

        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at), value);
    }
}
