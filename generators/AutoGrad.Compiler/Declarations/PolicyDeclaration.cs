namespace AutoGrad.Compiler.Declarations;

/// <summary>The clip and the penalty that apply to one parameter after precedence is resolved; 0 where there is none.</summary>
public sealed record PolicyDeclaration(NormClipKind Norm, double NormThreshold, double ValueThreshold, double L1, double L2)
{
    /// <summary>Neither clip nor penalty.</summary>
    public static PolicyDeclaration None { get; } = new(NormClipKind.None, 0, 0, 0, 0);

    /// <summary>The least weight norm that an adaptive clip reckons with.</summary>
    public double AdaptiveEpsilon { get; init; }

    /// <summary>The setting that holds the norm clip's threshold at run time; empty where it is a constant.</summary>
    public string NormMember { get; init; } = "";

    /// <summary>The same of the value clip's threshold.</summary>
    public string ValueMember { get; init; } = "";

    /// <summary>The same of the L1 penalty's factor.</summary>
    public string L1Member { get; init; } = "";

    /// <summary>The same of the L2 penalty's factor.</summary>
    public string L2Member { get; init; } = "";
}

/// <summary>Which norm a gradient is clipped by.</summary>
public enum NormClipKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>The parameter's own.</summary>
    Parameter,

    /// <summary>The norm over all parameters.</summary>
    Global,

    /// <summary>The norm of each unit, in proportion to that of its weights.</summary>
    Adaptive,
}

/// <summary>A norm clip.</summary>
public sealed record NormClipDeclaration(NormClipKind Kind, double Threshold)
{
    /// <summary>The least weight norm that an adaptive clip reckons with.</summary>
    public double Epsilon { get; init; }

    /// <summary>The setting that holds the threshold at run time; empty where it is a constant.</summary>
    public string Member { get; init; } = "";
}

/// <summary>The factors of penalties.</summary>
public sealed record PenaltyDeclaration(double L1, double L2)
{
    /// <summary>The setting that holds the first at run time; empty where it is a constant.</summary>
    public string L1Member { get; init; } = "";

    /// <summary>The setting that holds the second at run time; empty where it is a constant.</summary>
    public string L2Member { get; init; } = "";
}

/// <summary>A value clip.</summary>
public sealed record ValueClipDeclaration(double Threshold)
{
    /// <summary>The setting that holds the threshold at run time; empty where it is a constant.</summary>
    public string Member { get; init; } = "";
}

/// <summary>
/// The clips and penalties written in one place, or in several of which the nearest won, kind by kind; null: none of that kind. An infinite
/// threshold is one that switches off what is written farther away.
/// </summary>
public sealed record PolicySet(NormClipDeclaration? Norm, ValueClipDeclaration? Value, PenaltyDeclaration? Penalty)
{
    /// <summary>Nothing is written.</summary>
    public static PolicySet None { get; } = new(null, null, null);

    /// <summary>This where it says something, else what is written farther away.</summary>
    public PolicySet Or(PolicySet farther) => new(Norm ?? farther.Norm, Value ?? farther.Value, Penalty ?? farther.Penalty);

    /// <summary>What a class or a layer's property says of one of its parameters: its penalty reaches matrices only.</summary>
    public PolicySet For(int rank) => rank >= 2 ? this : this with { Penalty = null };

    /// <summary>The settings that hold thresholds and factors.</summary>
    public IEnumerable<string> Members
        => new[] { Norm?.Member, Value?.Member, Penalty?.L1Member, Penalty?.L2Member }.OfType<string>().Where(m => m.Length > 0);

    /// <summary>The same with other settings in place of those; an empty name stays.</summary>
    public PolicySet Rename(Func<string, string> name) => new(
        Norm is null ? null : Norm with { Member = Renamed(Norm.Member, name) },
        Value is null ? null : Value with { Member = Renamed(Value.Member, name) },
        Penalty is null ? null : Penalty with { L1Member = Renamed(Penalty.L1Member, name), L2Member = Renamed(Penalty.L2Member, name) });

    /// <summary>What applies in the end.</summary>
    public PolicyDeclaration Resolve()
    {
        bool clips = Norm is { Kind: not NormClipKind.None } norm && !double.IsInfinity(norm.Threshold);
        bool clamps = Value is { } clip && !double.IsInfinity(clip.Threshold);
        return new(clips ? Norm!.Kind : NormClipKind.None, clips ? Norm!.Threshold : 0, clamps ? Value!.Threshold : 0, Penalty?.L1 ?? 0, Penalty?.L2 ?? 0)
        {
            AdaptiveEpsilon = clips ? Norm!.Epsilon : 0,
            NormMember = clips ? Norm!.Member : "",
            ValueMember = clamps ? Value!.Member : "",
            L1Member = Penalty?.L1Member ?? "",
            L2Member = Penalty?.L2Member ?? "",
        };
    }

    private static string Renamed(string member, Func<string, string> name) => member.Length == 0 ? "" : name(member);
}
