using System.Runtime.InteropServices;
using System.Text;

namespace AutoGrad;

/// <summary>
/// What an optimizer remembers of a run: moments or momentum of every parameter, the count of steps, and the norms that its
/// <see cref="Optimizer.Clip"/> has seen. Settings are not in it. A run that is continued from it takes the same steps, bit for bit.
/// </summary>
public sealed class OptimizerState
{
    private const string Magic = "AutoGrad optimizer 1";

    internal OptimizerState(string rule, string clip, float[] elements, double[] numbers, double[] clipNumbers)
        => (Rule, Clip, Elements, Numbers, ClipNumbers) = (rule, clip, elements, numbers, clipNumbers);

    /// <summary>The optimizer's type.</summary>
    public string Rule { get; }

    /// <summary>The type of its clip; empty without one.</summary>
    public string Clip { get; }

    internal float[] Elements { get; }

    internal double[] Numbers { get; }

    internal double[] ClipNumbers { get; }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or something else.</exception>
    public static OptimizerState Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            if (reader.ReadString() != Magic)
                throw new InvalidDataException("it does not hold an optimizer's state");
            var state = new OptimizerState(reader.ReadString(), reader.ReadString(), Read<float>(reader), Read<double>(reader), Read<double>(reader));
            return file.Position == file.Length ? state : throw new InvalidDataException("something follows the state");
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded: {e.Message}.", e);
        }
    }

    /// <summary>Writes it to a file. An older file of that path stays whole until the new one is complete.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, file =>
        {
            using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
            writer.Write(Magic);
            writer.Write(Rule);
            writer.Write(Clip);
            Write<float>(writer, Elements);
            Write<double>(writer, Numbers);
            Write<double>(writer, ClipNumbers);
        });
    }

    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Flush();
        writer.BaseStream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static unsafe T[] Read<T>(BinaryReader reader)
        where T : unmanaged
    {
        int count = reader.ReadInt32();
        Stream stream = reader.BaseStream;
        if (count < 0 || count > (stream.Length - stream.Position) / sizeof(T))
            throw new InvalidDataException("it ends too early");
        var values = new T[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
