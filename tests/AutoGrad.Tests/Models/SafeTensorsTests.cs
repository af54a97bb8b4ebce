using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace AutoGrad.Tests.Models;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("autograd-").FullName;

    private string File => Path.Combine(folder, "model.safetensors");

    public void Dispose()
        => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_saved_is_loaded_bit_for_bit()
    {
        ParameterSet saved = Model();
        saved.Initialize(3);
        saved.ValueSpan()[0] = float.NaN;
        saved.ValueSpan()[1] = -0f;
        saved.ValueSpan()[2] = float.NegativeInfinity;
        saved.ValueSpan()[3] = float.Epsilon;
        saved.Save(File);

        ParameterSet loaded = Model();
        loaded.Load(File);
        Assert.Equal(Bits(saved), Bits(loaded));
    }

    [Fact]
    public void The_file_is_what_the_format_asks_for()
    {
        ParameterSet set = Model();
        set.Initialize(3);
        set.Save(File);

        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(8 + length + 4 * set.Length, bytes.Length);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, length));
        JsonElement bias = header.RootElement.GetProperty("Head.Bias");
        Assert.Equal("F32", bias.GetProperty("dtype").GetString());
        Assert.Equal([3], bias.GetProperty("shape").EnumerateArray().Select(number => number.GetInt32()));
        Assert.Equal([24, 36], bias.GetProperty("data_offsets").EnumerateArray().Select(number => number.GetInt32()));
        Assert.Equal(set["Head.Bias"].Value[1], BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + 28)));
    }

    [Fact]
    public void Files_of_other_writers_are_read_whatever_their_order_and_metadata()
    {
        // Other writers sort by name, write __metadata__, and put spaces where they like.
        const string Header = """
            { "__metadata__": {"format": "pt"},
              "Head.Bias": {"shape": [3], "data_offsets": [0, 12], "dtype": "F32"},
              "Äther":     {"dtype": "F32", "data_offsets": [12, 16], "shape": [1, 1, 1]},
              "W": {"dtype":"F32","shape":[2,3],"data_offsets":[16,40]} }
            """;
        WriteFile(Header, 7, 8, 9, 4, 1, 2, 3, 4, 5, 6);
        ParameterSet set = Model();
        set.Load(File);
        Assert.Equal([1, 2, 3, 4, 5, 6], set["W"].Numbers());
        Assert.Equal([7, 8, 9], set["Head.Bias"].Numbers());
        Assert.Equal([4], set["Äther"].Numbers());
    }

    [Fact]
    public void Saving_replaces_an_older_file_and_leaves_nothing_else_behind()
    {
        System.IO.File.WriteAllText(File, "old");
        Model().Save(File);
        Model().Load(File);
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_save_that_fails_leaves_the_older_file_whole()
    {
        string path = Path.Combine(folder, "folder");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => Model().Save(path));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Throws<DirectoryNotFoundException>(() => Model().Save(Path.Combine(folder, "missing", "a.safetensors")));
    }

    [Fact]
    public void A_missing_file_is_reported_as_such()
        => Assert.Throws<FileNotFoundException>(() => Model().Load(File));

    [Fact]
    public void A_model_without_parameters_has_a_file_too()
    {
        new ParameterSet().Save(File);
        new ParameterSet().Load(File);
    }

    [Fact]
    public void Large_blocks_are_copied_in_parts()
    {
        var saved = new ParameterSet(new("A", [1 << 20], Init.Uniform), new("B", [(1 << 20) + 3], Init.Uniform));
        saved.Initialize(1);
        saved.Save(File);
        var loaded = new ParameterSet(new("A", [1 << 20]), new("B", [(1 << 20) + 3]));
        loaded.Load(File);
        Assert.True(saved.ValueSpan().SequenceEqual(loaded.ValueSpan()));
    }

    private void WriteFile(string header, params float[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        using var writer = new BinaryWriter(System.IO.File.Create(File));
        writer.Write((ulong)json.Length);
        writer.Write(json);
        foreach (float value in data)
            writer.Write(value);
    }

    private static ParameterSet Model()
        => new(new("W", [2, 3], Init.Normal), new("Head.Bias", [3], Init.Normal), new("Äther", [1, 1, 1], Init.Normal));

    private static int[] Bits(ParameterSet set)
        => [.. Sets.Read(set.Values).Select(BitConverter.SingleToInt32Bits)];
}
