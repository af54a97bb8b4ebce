using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>Programs with a few tokens deleted, exchanged, repeated or replaced by others of the same program.</summary>
internal static class Mutants
{
    public static string Of(string program, Random random)
    {
        List<string> tokens = [.. Source.Parse("P.cs", program).GetRoot().DescendantTokens().Select(t => t.ToFullString())];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(tokens.Count), other = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 2:
                    tokens.Insert(at, tokens[at]);
                    break;
                default:
                    tokens[at] = tokens[other];
                    break;
            }
        }

        return string.Join(" ", tokens);
    }
}
