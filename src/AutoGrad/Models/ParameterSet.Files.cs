namespace AutoGrad;

/// <content>Saving and loading.</content>
public sealed partial class ParameterSet
{
    /// <summary>Writes all values as a safetensors file. An older file of that path stays whole until the new one is complete.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeTensorsFile.Write(path, parameters, isContiguous ? values.AsSpan(valueStart, Length) : Gather().AsSpan(gatheredStart, Length));
    }

    /// <summary>
    /// Reads all values from a safetensors file, which must hold exactly these parameters with exactly these lengths, as F32.
    /// Everything is checked and read before the first value changes.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the tensor.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReadOnlySpan<float> read = SafeTensorsFile.Read(path, parameters);
        for (int i = 0; i < Count; i++)
            read[Start(i)..ends[i]].CopyTo(root.Slice(values, root.valueStart, RootPosition(i)));
    }
}
