using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>What an argument of a layer's constructor is: a constant, or an argument of the owner's constructor.</summary>
internal sealed record LayerSetting(double Number, SettingDeclaration? Owner)
{
    /// <summary>The value of an int.</summary>
    public Dim Index => Owner is null ? (long)Number : Dim.Symbol(Owner.Symbol);
}

/// <summary>
/// A layer of the model that is being read. <see cref="Model"/> is null where the layer's own class has an error, which is reported there.
/// </summary>
internal sealed record LayerPart(LayerDeclaration Declaration, INamedTypeSymbol Type, CompiledModel? Model, IReadOnlyDictionary<string, LayerSetting> Settings)
{
    /// <summary>The name of one of its parameters in the owner.</summary>
    public string NameOf(string parameter) => Declaration.Name + (Declaration.Repeat is null ? "." : ".*.") + parameter;
}

/// <summary>A layer as a value that does not leave the method; <see cref="Index"/> says which one of a stack, null being all of it.</summary>
internal sealed record LayerArgument(LayerPart Part, Argument? Index) : Argument
{
    /// <summary>Whether this is a whole stack.</summary>
    public bool IsStack => Part.Declaration.Repeat is not null && Index is null;
}
