using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Finds what a model's class says of itself: by the same front end in this compilation, by its attributes in another assembly.</summary>
internal static class CompiledModelReader
{
    /// <summary>
    /// The model; null with a fault where it cannot be used, and null without one where its class has errors of its own, which are reported
    /// there.
    /// </summary>
    public static CompiledModel? Read(INamedTypeSymbol type, Compilation compilation, out string? fault, CancellationToken cancellation)
    {
        fault = null;
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
            return FrontEnd.Read(type, compilation, cancellation) is { Source: { } source, Problems: var known } && !known.Any(p => p.IsError) ? CompiledModel.Of(source.Declaration) : null;
        if (type.Find(Names.CompiledModel) is not { ConstructorArguments: [{ Value: int version }, ..] } attribute)
        {
            fault = $"'{type.Name}' carries no compiled [Forward] method: it has none, or its assembly was compiled without AutoGrad's generator";
            return null;
        }

        try
        {
            // A constructor with other arguments may belong to another version.
            (string declarations, string constructor) = attribute.ConstructorArguments is [_, { Value: string text }, { Value: string arguments }] ? (text, arguments) : ("", "");
            return CompiledModelParser.Parse(version, declarations, constructor, type.GetAttributes().Where(a => a.AttributeClass.Is(Names.CompiledForward)).Select(Forward), OpTable.Find);
        }
        catch (CompiledModelException e)
        {
            fault = $"what the compiler left in '{type.Name}' cannot be read: {e.Message}";
            return null;
        }
    }

    private static (string Signature, string Graph) Forward(AttributeData attribute)
        => attribute.ConstructorArguments is [{ Value: string signature }, { Value: string graph }] ? (signature, graph) : throw new CompiledModelException("a method is missing");
}
