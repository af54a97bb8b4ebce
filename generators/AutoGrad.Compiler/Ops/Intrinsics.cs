using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>What an intrinsic does: adds nodes for a call with these arguments and returns the result.</summary>
public delegate Expr IntrinsicRule(Invocation call);

/// <summary>A function or operator that the compiler knows, by the name that the front end looks it up by.</summary>
public sealed record Intrinsic(string Name, IntrinsicRule Rule)
{
    /// <summary>Adds the nodes of a call. Throws <see cref="ShapeException"/> where shapes do not fit.</summary>
    public Value Invoke(GraphBuilder builder, IReadOnlyList<Argument> arguments) => Rule(new Invocation(builder, arguments)).Value;
}

/// <summary>All functions that users may call in a forward pass, each in terms of operations.</summary>
public static partial class Intrinsics
{
    private static readonly Dictionary<string, Intrinsic> s_all = new[] { Operators, Elementwise, Activations, Reductions, Products, Windows, Shapes, Creation, Losses }
        .SelectMany(family => family)
        .ToDictionary(i => i.Name, StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => s_all.Keys;

    /// <summary>The intrinsic of that name, such as <c>Nn.MatMul</c>, or null.</summary>
    public static Intrinsic? Find(string name) => s_all.TryGetValue(name, out Intrinsic? intrinsic) ? intrinsic : null;

    private static IEnumerable<Intrinsic> Named(IntrinsicRule rule, params string[] names) => names.Select(name => new Intrinsic(name, rule));
}
