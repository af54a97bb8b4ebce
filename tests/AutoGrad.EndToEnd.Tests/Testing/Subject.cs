using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Testing;

/// <summary>
/// A compiled model together with all ways to compute its loss. Programs that tests compile derive one class from it for each model,
/// so that tests need no reflection and see models of any number of arguments alike.
/// </summary>
public abstract class Subject
{
    /// <summary>The arguments of the loss, in order.</summary>
    public object[] Inputs { get; set; } = [];

    public abstract ParameterSet Parameters { get; }

    /// <summary>The user's own method, operation by operation: without penalties.</summary>
    public abstract float Eager();

    /// <summary>The generated loss and gradient.</summary>
    public abstract float LossGradient();

    /// <summary>The generated training step.</summary>
    public abstract StepReport TrainStep(Optimizer optimizer);

    /// <summary>The double twin: with penalties, without clips.</summary>
    public abstract double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients);

    /// <summary>The user's own forward method; null where the model has none.</summary>
    public virtual Tensor<float>? EagerValue() => null;

    /// <summary>The fused forward method.</summary>
    public virtual void FusedValue(in TensorSpan<float> destination) => throw new NotSupportedException();

    /// <summary>The parameters' values in the order of their block.</summary>
    public double[] Values
    {
        get
        {
            var values = new float[Parameters.Values.FlattenedLength];
            Parameters.Values.FlattenTo(values);
            return Array.ConvertAll(values, v => (double)v);
        }
    }

    /// <summary>The gradients in the order of their block, clips applied.</summary>
    public double[] Gradients
    {
        get
        {
            var values = new float[Parameters.Gradients.FlattenedLength];
            Parameters.Gradients.FlattenTo(values);
            return Array.ConvertAll(values, v => (double)v);
        }
    }

    /// <summary>The twin's loss and gradient at given values.</summary>
    public (double Loss, double[] Gradient) Twin(double[] values)
    {
        var gradient = new double[values.Length];
        return (InDouble(values, gradient), gradient);
    }
}
