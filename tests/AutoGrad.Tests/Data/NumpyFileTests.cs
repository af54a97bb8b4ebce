using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using CsCheck;

namespace AutoGrad.Tests.Data;

public sealed class NumpyFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void What_numpy_writes_is_read()
    {
        // numpy.save(file, numpy.array([[1, 2, 3], [4, 5, 6]], dtype='<f4')), as NumPy 1 and 2 write it.
        string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n";
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. Floats(1, 2, 3, 4, 5, 6)]);
        Tensor<float> tensor = NumpyFile.Read<float>(path);
        Assert.Equal([2, 3], tensor.Lengths.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.ToArray());
    }

    [Fact]
    public void Fortrans_order_other_byte_orders_versions_and_arrays_without_axes_are_read()
    {
        Write("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}", Floats(1, 4, 2, 5, 3, 6));
        Assert.Equal([1, 2, 3, 4, 5, 6], NumpyFile.Read<float>(path).ToArray());
        Write("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", [1, 2, 255, 254]);
        Assert.Equal([258, -2], NumpyFile.Read<short>(path).ToArray());
        Write("{\"shape\":(),'fortran_order':False,'descr':'<f8'}", BitConverter.GetBytes(0.5), version: 2);
        Tensor<double> scalar = NumpyFile.Read<double>(path);
        Assert.Equal([1], scalar.Lengths.ToArray());
        Assert.Equal(0.5, scalar[0]);
    }

    [Fact]
    public void Elements_of_every_type_come_back()
    {
        Same<bool>(true, false);
        Same<sbyte>(-128, 127);
        Same<byte>(0, 255);
        Same<short>(short.MinValue, 7);
        Same<ushort>(ushort.MaxValue, 7);
        Same(int.MinValue, 7);
        Same<uint>(uint.MaxValue, 7);
        Same<long>(long.MinValue, 7);
        Same<ulong>(ulong.MaxValue, 7);
        Same((Half)1.5, Half.NaN);
        Same(float.NegativeInfinity, 1.5f);
        Same(double.Pi, double.Epsilon);
        Assert.Throws<NotSupportedException>(() => NumpyFile.Read<decimal>(path));
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", "its elements must be Single, '<f4', but are '<f8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "but are '|O'")]
    [InlineData("{'descr': '<f4', 'shape': (1,)}", "its header must have the entries descr, fortran_order and shape")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}", "its header has the entry 'descr' twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "its header has the entry 'x'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "its header should have True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "its header should have a length")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}", "its header should have ',' or ')'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "its header should have a length")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000)}", "its header announces more elements than one array can hold")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4)}", "there must be at least one element")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}", "its elements should have 2000000000 bytes, but the file ends after 4 of them")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ()", "its header should have ',' or '}'")]
    [InlineData("{'descr': '<f4", "its header should have a closing quote")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ()}x", "its header should have the end")]
    [InlineData("__import__('os')", "its header should have '{'")]
    public void Hostile_headers_are_refused_in_words(string header, string message)
    {
        Write(header, Floats(1));
        Refuses(message);
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        File.WriteAllBytes(path, [1, 2, 3]);
        Refuses("its head should have 8 bytes, but the file ends after 3 of them");
        File.WriteAllBytes(path, [1, 2, 3, 4, 5, 6, 7, 8]);
        Refuses("it is no .npy file");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 4, 0]);
        Refuses("it has version 4 of the format");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255]);
        Refuses("its header is said to have 4294967295 bytes");
        Write("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", [1, 2, 3, 4, 5]);
        Refuses("something follows its elements");
        Write("{'descr': '|b1', 'fortran_order': False, 'shape': (1,)}", [2]);
        Assert.Throws<InvalidDataException>(() => NumpyFile.Read<bool>(path));
    }

    [Fact]
    public void Random_damage_is_refused_or_changes_no_size()
    {
        NumpyFile.Write(path, Tensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]));
        byte[] whole = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample(
            (position, value, length) =>
            {
                byte[] damaged = [.. whole];
                damaged[position] = value;
                File.WriteAllBytes(path, damaged[..Math.Max(length, whole.Length - 10)]);
                try
                {
                    Assert.Equal(6, NumpyFile.Read<float>(path).FlattenedLength);
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains(path, e.Message, StringComparison.Ordinal);
                }
            },
            iter: 1000,
            threads: 1);
    }

    [Fact]
    public void Archives_hold_arrays_by_name()
    {
        NumpyFile.Write(path, Tensor.Create<int>([1, 2, 3], [3]));
        byte[] array = File.ReadAllBytes(path);
        Archive(("x.npy", array), ("y.npy", [1, 2]));
        using NumpyArchive archive = NumpyArchive.Open(path);
        Assert.Equal(["x", "y"], archive.Names.Order());
        Assert.Equal([1, 2, 3], archive.Read<int>("x").ToArray());
        Assert.Contains($"'y' in '{path}' cannot be read: its head should have 8 bytes", Assert.Throws<InvalidDataException>(() => archive.Read<int>("y")).Message, StringComparison.Ordinal);
        Assert.Equal("There is no array 'z'; there are x, y.", Assert.Throws<KeyNotFoundException>(() => archive.Read<int>("z")).Message);
    }

    [Fact]
    public void Archives_that_are_damaged_or_ambiguous_are_refused()
    {
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => NumpyArchive.Open(path)).Message, StringComparison.Ordinal);
        Archive(("x.npy", [1]), ("x.npy", [2]));
        Assert.Contains("two arrays of the name 'x'", Assert.Throws<InvalidDataException>(() => NumpyArchive.Open(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private void Same<T>(params T[] elements)
        where T : unmanaged
    {
        NumpyFile.Write(path, Tensor.Create(elements, [elements.Length, 1]));
        Assert.Equal(0, (File.ReadAllBytes(path).Length - elements.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()) % 64);
        Assert.Equal(elements, NumpyFile.Read<T>(path).ToArray());
    }

    private void Write(string header, byte[] data, byte version = 1)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data]);
    }

    private void Archive(params (string Name, byte[] Bytes)[] entries)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in entries)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }

    private void Refuses(string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NumpyFile.Read<float>(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
