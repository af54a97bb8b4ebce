namespace AutoGrad;

/// <summary>Whether the tensors of a file are those of a model, and fill the file.</summary>
internal static class SafeTensorsChecks
{
    private const int NamesShown = 5;

    /// <summary>Throws unless the tensors are exactly those of the model, in whatever order, with the same lengths, as F32.</summary>
    internal static Dictionary<string, StoredTensor> Match(List<StoredTensor> tensors, IReadOnlyList<NamedValues> parameters)
    {
        Dictionary<string, StoredTensor> byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        HashSet<string> known = parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. known.Where(name => !byName.ContainsKey(name))];
        if (missing.Length > 0)
            throw new InvalidDataException($"it has no tensor {List(missing)}");
        string[] unknown = [.. byName.Keys.Where(name => !known.Contains(name))];
        if (unknown.Length > 0)
            throw new InvalidDataException($"the model has no parameter or state {List(unknown)}");
        foreach (NamedValues parameter in parameters)
            Match(byName[parameter.Name], parameter);
        return byName;
    }

    /// <summary>Throws unless the tensors cover all bytes after the header, each byte once.</summary>
    internal static void Cover(List<StoredTensor> tensors, long bytes)
    {
        long position = 0;
        foreach (StoredTensor tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != position)
            {
                string what = tensor.Begin < position ? "overlaps the tensor before it, which ends at" : "leaves a gap after byte";
                throw new InvalidDataException($"tensor '{tensor.Name}' starts at byte {tensor.Begin} and {what} {position}");
            }

            if (tensor.End > bytes)
                throw new InvalidDataException(
                    $"tensor '{tensor.Name}' ends at byte {tensor.End}, but only {bytes} bytes follow the header");
            position = tensor.End;
        }

        if (position != bytes)
            throw new InvalidDataException($"{bytes} bytes follow the header, but its tensors end at byte {position}");
    }

    /// <summary>Throws unless a tensor has as many bytes as its type and lengths need.</summary>
    internal static void RequireSize(StoredTensor tensor)
    {
        int size = StoredElements.Size(tensor.ElementType);
        if (size == 0)
            throw new InvalidDataException($"tensor '{tensor.Name}' has the dtype {tensor.ElementType}, which is not known");
        string what = $"tensor '{tensor.Name}' of {tensor.ElementType} [{string.Join(", ", tensor.Lengths)}]";
        long bytes = size, extent = size;
        foreach (long length in tensor.Lengths)
        {
            // An axis of length 0 leaves no bytes, but does not excuse the others.
            if (length > long.MaxValue / extent)
                throw new InvalidDataException($"{what} needs more bytes than a file can have");
            extent *= Math.Max(length, 1);
            bytes *= length;
        }

        if (tensor.End < tensor.Begin || tensor.End - tensor.Begin != bytes)
            throw new InvalidDataException($"{what} needs {bytes} bytes but its data_offsets are {tensor.Begin} and {tensor.End}");
    }

    private static void Match(StoredTensor tensor, NamedValues parameter)
    {
        if (tensor.ElementType != "F32")
            throw new InvalidDataException($"tensor '{tensor.Name}' must have dtype F32 but has {tensor.ElementType}");
        if (!tensor.Lengths.SequenceEqual(parameter.Lengths.Select(length => (long)length)))
            throw new InvalidDataException(
                $"tensor '{tensor.Name}' must have lengths [{string.Join(", ", parameter.Lengths)}] "
                + $"but has [{string.Join(", ", tensor.Lengths)}]");
        long expected = parameter.Values.Length * (long)sizeof(float);
        if (tensor.End - tensor.Begin != expected)
            throw new InvalidDataException(
                $"tensor '{tensor.Name}' must have {expected} bytes but its data_offsets are {tensor.Begin} and {tensor.End}");
    }

    private static string List(string[] names)
        => $"'{string.Join("', '", names.Take(NamesShown))}'{(names.Length > NamesShown ? " ..." : "")}";
}
