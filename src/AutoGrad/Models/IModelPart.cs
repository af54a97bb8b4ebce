using System.ComponentModel;

namespace AutoGrad;

/// <summary>A model as its owner sees it, in whose block its parameters lie. Generated code implements it explicitly.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IModelPart
{
    /// <summary>Whether the model's methods as written train, which the generated ones do or do not by what they are for.</summary>
    bool IsTraining { get; set; }

    /// <summary>Takes parameters of the owner for the model's own, before it has made any.</summary>
    /// <param name="parameters">A part of the owner's parameters.</param>
    /// <exception cref="InvalidOperationException">They are not those that the model declares.</exception>
    void Attach(ParameterSet parameters);
}
