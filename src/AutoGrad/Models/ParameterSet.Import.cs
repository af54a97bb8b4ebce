namespace AutoGrad;

/// <content>Weights from elsewhere.</content>
public sealed partial class ParameterSet
{
    /// <summary>
    /// Sets all values from a safetensors file that was made elsewhere, by a table of names and orders. Every parameter and state must have its
    /// tensor, and every tensor its use, unless the table ignores it. Everything is checked and read before the first value changes.
    /// </summary>
    /// <param name="path">The file; elements of F32, F64, F16 and BF16 are converted.</param>
    /// <param name="map">Which tensor becomes which parameter.</param>
    /// <param name="keepOthers">Whether parameters and states that the table does not name keep their values.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or does not fit the table and the model; the message names the tensor.</exception>
    /// <exception cref="ArgumentException">The table names a parameter that the model does not have.</exception>
    public void Import(string path, WeightMap map, bool keepOthers = false)
    {
        ArgumentNullException.ThrowIfNull(map);
        using TensorFile file = TensorFile.Open(path);
        Dictionary<string, NamedValues> own = Tensors().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (map.FirstOrDefault(target => !own.ContainsKey(target)) is { } unknown)
            throw new ArgumentException($"The model has no parameter or state '{unknown}'; it has {string.Join(", ", own.Keys)}.", nameof(map));
        string[] left = [.. own.Keys.Except(map, StringComparer.Ordinal)];
        if (!keepOthers && left.Length > 0)
            throw Misfit(path, $"no tensor is said to become '{string.Join("', '", left)}'");
        string[] unused = [.. file.Names.Except(map.Entries.SelectMany(entry => entry.Sources), StringComparer.Ordinal).Where(name => !map.Ignores(name))];
        if (unused.Length > 0)
            throw Misfit(path, $"nothing is said of its tensor '{string.Join("', '", unused)}'");
        List<(NamedValues Target, float[] Values)> read = [.. map.Entries.Select(entry => (own[entry.Target], Read(path, file, entry, own[entry.Target])))];
        foreach ((NamedValues target, float[] values) in read)
            values.CopyTo(target.Values);
    }

    private static float[] Read(string path, TensorFile file, WeightMap.Entry entry, NamedValues target)
    {
        float[]? sum = null;
        foreach (string source in entry.Sources)
        {
            if (!file.Has(source))
                throw Misfit(path, $"it has no tensor '{source}', which is to become '{entry.Target}'");
            IReadOnlyList<long> lengths = file.LengthsOf(source);
            bool isTransposed = entry.Order == WeightOrder.Transposed;
            if (isTransposed && lengths.Count != 2)
                throw Misfit(path, $"tensor '{source}' has lengths [{string.Join(", ", lengths)}]: only matrices can be transposed");
            if (!(isTransposed ? lengths.Reverse() : lengths).SequenceEqual(target.Lengths.Select(length => (long)length)))
                throw Misfit(path, $"tensor '{source}' has lengths [{string.Join(", ", lengths)}]{(isTransposed ? ", to be transposed," : "")} but '{entry.Target}' has [{string.Join(", ", target.Lengths)}]");
            float[] values = file.ReadElements(source);
            if (isTransposed)
                values = Transposed(values, (int)lengths[0], (int)lengths[1]);
            for (int i = 0; sum is not null && i < values.Length; i++)
                values[i] += sum[i];
            sum = values;
        }

        return sum!;
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var transposed = new float[values.Length];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                transposed[(c * rows) + r] = values[(r * columns) + c];
        }

        return transposed;
    }

    private static InvalidDataException Misfit(string path, string what) => new($"'{path}' cannot be imported: {what}.");
}
