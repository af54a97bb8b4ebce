namespace AutoGrad;

/// <summary>The weights and the state of a model at one time.</summary>
internal sealed class ModelSnapshot(ParameterSet parameters)
{
    private float[][] saved = [];

    internal void Take() => saved = [.. parameters.Tensors().Select(tensor => tensor.Values.ToArray())];

    internal void Restore()
    {
        foreach ((NamedValues own, float[] values) in parameters.Tensors().Zip(saved))
            values.CopyTo(own.Values);
    }
}
