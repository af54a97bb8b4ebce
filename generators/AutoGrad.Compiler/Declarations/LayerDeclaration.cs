using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// A property marked <c>[Layer]</c>. The type and the arguments of its constructor are C# text; <see cref="Repeat"/> is the number of copies
/// of a stack, or null for a single layer.
/// </summary>
public sealed record LayerDeclaration(string Name, string PropertyHeader, string Type, EquatableArray<string> Arguments, long? Repeat)
{
    /// <summary>The field that holds it in generated code.</summary>
    public string Field => "_autoGrad_" + Name;
}

/// <summary>
/// A number that a model's object brings along and that its methods read on entry: never differentiated. An int is a symbol of its name in
/// lengths and indices; others are values of the operation <c>setting</c>. A dotted name is a layer's.
/// </summary>
/// <param name="Name">The name: of an argument, a field or a property.</param>
/// <param name="Element">Its type.</param>
/// <param name="Expression">How the class reads it; null for an argument of the constructor, of which the generated code keeps a copy.</param>
public sealed record SettingDeclaration(string Name, ElementType Element, string? Expression)
{
    /// <summary>Of an argument of the constructor: how its copy is made, checks included; empty where there are none.</summary>
    public string Initializer { get; init; } = "";

    /// <summary>Whether it is an int that cannot be negative.</summary>
    public bool IsNatural { get; init; }

    /// <summary>Whether it is an enum, and an int in the graph.</summary>
    public bool IsEnum { get; init; }

    /// <summary>Whether it is an argument of the primary constructor, the same for as long as the object lives.</summary>
    public bool IsArgument => Expression is null;

    /// <summary>The identifier in lengths and in generated code: the name without dots.</summary>
    public string Symbol => SymbolOf(Name);

    /// <summary>The member through which an owner in another class reads it.</summary>
    public string Accessor => "AutoGrad_" + Name.Replace('.', '_');

    /// <summary>The field that keeps an argument of the constructor.</summary>
    public string Field => "_autoGrad_" + Name;

    /// <summary>The identifier of a setting of that name.</summary>
    public static string SymbolOf(string name) => name.Replace('.', '_');
}
