using System.IO.Enumeration;

namespace AutoGrad;

/// <summary>Parameters that an optimizer treats otherwise than the rest: see <see cref="Optimizer.Groups"/>.</summary>
/// <example>
/// <code>
/// var optimizer = new AdamW(1e-3f)
/// {
///     Groups = [new ParameterGroup("Encoder") { LearningRateFactor = 0.1f }, new ParameterGroup("*.Bias") { WeightDecay = 0 }],
/// };
/// </code>
/// </example>
public sealed class ParameterGroup
{
    private readonly float learningRateFactor = 1;
    private readonly float? weightDecay;

    /// <summary>Creates a group.</summary>
    /// <param name="pattern">
    /// A parameter's name, or a layer's, whose parameters are all meant: <c>Head.Kernel</c>, <c>Head</c>. A <c>*</c> stands for any characters,
    /// dots too, a <c>?</c> for one: <c>*.Bias</c>, <c>Hidden.?.Kernel</c>.
    /// </param>
    /// <exception cref="ArgumentException">The pattern is empty.</exception>
    public ParameterGroup(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        Pattern = pattern;
    }

    /// <summary>Which parameters belong to it.</summary>
    public string Pattern { get; }

    /// <summary>Multiplies the optimizer's learning rate, so that schedules reach the group too; 0 keeps the parameters as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRateFactor
    {
        get => learningRateFactor;
        init
        {
            Hyperparameter.NotNegative(value, "factor of the learning rate", nameof(value));
            learningRateFactor = value;
        }
    }

    /// <summary>The decoupled weight decay wd of these parameters, <c>w -= lr * wd * w</c>; null for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float? WeightDecay
    {
        get => weightDecay;
        init
        {
            if (value is { } decay)
                Hyperparameter.NotNegative(decay, "weight decay", nameof(value));
            weightDecay = value;
        }
    }

    /// <summary>Whether a parameter of that name is meant.</summary>
    internal bool Has(string name)
        => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false)
            || FileSystemName.MatchesSimpleExpression(Pattern + ".*", name, ignoreCase: false);
}
