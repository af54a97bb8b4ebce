using System.ComponentModel;

namespace AutoGrad;

/// <summary>What a model declares about one recorded variable. Generated code writes it.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Units">How many units (columns) it has.</param>
/// <param name="IsRectified">Whether it is the result of a ReLU, so that units may die.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ErrorGradientDefinition(string Name, int Units, bool IsRectified);

/// <summary>
/// The error gradient d loss / d h at one named variable h of a model with <see cref="Monitor.Layers"/>, as the last backward
/// pass left it. All figures are of one sample: a mean loss divides each sample's gradient by their number, which is undone.
/// </summary>
public sealed class ErrorGradient
{
    private readonly float[] record;

    internal ErrorGradient(ErrorGradientDefinition definition)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(definition.Units, 1);
        Name = definition.Name;
        Units = definition.Units;
        IsRectified = definition.IsRectified;
        record = new float[1 + definition.Units * (definition.IsRectified ? 2 : 1)];
    }

    /// <summary>The variable's name in the user's source.</summary>
    public string Name { get; }

    /// <summary>The length of the variable's last axis.</summary>
    public int Units { get; }

    /// <summary>Whether the variable is the result of a ReLU.</summary>
    public bool IsRectified { get; }

    /// <summary>For each unit, the mean of |d loss / d h| over the samples.</summary>
    public ReadOnlySpan<float> UnitMeans => record.AsSpan(1, Units);

    /// <summary>The mean of <see cref="UnitMeans"/>.</summary>
    public float Mean
    {
        get
        {
            double sum = 0;
            foreach (float mean in UnitMeans)
                sum += mean;
            return (float)(sum / Units);
        }
    }

    /// <summary>The largest |d loss / d h| of any sample and unit.</summary>
    public float Largest => record[0];

    /// <summary>How many units no sample of the last batch has made positive; 0 unless <see cref="IsRectified"/>.</summary>
    public int SilentUnits
    {
        get
        {
            int silent = 0;
            foreach (float firings in Firings)
                silent += firings == 0 ? 1 : 0;
            return silent;
        }
    }

    /// <summary>For each unit, how many samples made it positive; empty unless <see cref="IsRectified"/>.</summary>
    public ReadOnlySpan<float> Firings => IsRectified ? record.AsSpan(1 + Units) : [];

    /// <summary>Where a backward pass writes: the largest, the unit means, the firings.</summary>
    internal ref float Record => ref record[0];

    /// <inheritdoc/>
    public override string ToString()
        => FormattableString.Invariant($"{Name}: mean {Mean:G3}, largest {Largest:G3}");
}
