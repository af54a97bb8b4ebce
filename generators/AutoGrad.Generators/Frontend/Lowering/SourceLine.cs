using System.Text;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>An expression as one line, which generated code shows beside what it computes.</summary>
internal static class SourceLine
{
    // A chain of a thousand operators has a thousand nested expressions, each of which would repeat the whole text.
    private const int Longest = 160;

    /// <summary>The tokens, one space where there was any space, line end or comment: so that neither layout nor comments change the graph.</summary>
    public static string Of(SyntaxNode syntax)
    {
        var text = new StringBuilder();
        SyntaxToken previous = default;
        foreach (SyntaxToken token in syntax.DescendantTokens())
        {
            bool isApart = text.Length > 0 && (previous.HasTrailingTrivia || token.HasLeadingTrivia);
            text.Append(isApart ? " " : "").Append(token.Text);
            previous = token;
            if (text.Length > Longest)
                return text.Append(" ...").ToString();
        }

        return text.ToString();
    }
}
