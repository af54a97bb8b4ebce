using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>An argument of an intrinsic function, as the front end evaluated it.</summary>
public abstract record Argument;

/// <summary>A tensor or a scalar that is a value of the graph.</summary>
public sealed record ValueArgument(Value Value) : Argument;

/// <summary>A number that is constant.</summary>
public sealed record NumberArgument(double Number) : Argument;

/// <summary>An integer: a length, an index or an axis; constant or symbolic.</summary>
public sealed record IndexArgument(Dim Index) : Argument;

/// <summary>A truth value that is constant.</summary>
public sealed record FlagArgument(bool Flag) : Argument;

/// <summary>The elements of a <c>params</c> list.</summary>
public sealed record ListArgument(EquatableArray<Argument> Items) : Argument;
