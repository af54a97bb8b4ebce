namespace AutoGrad;

/// <content>Saving and loading.</content>
public sealed partial class ParameterSet
{
    /// <summary>Writes all values as a safetensors file. An older file of that path stays whole until the new one is complete.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeTensorsFile.Write(path, Contents());
    }

    /// <summary>
    /// Reads all values from a safetensors file, which must hold exactly these parameters with exactly these lengths, as F32.
    /// Everything is checked and read before the first value changes.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the tensor.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NamedValues[] contents = Contents();
        ReadOnlySpan<float> read = SafeTensorsFile.Read(path, contents);
        foreach (NamedValues tensor in contents)
        {
            read[..tensor.Values.Length].CopyTo(tensor.Values.Span);
            read = read[tensor.Values.Length..];
        }
    }

    /// <summary>What a file holds of the model.</summary>
    internal NamedValues[] Contents() => Tensors();

    /// <summary>The parameters and states, whose memory is the model's own.</summary>
    internal NamedValues[] Tensors()
        => [.. parameters.Select((p, i) => new NamedValues(p.Name, p.Lengths.ToArray(), Memory(i)))];

    /// <summary>Checks what a file had for <see cref="Contents"/>, in that order; the action takes it over.</summary>
    /// <exception cref="InvalidDataException">A number has no meaning; the message has no file name yet.</exception>
    internal Action Check(IReadOnlyList<float[]> read)
    {
        NamedValues[] contents = Contents();
        return () =>
        {
            for (int i = 0; i < contents.Length; i++)
                read[i].CopyTo(contents[i].Values);
        };
    }

    private Memory<float> Memory(int index)
    {
        int position = RootPosition(index);
        return values.AsMemory(root.valueStart + root.Start(position), root.ends[position] - root.Start(position));
    }
}
