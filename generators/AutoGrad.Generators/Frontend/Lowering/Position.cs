using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>Where an expression stands, lines and columns from 1. The file is a name, not a path: generated text must not differ between machines.</summary>
internal sealed record Position(string File, int Line, int Column, int EndLine, int EndColumn)
{
    public static Position Of(SyntaxNode syntax)
    {
        FileLinePositionSpan span = syntax.SyntaxTree.GetLineSpan(syntax.Span);
        return new(Path.GetFileName(span.Path), span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1);
    }
}

/// <summary>The positions of one method's expressions, by ordinal.</summary>
internal sealed record MethodPositions(string Method, EquatableArray<Position> Positions);
