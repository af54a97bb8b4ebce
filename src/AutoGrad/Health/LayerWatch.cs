using System.Globalization;

namespace AutoGrad.Health;

/// <summary>The signs that error gradients at named variables give.</summary>
internal sealed class LayerWatch
{
    private readonly IReadOnlyList<ErrorGradient> variables;
    private readonly GradientMonitorOptions options;
    private readonly Streak[] large;
    private readonly Streak[] dead;
    private readonly int[][] silentFor;

    internal LayerWatch(ParameterSet parameters, GradientMonitorOptions options)
    {
        variables = parameters.ErrorGradients;
        this.options = options;
        large = new Streak[variables.Count];
        dead = new Streak[variables.Count];
        silentFor = [.. variables.Select(v => new int[v.IsRectified ? v.Units : 0])];
    }

    internal void Observe(int number, List<Finding> found)
    {
        for (int i = 0; i < large.Length; i++)
        {
            ErrorGradient variable = variables[i];
            float mean = variable.Mean;
            if (large[i].Add(mean, options.LargestErrorGradient, options.Consistently, options.AtOnce))
                found.Add(new Finding(
                    FindingKind.LargeErrorGradient,
                    number,
                    variable.Name,
                    mean,
                    options.LargestErrorGradient,
                    string.Create(CultureInfo.InvariantCulture, $"mean |d loss / d {variable.Name}| is {Figures.Text(mean)}, above {options.LargestErrorGradient:0.0##}"),
                    "ClipNorm"));
            if (variable.IsRectified)
                ObserveSilence(i, number, found);
        }
    }

    private void ObserveSilence(int index, int number, List<Finding> found)
    {
        ErrorGradient variable = variables[index];
        ReadOnlySpan<float> firings = variable.Firings;
        int[] silent = silentFor[index];
        int count = 0;
        for (int u = 0; u < silent.Length; u++)
        {
            silent[u] = firings[u] == 0 ? silent[u] + 1 : 0;
            count += silent[u] >= options.DeadAfter ? 1 : 0;
        }

        double share = (double)count / silent.Length;
        if (dead[index].Add(share, options.LargestDeadShare, 1, options.AtOnce))
            found.Add(new Finding(
                FindingKind.DeadUnits,
                number,
                variable.Name,
                share,
                options.LargestDeadShare,
                string.Create(CultureInfo.InvariantCulture, $"{count} of {silent.Length} units of {variable.Name} have not fired for {options.DeadAfter} steps"),
                "Init.HeNormal, LeakyRelu, or a lower learning rate"));
    }
}
