using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Analysis;

/// <summary>Finds the initialiser under which a gradient that explodes or vanishes does neither, by estimating anew.</summary>
public static class Remedies
{
    private static readonly string[] s_initialisers = ["HeNormal", "GlorotUniform", "LeCunNormal", "Orthogonal"];

    // Of two that grow alike, an orthogonal matrix does so in every direction.
    private static readonly string[] s_recurrent = ["Orthogonal", "LeCunNormal", "GlorotUniform", "HeNormal"];

    /// <summary>The initialiser that leaves a growth nearest to 1, for those weights that the model itself declares; null where none helps.</summary>
    public static (string Init, double Growth)? Find(GrowthFinding finding, IReadOnlyCollection<ParameterDeclaration> parameters)
    {
        HashSet<string> own = new(OwnWeights(finding), StringComparer.Ordinal);
        if (own.Count == 0)
            return null;
        return (finding.Layer.Steps > 0 ? s_recurrent : s_initialisers).Select(init => (Init: init, Growth: Under(init, finding, own, parameters)))
            .Where(r => r.Growth > 0)
            .OrderBy(r => Math.Round(Math.Abs(Math.Log(r.Growth)), 1))
            .Select(r => ((string, double)?)r)
            .FirstOrDefault();
    }

    /// <summary>The weights that contribute and that are parameters of the model, not of a layer.</summary>
    public static IEnumerable<string> OwnWeights(GrowthFinding finding)
        => finding.Contributions.SelectMany(c => c.Weights).Where(w => !w.Contains('.')).Distinct();

    // 0 where the gradient still explodes or vanishes somewhere, or where nothing is known of it any more.
    private static double Under(string init, GrowthFinding finding, HashSet<string> weights, IReadOnlyCollection<ParameterDeclaration> parameters)
    {
        ParameterDeclaration[] changed = [.. parameters.Select(p => weights.Contains(p.Name) ? p with { Init = init, Scale = 1 } : p)];
        return GrowthFinding.Of(finding.Method, changed).All(f => f.Kind == GrowthKind.Notable)
            ? GradientFlow.Analyze(finding.Method.Graph!, changed).FirstOrDefault(l => l.Weights == finding.Layer.Weights && l.Steps == finding.Layer.Steps)?.Growth ?? 0
            : 0;
    }
}
