using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Frontend;

/// <summary>From a class marked <c>[Model]</c> to what the compiler compiles: the one entry of generator and analyzer.</summary>
internal static class FrontEnd
{
    /// <summary>The generator's first model of a class; null where nothing can be added to the class.</summary>
    public static ModelSource? ReadSource(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) => Read(context, cancellation)?.Source;

    /// <summary>The generator's second model of a class.</summary>
    public static PositionTable? ReadPositions(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
        => Read(context, cancellation) is { Source: not null } reading ? reading.Positions : null;

    /// <summary>Reads a class, a layer of several others once. A class that bears the attribute on several of its parts is read at the first.</summary>
    public static ModelReading? Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
        => type.Find(Names.Model)?.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent is TypeDeclarationSyntax syntax
            ? ReadingCache.Get(compilation, syntax, bodies => Read(type, syntax, bodies), cancellation)
            : null;

    // Whatever a broken program makes the reader do, it must become an error of that program and not a failure of the compiler.
    private static ModelReading Read(INamedTypeSymbol type, TypeDeclarationSyntax syntax, Bodies bodies)
    {
        // What sets a field or a property may stand in any part.
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
            bodies.LookInto(part.SyntaxTree);
        try
        {
            return new ModelReader(type, syntax, bodies).Read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(null, new PositionTable("", [], IsRead: false), [new(Rules.ModelKind, type.Location(), type.Name, $"it could not be read, which is a fault in AutoGrad ({e.GetType().Name}: {e.Message})")]);
        }
    }

    // Source and positions are two steps of the generator; both come from one reading.
    private static ModelReading? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || type.Find(Names.Model)?.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent != context.TargetNode)
            return null;
        ReadingCache.Begin(context.SemanticModel.Compilation, cancellation);
        return Read(type, context.SemanticModel.Compilation, cancellation);
    }
}
