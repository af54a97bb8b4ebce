namespace AutoGrad;

/// <content>Groups of parameters.</content>
public abstract partial class Optimizer
{
    private IReadOnlyList<ParameterGroup> groups = [];
    private (bool[] Members, float RateFactor, float Decay)[] parts = [];

    /// <summary>
    /// Parameters with another learning rate or weight decay. A parameter belongs to the first group that has it; those of no group are
    /// treated as the optimizer's own settings say.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get => groups;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            groups = [.. value];
        }
    }

    /// <summary>Who belongs to which group; groups with no parameter that is trained are left out.</summary>
    private (bool[] Members, float RateFactor, float Decay)[] Divide(ParameterSet parameters)
    {
        bool[] left = parameters.Trainable.ToArray();
        var divided = new List<(bool[] Members, float RateFactor, float Decay)>();
        foreach (ParameterGroup group in groups)
        {
            bool[] has = [.. parameters.Select(p => group.Has(p.Name))];
            if (!has.Contains(true))
                throw new ArgumentException($"No parameter belongs to the group '{group.Pattern}'; there are {string.Join(", ", parameters.Select(p => p.Name))}.");
            bool[] members = [.. has.Zip(left, (a, b) => a && b)];
            left = [.. left.Zip(members, (a, b) => a && !b)];
            divided.Add((members, group.LearningRateFactor, group.WeightDecay ?? weightDecay));
        }

        divided.Add((left, 1, weightDecay));
        return [.. divided.Where(part => part.Members.Contains(true))];
    }
}
