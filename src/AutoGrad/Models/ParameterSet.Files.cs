namespace AutoGrad;

/// <content>Saving and loading.</content>
public sealed partial class ParameterSet
{
    /// <summary>Writes all values as a safetensors file. An older file of that path stays whole until the new one is complete.</summary>
    public void Save(string path)
        => throw new NotSupportedException();

    /// <summary>
    /// Reads all values from a safetensors file, which must hold exactly these parameters with exactly these lengths, as F32.
    /// Everything is checked before the first value changes.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names the tensor.</exception>
    public void Load(string path)
        => throw new NotSupportedException();
}
