using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>One parameter of a model. Its value and gradient share the memory of the <see cref="ParameterSet"/>.</summary>
public sealed class Parameter
{
    private readonly ParameterSet owner;
    private readonly int index;
    private readonly nint[] lengths;
    private readonly Tensor<float> gradient;

    internal Parameter(ParameterSet owner, int index, ParameterDefinition definition, Tensor<float> value, Tensor<float> gradient)
    {
        this.owner = owner;
        this.index = index;
        this.gradient = gradient;
        lengths = [.. definition.Lengths];
        Name = definition.Name;
        IsTrainable = definition.IsTrainable;
        Value = value;
    }

    private Parameter(Parameter parameter, string name)
    {
        owner = parameter.owner;
        index = parameter.index;
        gradient = parameter.gradient;
        lengths = parameter.lengths;
        Name = name;
        IsTrainable = parameter.IsTrainable;
        Value = parameter.Value;
    }

    /// <summary>The property's name, dotted for a parameter of a layer: <c>Head.Kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The lengths of the axes.</summary>
    public ReadOnlySpan<nint> Lengths => lengths;

    /// <summary>Whether it has a gradient and is updated.</summary>
    public bool IsTrainable { get; }

    /// <summary>What happens to its gradient.</summary>
    public GradientPolicy Policy => owner.Policies[index];

    /// <summary>The current value. Writing to its elements changes the model.</summary>
    public Tensor<float> Value { get; }

    /// <summary>
    /// The gradient of the last step as the optimizer uses it: penalties in, every clip applied. A norm clip's factor is
    /// multiplied in when this property is read, so read it anew after each step; to keep a gradient, copy it.
    /// </summary>
    public Tensor<float> Gradient
    {
        get
        {
            owner.ApplyPendingScale(index);
            owner.ShareGradients();
            return gradient;
        }
    }

    /// <summary>The same parameter under the name that it has in a layer.</summary>
    internal Parameter As(string name) => new(this, name);

    /// <summary>The L2 norm of the last gradient, with penalties and before every clip. Costs nothing: the backward pass has summed it.</summary>
    public float GradientNorm => owner.NormOfGradient(index);

    /// <summary>The L2 norm of the value; one pass over it.</summary>
    public float ValueNorm => (float)Math.Min(Math.Sqrt(SumOfSquares.InDouble(owner.ValueSpan(index))), float.MaxValue);

    /// <summary>The largest absolute element of the value, NaN if one is; one pass over it.</summary>
    public float LargestValue => Math.Abs(TensorPrimitives.MaxMagnitude<float>(owner.ValueSpan(index)));

    /// <summary>The largest absolute element of <see cref="Gradient"/>, NaN if one is; one pass over it.</summary>
    public float LargestGradient
    {
        get
        {
            owner.ApplyPendingScale(index);
            return Math.Abs(TensorPrimitives.MaxMagnitude<float>(owner.GradientSpan(index)));
        }
    }

    /// <inheritdoc/>
    public override string ToString()
        => $"{Name} [{string.Join(", ", lengths)}]";
}
