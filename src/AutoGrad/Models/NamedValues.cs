namespace AutoGrad;

/// <summary>What a file holds of a model under one name: a parameter or a state.</summary>
internal sealed record NamedValues(string Name, nint[] Lengths, Memory<float> Values);
