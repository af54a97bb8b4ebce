namespace AutoGrad;

/// <summary>Whether a model's declarations can be laid out.</summary>
internal static class ParameterChecks
{
    /// <summary>Throws unless they can; returns the position after each parameter's last element.</summary>
    internal static int[] Check(ReadOnlySpan<ParameterDefinition> definitions)
    {
        var ends = new int[definitions.Length];
        var names = new HashSet<string>(StringComparer.Ordinal);
        nint end = 0;
        for (int i = 0; i < definitions.Length; i++)
        {
            ParameterDefinition definition = definitions[i];
            if (string.IsNullOrEmpty(definition.Name))
                throw new ArgumentException($"Parameter {i} has no name.", nameof(definitions));
            if (definition.Name == SafeTensorsHeader.Metadata)
                throw new ArgumentException(
                    $"No parameter may be named '{definition.Name}': the name has another meaning in safetensors files.",
                    nameof(definitions));
            if (!names.Add(definition.Name))
                throw new ArgumentException($"There are two parameters of the name '{definition.Name}'.", nameof(definitions));
            end += Length(definition);
            if (end > Array.MaxLength - 2 * ParameterSet.Granularity)
                throw new ArgumentException(
                    $"Up to parameter '{definition.Name}' the model has more elements than one block can hold ({Array.MaxLength}).",
                    nameof(definitions));
            ends[i] = (int)end;
            CheckInit(definition);
            definition.Policy.Check(definition.Name);
        }

        return ends;
    }

    private static nint Length(ParameterDefinition definition)
    {
        if (definition.Lengths.IsDefaultOrEmpty)
            throw new ArgumentException(
                $"Parameter '{definition.Name}' must have at least one axis; for a single number write a length of 1.");
        nint product = 1;
        foreach (nint length in definition.Lengths)
        {
            if (length < 1)
                throw new ArgumentException(
                    $"Every axis of parameter '{definition.Name}' must have a length of at least 1 "
                    + $"but its lengths are [{string.Join(", ", definition.Lengths)}].");
            if (length > Array.MaxLength / product)
                throw new ArgumentException(
                    $"Parameter '{definition.Name}' with lengths [{string.Join(", ", definition.Lengths)}] "
                    + $"has more elements than one block can hold ({Array.MaxLength}).");
            product *= length;
        }

        return product;
    }

    private static void CheckInit(ParameterDefinition definition)
    {
        if (!Enum.IsDefined(definition.Init))
            throw new ArgumentException($"Parameter '{definition.Name}' has the initialiser {(int)definition.Init}, which does not exist.");
        if (definition.Init == Init.Orthogonal && definition.Lengths.Length < 2)
            throw new ArgumentException($"Parameter '{definition.Name}' has one axis; Init.Orthogonal needs two or more.");
        if (!float.IsFinite(definition.Scale))
            throw new ArgumentException(
                FormattableString.Invariant($"The scale of parameter '{definition.Name}' must be finite but is {definition.Scale}."));
    }
}
