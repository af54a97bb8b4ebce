using System.Globalization;

namespace AutoGrad;

/// <summary>What a checkpoint says beside its tensors.</summary>
internal sealed class CheckpointMetadata(IReadOnlyDictionary<string, string> entries)
{
    internal string this[string name]
        => entries.TryGetValue(name, out string? value) ? value : throw new InvalidDataException($"it is no checkpoint: its metadata have no '{name}'");

    /// <summary>Throws unless the file has an entry where the run has it.</summary>
    internal void RequireSame(string name, bool isThere)
    {
        if (entries.ContainsKey(name) != isThere)
            throw new InvalidDataException(isThere ? $"it has no {name}, which this run has" : $"it has a {name}, which this run has not");
    }

    /// <summary>Numbers with blanks between them.</summary>
    internal double[] Numbers(string name)
        => [.. this[name].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Wrong(name, "numbers"))];

    internal long Count(string name)
        => long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : throw Wrong(name, "a count");

    internal float Rate(string name)
        => float.TryParse(this[name], NumberStyles.Float, CultureInfo.InvariantCulture, out float rate) && rate >= 0 && float.IsFinite(rate) ? rate : throw Wrong(name, "a rate");

    private InvalidDataException Wrong(string name, string expected) => new($"its '{name}' must be {expected} but is '{this[name]}'");
}
