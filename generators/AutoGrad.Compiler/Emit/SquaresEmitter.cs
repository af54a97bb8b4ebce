using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the sums of squares of all gradients, one for each parameter in the order of the block.</summary>
internal static class SquaresEmitter
{
    /// <summary>Writes the locals that hold them: before every clip, and after the value clip.</summary>
    public static (string Before, string After) Write(SourceWriter writer, ModelDeclaration model, BodyEmitter body, Graph graph, Names names)
    {
        var before = new List<string>();
        var after = new List<string>();
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            Value squares = graph.Output("squares." + parameter.Name)!.Value;
            if (parameter.Copies.Count == 0)
            {
                before.Add(body.Scalar(squares));
                after.Add(body.Scalar(graph.Output("clippedSquares." + parameter.Name) ?? squares));
                continue;
            }

            string[] own = [.. OfCopies(writer, parameter, body.Storage(squares), "Squares", names)];
            before.AddRange(own);
            bool isClipped = parameter.Policy.ValueThreshold != 0 && parameter.Policy.Norm != NormClipKind.None;
            after.AddRange(isClipped ? OfCopies(writer, parameter, body.Storage(graph.Output("gradient." + parameter.Name)!.Value), "ClippedSquares", names) : own);
        }

        // A variable of the user's may have either name.
        bool isSame = before.SequenceEqual(after);
        string first = names.Unique("squares"), second = isSame ? first : names.Unique("clippedSquares");
        writer.WriteLine($"ReadOnlySpan<double> {first} = [{string.Join(", ", before)}];");
        if (!isSame)
            writer.WriteLine($"ReadOnlySpan<double> {second} = [{string.Join(", ", after)}];");
        return (first, second);
    }

    // Copies of a stack follow each other in memory; each has a norm of its own.
    private static IEnumerable<string> OfCopies(SourceWriter writer, ParameterDeclaration parameter, string gradient, string suffix, Names names)
    {
        string copies = parameter.CopyCount.ToString(CultureInfo.InvariantCulture);
        string local = names.Unique("d" + Names.Pascal(parameter.Name) + suffix);
        writer.WriteLine($"Span<double> {local} = stackalloc double[{copies}];");
        writer.WriteLine($"CopySquares.Sum(in {gradient}, {CSharp.Expression(parameter.ElementCount)}, {local});");
        return Enumerable.Range(0, (int)parameter.CopyCount).Select(i => FormattableString.Invariant($"{local}[{i}]"));
    }
}
