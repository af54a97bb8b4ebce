using System.Numerics.Tensors;
using System.Text;

namespace AutoGrad.Tests.Models;

/// <summary>Files as PyTorch writes them: bytes by the published layout, types converted, and what does not fit refused by name.</summary>
public sealed class TensorFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Every_floating_type_is_read_as_floats()
    {
        Write(
            ("double", "F64", [2], [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-0.1)]),
            ("float", "F32", [1, 2], [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(float.NegativeInfinity)]),
            ("half", "F16", [3], [.. BitConverter.GetBytes((Half)1.5f), .. BitConverter.GetBytes(Half.Epsilon), .. BitConverter.GetBytes(Half.MaxValue)]),
            ("bfloat", "BF16", [], [0xc0, 0x3f]),
            ("int", "I64", [1], new byte[8]));
        using TensorFile file = TensorFile.Open(path);
        Assert.Equal(["double", "float", "half", "bfloat", "int"], file.Names);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([1.5f, -0.1f], file.Read("double").ToArray());
        Assert.Equal([1.5f, float.NegativeInfinity], file.Read("float").ToArray());
        Assert.Equal([1.5f, (float)Half.Epsilon, 65504], file.Read("half").ToArray());
        Tensor<float> scalar = file.Read("bfloat");
        Assert.Equal(1.5f, scalar[0]);
        Assert.Empty(file.LengthsOf("bfloat"));
        Assert.Equal([1L, 2], file.LengthsOf("float"));
        Assert.Equal("I64", file.ElementTypeOf("int"));
        Assert.Contains("tensor 'int' has dtype I64", Assert.Throws<InvalidDataException>(() => file.Read("int")).Message, StringComparison.Ordinal);
        Assert.Contains("has no tensor 'x'; it has double, float", Assert.Throws<KeyNotFoundException>(() => file.Read("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_is_the_upper_half_of_a_float_whatever_it_is()
    {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        Write(("b", "BF16", [256, 256], [.. all.SelectMany(BitConverter.GetBytes)]));
        using TensorFile file = TensorFile.Open(path);
        Assert.Equal(all.Select(i => (uint)i << 16), file.Read("b").ToArray().Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Large_tensors_are_read_in_parts()
    {
        float[] values = [.. Enumerable.Range(0, 200_001).Select(i => i * 0.5f)];
        Write(("x", "F64", [values.Length], [.. values.SelectMany(v => BitConverter.GetBytes((double)v))]));
        using TensorFile file = TensorFile.Open(path);
        Assert.Equal(values, file.Read("x").ToArray());
    }

    [Theory]
    [InlineData("F16", "[3]", 4, "tensor 'x' of F16 [3] needs 6 bytes but its data_offsets are 0 and 4")]
    [InlineData("F64", "[9223372036854775807,2]", 4, "tensor 'x' of F64 [9223372036854775807, 2] needs more bytes than a file can have")]
    [InlineData("F33", "[1]", 4, "tensor 'x' has the dtype F33, which is not known")]
    [InlineData("F32", "[1]", 3, "needs 4 bytes but its data_offsets are 0 and 3")]
    public void Tensors_whose_bytes_do_not_fit_their_type_and_lengths_are_refused(string type, string shape, int bytes, string message)
    {
        WriteHeader($$$"""{"x":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[0,{{{bytes}}}]}}""", new byte[bytes]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TensorFile.Open(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);

        // The file is closed again.
        File.Delete(path);
    }

    internal static byte[] Bytes(params (string Name, string Type, int[] Lengths, byte[] Data)[] tensors)
    {
        var header = new StringBuilder("""{"__metadata__":{"format":"pt"}""");
        int offset = 0;
        foreach ((string name, string type, int[] lengths, byte[] data) in tensors)
        {
            header.Append($$""","{{name}}":{"dtype":"{{type}}","shape":[{{string.Join(',', lengths)}}],"data_offsets":[{{offset}},{{offset + data.Length}}]}""");
            offset += data.Length;
        }

        // The format's own writer pads the header with blanks to a multiple of 8 bytes.
        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] padding = [.. Enumerable.Repeat((byte)' ', (8 - json.Length % 8) % 8)];
        return [.. BitConverter.GetBytes((ulong)(json.Length + padding.Length)), .. json, .. padding, .. tensors.SelectMany(tensor => tensor.Data)];
    }

    private void Write(params (string Name, string Type, int[] Lengths, byte[] Data)[] tensors) => File.WriteAllBytes(path, Bytes(tensors));

    private void WriteHeader(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
    }
}
