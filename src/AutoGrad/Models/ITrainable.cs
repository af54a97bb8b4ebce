using System.ComponentModel;

namespace AutoGrad;

/// <summary>
/// A model with a loss of one input, as those see it that train any model: monitors, comparisons of remedies, gradient checks.
/// Generated code implements it explicitly.
/// </summary>
/// <typeparam name="T1">The type of input 1.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainable<T1>
{
    /// <summary>The model's parameters.</summary>
    ParameterSet Parameters { get; }

    /// <summary>One step: loss, gradient, clips, update.</summary>
    StepReport TrainStep(T1 input1, Optimizer optimizer);

    /// <summary>The loss; leaves the gradient in <see cref="Parameters"/>.</summary>
    float LossGradient(T1 input1);

    /// <summary>
    /// The loss in double, penalties in it, for given values of all parameters in the order of their block; its gradient before
    /// every clip goes to <paramref name="gradients"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">The model was compiled without its twin in double precision.</exception>
    double LossGradientInDouble(ReadOnlySpan<double> parameters, Span<double> gradients, T1 input1) => throw MissingTwin.Of(this);
}

/// <summary>As <see cref="ITrainable{T1}"/>, with two inputs.</summary>
/// <typeparam name="T1">The type of input 1.</typeparam>
/// <typeparam name="T2">The type of input 2.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainable<T1, T2>
{
    /// <inheritdoc cref="ITrainable{T1}.Parameters"/>
    ParameterSet Parameters { get; }

    /// <inheritdoc cref="ITrainable{T1}.TrainStep"/>
    StepReport TrainStep(T1 input1, T2 input2, Optimizer optimizer);

    /// <inheritdoc cref="ITrainable{T1}.LossGradient"/>
    float LossGradient(T1 input1, T2 input2);

    /// <inheritdoc cref="ITrainable{T1}.LossGradientInDouble"/>
    double LossGradientInDouble(ReadOnlySpan<double> parameters, Span<double> gradients, T1 input1, T2 input2) => throw MissingTwin.Of(this);
}

/// <summary>As <see cref="ITrainable{T1}"/>, with three inputs.</summary>
/// <typeparam name="T1">The type of input 1.</typeparam>
/// <typeparam name="T2">The type of input 2.</typeparam>
/// <typeparam name="T3">The type of input 3.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainable<T1, T2, T3>
{
    /// <inheritdoc cref="ITrainable{T1}.Parameters"/>
    ParameterSet Parameters { get; }

    /// <inheritdoc cref="ITrainable{T1}.TrainStep"/>
    StepReport TrainStep(T1 input1, T2 input2, T3 input3, Optimizer optimizer);

    /// <inheritdoc cref="ITrainable{T1}.LossGradient"/>
    float LossGradient(T1 input1, T2 input2, T3 input3);

    /// <inheritdoc cref="ITrainable{T1}.LossGradientInDouble"/>
    double LossGradientInDouble(ReadOnlySpan<double> parameters, Span<double> gradients, T1 input1, T2 input2, T3 input3) => throw MissingTwin.Of(this);
}

/// <summary>As <see cref="ITrainable{T1}"/>, with four inputs.</summary>
/// <typeparam name="T1">The type of input 1.</typeparam>
/// <typeparam name="T2">The type of input 2.</typeparam>
/// <typeparam name="T3">The type of input 3.</typeparam>
/// <typeparam name="T4">The type of input 4.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainable<T1, T2, T3, T4>
{
    /// <inheritdoc cref="ITrainable{T1}.Parameters"/>
    ParameterSet Parameters { get; }

    /// <inheritdoc cref="ITrainable{T1}.TrainStep"/>
    StepReport TrainStep(T1 input1, T2 input2, T3 input3, T4 input4, Optimizer optimizer);

    /// <inheritdoc cref="ITrainable{T1}.LossGradient"/>
    float LossGradient(T1 input1, T2 input2, T3 input3, T4 input4);

    /// <inheritdoc cref="ITrainable{T1}.LossGradientInDouble"/>
    double LossGradientInDouble(ReadOnlySpan<double> parameters, Span<double> gradients, T1 input1, T2 input2, T3 input3, T4 input4) => throw MissingTwin.Of(this);
}
