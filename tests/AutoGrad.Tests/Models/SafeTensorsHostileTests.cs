using System.Text;
using CsCheck;

namespace AutoGrad.Tests.Models;

/// <summary>Files that are damaged, hostile or another model's: refused by name, with the parameters as they were.</summary>
public sealed class SafeTensorsHostileTests : IDisposable
{
    private const string W = """ "W":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]} """;
    private const string B = """ "B":{"dtype":"F32","shape":[3],"data_offsets":[24,36]} """;

    private readonly string folder = Directory.CreateTempSubdirectory("autograd-").FullName;

    private string File => Path.Combine(folder, "model.safetensors");

    public void Dispose()
        => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_file_that_the_others_are_variations_of_is_fine()
    {
        System.IO.File.WriteAllBytes(File, Bytes($"{{{W},{B}}}", 36));
        Model().Load(File);
    }

    [Theory]
    [InlineData("{" + W + "}", 24, "it has no tensor 'B'")]
    [InlineData("{}", 0, "it has no tensor 'W', 'B'")]
    [InlineData("{" + W + "," + B + """,  "C":{"dtype":"F32","shape":[1],"data_offsets":[36,40]}}""", 40, "the model has no parameter or state 'C'")]
    [InlineData("{" + W + ""","b":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 36, "it has no tensor 'B'")]
    public void Names_must_be_those_of_the_model(string header, int dataBytes, string message)
        => Refuses(header, dataBytes, message);

    [Theory]
    [InlineData("""{"dtype":"F64","shape":[3],"data_offsets":[24,48]}""", 48, "tensor 'B' must have dtype F32 but has F64")]
    [InlineData("""{"dtype":"f32","shape":[3],"data_offsets":[24,36]}""", 36, "tensor 'B' must have dtype F32 but has f32")]
    [InlineData("""{"dtype":"F32","shape":[3,1],"data_offsets":[24,36]}""", 36, "tensor 'B' must have lengths [3] but has [3, 1]")]
    [InlineData("""{"dtype":"F32","shape":[4],"data_offsets":[24,40]}""", 40, "tensor 'B' must have lengths [3] but has [4]")]
    [InlineData("""{"dtype":"F32","shape":[],"data_offsets":[24,28]}""", 28, "tensor 'B' must have lengths [3] but has []")]
    [InlineData("""{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[24,36]}""", 36, "but has [9223372036854775807]")]
    public void Types_and_lengths_must_be_those_of_the_model(string tensor, int dataBytes, string message)
        => Refuses($"{{{W},\"B\":{tensor}}}", dataBytes, message);

    [Theory]
    [InlineData("[12,24]", 36, "tensor 'B' starts at byte 12 and overlaps the tensor before it, which ends at 24")]
    [InlineData("[0,12]", 36, "which ends at")]
    [InlineData("[28,40]", 40, "tensor 'B' starts at byte 28 and leaves a gap after byte 24")]
    [InlineData("[24,36]", 32, "tensor 'B' ends at byte 36, but only 32 bytes follow the header")]
    [InlineData("[24,36]", 40, "40 bytes follow the header, but its tensors end at byte 36")]
    [InlineData("[24,32]", 36, "tensor 'B' must have 12 bytes but its data_offsets are 24 and 32")]
    [InlineData("[36,24]", 36, "tensor 'B' must have 12 bytes but its data_offsets are 36 and 24")]
    [InlineData("[9223372036854775795,9223372036854775807]", 36, "tensor 'B' starts at byte 9223372036854775795 and leaves a gap")]
    [InlineData("[24]", 36, "tensor 'B' must have two data_offsets but has 1")]
    [InlineData("[24,36,48]", 36, "tensor 'B' must have two data_offsets but has 3")]
    [InlineData("[-12,0]", 36, "the data_offsets of tensor 'B' must be a list of whole numbers")]
    [InlineData("[24,9223372036854775808]", 36, "the data_offsets of tensor 'B' must be a list of whole numbers")]
    [InlineData("[24,36.5]", 36, "the data_offsets of tensor 'B' must be a list of whole numbers")]
    [InlineData("[24,\"36\"]", 36, "the data_offsets of tensor 'B' must be a list of whole numbers")]
    [InlineData("[[24],36]", 36, "the data_offsets of tensor 'B' must be a list of whole numbers")]
    [InlineData("24", 36, "the data_offsets of tensor 'B' must be a list")]
    public void Offsets_must_cover_the_data_without_gaps_or_overlaps(string offsets, int dataBytes, string message)
        => Refuses("{" + W + $$""","B":{"dtype":"F32","shape":[3],"data_offsets":{{offsets}} } }""", dataBytes, message);

    [Theory]
    [InlineData("{" + W + "," + B + "," + B + "}", "tensor 'B' occurs twice")]
    [InlineData("{" + W + ""","B":{"dtype":"F32","dtype":"F32","shape":[3]}}""", "tensor 'B' has the field 'dtype' twice")]
    [InlineData("{" + W + ""","B":{"shape":[3],"data_offsets":[24,36]}}""", "tensor 'B' must have the fields dtype, shape and")]
    [InlineData("{" + W + ""","B":{"dtype":"F32","shape":[3],"data_offsets":[24,36],"x":1}}""", "tensor 'B' has the field 'x'")]
    [InlineData("{" + W + ""","B":[24,36]}""", "tensor 'B' must be described by a JSON object")]
    [InlineData("{" + W + ""","B":null}""", "tensor 'B' must be described by a JSON object")]
    [InlineData("{" + W + ""","B":{"dtype":32,"shape":[3],"data_offsets":[24,36]}}""", "the dtype of tensor 'B' must be a string")]
    [InlineData("{" + W + "," + B + ""","__metadata__":[]}""", "__metadata__ must be a JSON object")]
    [InlineData("{" + W + "," + B + ""","__metadata__":{"a":1}}""", "__metadata__ must map strings to strings")]
    [InlineData("[]", "the header must be a JSON object")]
    [InlineData("", "the header is not valid JSON")]
    [InlineData("{", "the header is not valid JSON")]
    [InlineData("{" + W + "," + B, "the header is not valid JSON")]
    [InlineData("{" + W + "," + B + "}{}", "the header is not valid JSON")]
    [InlineData("{" + W + "," + B + ",}", "the header is not valid JSON")]
    [InlineData("{\"\\ud800\":{}}", "the header is not valid JSON")]
    public void Headers_must_be_well_formed(string header, string message)
        => Refuses(header, 36, message);

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        byte[] bytes = Bytes($"{{{W},{B}}}", 36);
        bytes[8 + 3] = 0xff;
        Refuses(bytes, "the header is not valid JSON");
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(101ul)]
    [InlineData(1ul << 32)]
    [InlineData(1ul << 63)]
    [InlineData(ulong.MaxValue)]
    public void A_header_length_that_the_file_cannot_hold_is_refused(ulong length)
    {
        byte[] bytes = new byte[108];
        BitConverter.TryWriteBytes(bytes, length);
        Refuses(bytes, length == 0 ? "the header is not valid JSON" : $"its header is said to have {length} bytes, but 100 bytes follow");
    }

    [Fact]
    public void A_deeply_nested_header_is_refused()
        => Refuses(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), 0, "tensor 'a' has the field 'a'");

    [Fact]
    public void A_file_that_was_cut_off_anywhere_is_refused()
    {
        byte[] whole = Bytes($"{{{W},{B}}}", 36);
        for (int length = 0; length < whole.Length; length++)
            Refuses(whole[..length], "cannot be loaded");
    }

    [Fact]
    public void Random_damage_to_the_header_is_refused_or_changes_no_meaning()
    {
        byte[] whole = Bytes($"{{{W},{B}}}", 36);
        Gen.Select(Gen.Int[0, whole.Length - 37], Gen.Byte).Sample(
            (position, value) =>
            {
                byte[] damaged = [.. whole];
                damaged[position] = value;
                System.IO.File.WriteAllBytes(File, damaged);
                ParameterSet set = Model();
                try
                {
                    set.Load(File);
                    Assert.All(Sets.Read(set.Values), number => Assert.Equal(0, number));
                }
                catch (InvalidDataException)
                {
                    Unchanged(set);
                }
            },
            iter: 2000,
            threads: 1);
    }

    private void Refuses(string header, int dataBytes, string message)
        => Refuses(Bytes(header, dataBytes), message);

    private void Refuses(byte[] bytes, string message)
    {
        System.IO.File.WriteAllBytes(File, bytes);
        ParameterSet set = Model();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => set.Load(File));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
        Unchanged(set);
    }

    private static void Unchanged(ParameterSet set)
        => Assert.All(Sets.Read(set.Values), value => Assert.Equal(5, value));

    private static ParameterSet Model()
    {
        var set = new ParameterSet(new("W", [2, 3]), new("B", [3]));
        set.ValueSpan().Fill(5);
        return set;
    }

    /// <summary>A file with that header and zeros for data.</summary>
    private static byte[] Bytes(string header, int dataBytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[dataBytes]];
    }
}
