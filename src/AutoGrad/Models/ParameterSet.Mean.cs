using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>A gradient that is the mean of several, each computed without clips and penalties.</content>
public sealed partial class ParameterSet
{
    private double[] meanSquares = [];
    private double[] meanClipped = [];

    /// <summary>Lets backward passes leave the gradient of the data term alone, without clips and penalties, or ends that.</summary>
    internal void SuspendPolicies(bool isSuspended)
    {
        RequireRoot("A policy");
        this.isSuspended = isSuspended;
        for (int i = 0; i < Count; i++)
            Resolve(i);
    }

    /// <summary>Ends a step whose gradient of the data term alone lies in the block: adds penalties, and applies clips.</summary>
    internal StepReport CompleteMean(float dataLoss)
    {
        double penalties = 0;
        if (meanSquares.Length == 0)
            (meanSquares, meanClipped) = (new double[Count], new double[Count]);
        for (int i = 0; i < Count; i++)
        {
            if (!trainable[i])
                continue;
            GradientPolicy policy = policies[i];
            Span<float> gradient = GradientSpan(i);
            if (policy.L1 != 0 || policy.L2 != 0)
                penalties += Penalize(ValueSpan(i), gradient, policy);
            meanSquares[i] = meanClipped[i] = SumOfSquares.InDouble(gradient);
            if (policy.ValueThreshold == 0)
                continue;
            TensorPrimitives.Clamp(gradient, -policy.ValueThreshold, policy.ValueThreshold, gradient);
            meanClipped[i] = SumOfSquares.InDouble(gradient);
        }

        return Finish((float)(dataLoss + penalties), dataLoss, meanSquares, meanClipped);
    }
}
