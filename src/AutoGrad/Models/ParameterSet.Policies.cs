using System.ComponentModel;

namespace AutoGrad;

/// <content>
/// Which clips and penalties hold: those that the model declares, as its members say at this step, or what stands in their place. Generated
/// code has value clips and penalties for those that are declared; the others take a pass of their own.
/// </content>
public sealed partial class ParameterSet
{
    private readonly GradientPolicy[] declared;
    private readonly GradientPolicy[] generated;
    private readonly GradientPolicy[] added;
    private GradientPolicy replacement;
    private bool isSuspended;

    /// <summary>
    /// Puts clips and penalties in the place of those that the model declares, kind by kind, from the next gradient on: a norm clip of any
    /// form replaces the declared one, a value clip the declared value clip, penalties the declared penalties; kinds that the policy does
    /// not have stay as declared. As on a class, penalties reach parameters of rank 2 and more. A kind that is not declared costs a pass
    /// over values and gradients. A further call replaces what an earlier one did.
    /// </summary>
    /// <param name="policy">What holds for every parameter; the default value brings back what the model declares.</param>
    /// <exception cref="ArgumentException">A threshold or factor has a value that no clip or penalty can use.</exception>
    public void Replace(GradientPolicy policy)
    {
        RequireRoot("A policy");
        policy.Check("(every parameter)");
        replacement = policy;
        for (int i = 0; i < Count; i++)
            Resolve(i);
    }

    /// <summary>Changes the threshold of a parameter's norm clip from the next <see cref="Complete"/> on.</summary>
    /// <exception cref="ArgumentException">The threshold is not finite or not above 0.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetNormThreshold(int index, float threshold)
        => Declare(index, declared[index] with { NormThreshold = threshold });

    /// <summary>Changes the threshold of a parameter's value clip from the next gradient on.</summary>
    /// <exception cref="ArgumentException">The threshold is not finite or not above 0.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetValueThreshold(int index, float threshold)
    {
        // To a policy 0 means no clip, which a member cannot ask for.
        GradientPolicy.CheckThreshold(parameters[index].Name, threshold, "value clip");
        Declare(index, declared[index] with { ValueThreshold = threshold });
    }

    /// <summary>Changes the factor of a parameter's L1 penalty from the next gradient on.</summary>
    /// <exception cref="ArgumentException">The factor is not finite, or negative.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetL1Factor(int index, float factor)
        => Declare(index, declared[index] with { L1 = factor });

    /// <summary>Changes the factor of a parameter's L2 penalty from the next gradient on.</summary>
    /// <exception cref="ArgumentException">The factor is not finite, or negative.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetL2Factor(int index, float factor)
        => Declare(index, declared[index] with { L2 = factor });

    /// <summary>What generated code clamps a parameter's gradient to; infinite where a later pass does.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public float ValueThreshold(int index) => generated[index].ValueThreshold;

    /// <summary>The factor of the L1 penalty in generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public float L1Factor(int index) => generated[index].L1;

    /// <summary>The factor of the L2 penalty in generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public float L2Factor(int index) => generated[index].L2;

    private void Declare(int index, in GradientPolicy policy)
    {
        if (policy == declared[index])
            return;
        RequireRoot("A threshold");
        policy.Check(parameters[index].Name);
        declared[index] = policy;
        Resolve(index);
    }

    private void Resolve(int index)
    {
        GradientPolicy code = definitions[index].Policy, holds = declared[index];
        if (replacement.Norm != NormClip.None)
            holds = holds with { Norm = replacement.Norm, NormThreshold = replacement.NormThreshold, AdaptiveEpsilon = replacement.AdaptiveEpsilon };
        if (replacement.ValueThreshold != 0)
            holds = holds with { ValueThreshold = replacement.ValueThreshold };
        if ((replacement.L1 != 0 || replacement.L2 != 0) && parameters[index].Lengths.Length >= 2)
            holds = holds with { L1 = replacement.L1, L2 = replacement.L2 };
        if (isSuspended)
        {
            policies[index] = added[index] = default;
            generated[index] = new GradientPolicy(NormClip.None, 0, float.PositiveInfinity, 0, 0);
            return;
        }

        policies[index] = holds;

        float l1 = code.L1 == 0 ? holds.L1 : 0, l2 = code.L2 == 0 ? holds.L2 : 0;
        // A penalty comes before the value clip: where the one is added later, so is the other.
        bool clampsLater = code.ValueThreshold == 0 || l1 != 0 || l2 != 0;
        added[index] = new GradientPolicy(NormClip.None, 0, clampsLater ? holds.ValueThreshold : 0, l1, l2);
        generated[index] = new GradientPolicy(NormClip.None, 0, clampsLater ? float.PositiveInfinity : holds.ValueThreshold, code.L1 == 0 ? 0 : holds.L1, code.L2 == 0 ? 0 : holds.L2);
    }
}
