using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// Trains on batches that are too large for memory, in pieces: each piece adds its gradient, and one step is made with their mean. Penalties and
/// clips apply once, to the whole, as if the batch had been one: <c>[ClipNorm]</c> and its kin see the norm of the mean gradient.
/// </summary>
/// <remarks>
/// A loss must be the mean over the batch for the two to be equal, and no sample may depend on others of its batch, as it does in a batch
/// normalisation. What the model does about numbers that are not finite it does at each piece; a piece that it skips makes the step skipped.
/// </remarks>
/// <example>
/// <code>
/// var accumulator = new GradientAccumulator(model.Parameters);
/// foreach (var (x, y) in pieces)
///     accumulator.Add(model, x, y);
/// StepReport step = accumulator.Step(optimizer);
/// </code>
/// </example>
public sealed class GradientAccumulator
{
    private readonly ParameterSet parameters;
    private readonly Sum sum;
    private double weight;
    private double loss;
    private bool isSkipped;

    /// <summary>Creates it.</summary>
    /// <param name="parameters">The parameters of the model that is trained.</param>
    /// <exception cref="InvalidOperationException">The parameters are those of a layer.</exception>
    public GradientAccumulator(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.RequireWhole();
        this.parameters = parameters;
        sum = new Sum(parameters.Length);
    }

    /// <summary>How many pieces were added since the last step.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the gradient of the loss of a piece, without penalties and clips.</summary>
    /// <param name="model">The model, whose loss has one input.</param>
    /// <param name="input1">The input.</param>
    /// <param name="weight">The share of the piece in the mean, relative to the other pieces': how many samples it has, where they differ.</param>
    /// <typeparam name="T1">The type of input 1.</typeparam>
    /// <returns>The loss of the piece and the norm of its gradient.</returns>
    /// <exception cref="ArgumentException">The model is not that of these parameters, or the weight is not finite and above 0.</exception>
    public StepReport Add<T1>(ITrainable<T1> model, T1 input1, float weight = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        Begin(model.Parameters, weight);
        try
        {
            return Added(model.TrainStep(input1, sum));
        }
        finally
        {
            parameters.SuspendPolicies(false);
        }
    }

    /// <inheritdoc cref="Add{T1}(ITrainable{T1}, T1, float)"/>
    public StepReport Add<T1, T2>(ITrainable<T1, T2> model, T1 input1, T2 input2, float weight = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        Begin(model.Parameters, weight);
        try
        {
            return Added(model.TrainStep(input1, input2, sum));
        }
        finally
        {
            parameters.SuspendPolicies(false);
        }
    }

    /// <inheritdoc cref="Add{T1}(ITrainable{T1}, T1, float)"/>
    public StepReport Add<T1, T2, T3>(ITrainable<T1, T2, T3> model, T1 input1, T2 input2, T3 input3, float weight = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        Begin(model.Parameters, weight);
        try
        {
            return Added(model.TrainStep(input1, input2, input3, sum));
        }
        finally
        {
            parameters.SuspendPolicies(false);
        }
    }

    /// <inheritdoc cref="Add{T1}(ITrainable{T1}, T1, float)"/>
    public StepReport Add<T1, T2, T3, T4>(ITrainable<T1, T2, T3, T4> model, T1 input1, T2 input2, T3 input3, T4 input4, float weight = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        Begin(model.Parameters, weight);
        try
        {
            return Added(model.TrainStep(input1, input2, input3, input4, sum));
        }
        finally
        {
            parameters.SuspendPolicies(false);
        }
    }

    /// <summary>Makes one step with the mean of what was added, and begins anew.</summary>
    /// <param name="optimizer">Makes the update; its state belongs to this model.</param>
    /// <returns>What the step came to: the losses are means over the pieces, and the norm is that of the mean gradient with penalties.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public StepReport Step(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (Count == 0)
            throw new InvalidOperationException("No gradient was added since the last step.");
        sum.WriteMean(parameters, weight);
        StepReport report = parameters.CompleteMean((float)(loss / weight));
        bool isUpdated = !isSkipped;
        Reset();
        if (isUpdated)
            optimizer.Update(parameters);
        return report with { IsFinite = report.IsFinite && isUpdated };
    }

    /// <summary>Forgets what was added since the last step.</summary>
    public void Reset()
    {
        sum.Clear();
        (Count, weight, loss, isSkipped) = (0, 0, 0, false);
    }

    // The model's own step is run, with an optimizer that only adds: so the model decides about numbers that are not finite, and about its state.
    private void Begin(ParameterSet model, float weight)
    {
        if (!ReferenceEquals(model, parameters))
            throw new ArgumentException("The model has other parameters than those that gradients are added up for.", nameof(model));
        if (!(weight > 0 && float.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight must be above 0 and finite.");
        sum.Weight = weight;
        sum.WasAdded = false;
        parameters.SuspendPolicies(true);
    }

    private StepReport Added(in StepReport report)
    {
        isSkipped |= !sum.WasAdded;
        loss += (double)sum.Weight * report.DataLoss;
        weight += sum.Weight;
        Count++;
        return report;
    }

    /// <summary>Adds gradients up instead of changing parameters by them.</summary>
    private sealed class Sum(int length) : Optimizer(0)
    {
        private readonly float[] sums = new float[length];

        internal float Weight { get; set; }

        internal bool WasAdded { get; set; }

        private protected override int StatesPerElement => 0;

        internal void Clear() => Array.Clear(sums);

        internal void WriteMean(ParameterSet parameters, double weight)
            => TensorPrimitives.Multiply(sums, (float)(1 / weight), parameters.AllGradients);

        private protected override Optimizer Fresh() => new Sum(sums.Length);

        private protected override void Apply(ParameterSet parameters)
        {
            // Only read: so the next backward pass knows which rows of tables this one touched, and clears no others.
            ReadOnlySpan<float> gradients = MemoryMarshal.CreateReadOnlySpan(in parameters.GradientsToRead, sums.Length);
            TensorPrimitives.MultiplyAdd(gradients, Weight, sums, sums);
            WasAdded = true;
        }

        private protected override void Step(in UpdatePart part)
        {
        }
    }
}
