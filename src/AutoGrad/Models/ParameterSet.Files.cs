namespace AutoGrad;

/// <content>Saving and loading.</content>
public sealed partial class ParameterSet
{
    // Not a name that a property can have.
    private const string DrawsName = "random.draws";

    // Numbers that a float holds: the seed in halves of 16 bits, the step in parts of 22.
    private const int SeedBits = 16, StepBits = 22, DrawsLength = 5;

    /// <summary>
    /// Writes all values, and the model's state, as a safetensors file; of a model that draws random numbers also which come next. An older file of
    /// that path stays whole until the new one is complete.
    /// </summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeTensorsFile.Write(path, Contents());
    }

    /// <summary>
    /// Reads all values and the state from a safetensors file, which must hold exactly what <see cref="Save"/> writes, with exactly these lengths, as
    /// F32. Everything is checked and read before the first value changes.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the tensor.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NamedValues[] contents = Contents();
        ReadOnlySpan<float> read = SafeTensorsFile.Read(path, contents);
        var parts = new float[contents.Length][];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = read[..contents[i].Values.Length].ToArray();
            read = read[parts[i].Length..];
        }

        try
        {
            Check(parts)();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded: {exception.Message}.", exception);
        }
    }

    /// <summary>What a file holds of the model.</summary>
    internal NamedValues[] Contents() => IsDrawing ? [.. Tensors(), new NamedValues(DrawsName, [DrawsLength], DrawsNow())] : Tensors();

    /// <summary>The parameters and states, whose memory is the model's own.</summary>
    internal NamedValues[] Tensors()
        => [.. parameters.Select((p, i) => new NamedValues(p.Name, p.Lengths.ToArray(), Memory(i))), .. states.SelectMany(s => s.Contents())];

    /// <summary>Checks what a file had for <see cref="Contents"/>, in that order; the action takes it over.</summary>
    /// <exception cref="InvalidDataException">A number has no meaning; the message has no file name yet.</exception>
    internal Action Check(IReadOnlyList<float[]> read)
    {
        NamedValues[] tensors = Tensors();
        (int Seed, long Step)? next = IsDrawing ? ReadDraws(read[tensors.Length]) : null;
        return () =>
        {
            for (int i = 0; i < tensors.Length; i++)
                read[i].CopyTo(tensors[i].Values);
            if (next is { } draws)
                Draws.Set(draws.Seed, draws.Step);
        };
    }

    private Memory<float> Memory(int index)
    {
        int position = RootPosition(index);
        return values.AsMemory(root.valueStart + root.Start(position), root.ends[position] - root.Start(position));
    }

    private float[] DrawsNow()
    {
        const long half = (1 << SeedBits) - 1, part = (1 << StepBits) - 1;
        long seed = (uint)Draws.Seed, step = Draws.Step;
        return [seed & half, seed >> SeedBits, step & part, (step >> StepBits) & part, (step >> (2 * StepBits)) & part];
    }

    private static (int Seed, long Step) ReadDraws(ReadOnlySpan<float> stored)
    {
        for (int i = 0; i < DrawsLength; i++)
        {
            int limit = 1 << (i < 2 ? SeedBits : StepBits);
            if (!(stored[i] >= 0 && stored[i] < limit && stored[i] == MathF.Truncate(stored[i])))
                throw new InvalidDataException($"element {i} of tensor '{DrawsName}' must be a whole number from 0 to {limit - 1} but is {stored[i]}");
        }

        long step = (long)stored[2] | ((long)stored[3] << StepBits) | ((long)stored[4] << (2 * StepBits));
        return ((int)((uint)stored[0] | ((uint)stored[1] << SeedBits)), step & long.MaxValue);
    }
}
