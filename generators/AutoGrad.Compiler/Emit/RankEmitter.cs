using System.Globalization;
using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the fused overload of a forward method that takes tensors of several ranks: it chooses the one for the rank at hand.</summary>
internal static class RankEmitter
{
    /// <summary>The text of the file. <paramref name="methods"/> are those of one name, by rank.</summary>
    public static string Write(ModelDeclaration model, IReadOnlyList<MethodDeclaration> methods)
        => GeneratedFile.Write(model, "", writer => WriteMembers(writer, methods), () => []);

    private static void WriteMembers(SourceWriter writer, IReadOnlyList<MethodDeclaration> methods)
    {
        MethodDeclaration first = methods[0];
        var signature = new MethodSignature(first);
        string least = methods.Min(m => m.Rank).ToString(CultureInfo.InvariantCulture), most = methods.Max(m => m.Rank).ToString(CultureInfo.InvariantCulture);
        string[] destinations = [.. first.Destinations];
        writer.WriteSummary($"Computes {first.Name} in fused kernels, without allocation. The method of the same name without a destination runs operation by operation.");
        foreach (ArgumentDeclaration argument in first.Arguments)
            writer.WriteLine($"/// <param name=\"{argument.Name}\">{(argument.Name == first.Ranked ? $"Read only; of {least} to {most} axes." : "Read only.")}</param>");
        foreach (string destination in destinations)
            writer.WriteLine($"/// <param name=\"{destination}\">Receives the result. It may not overlap an input.</param>");
        writer.WriteLine("/// <exception cref=\"ArgumentException\">A tensor does not have the declared shape.</exception>");
        using (writer.WriteBlock($"{first.Accessibility} void {first.Name}({signature.WithDestinations(destinations)})"))
        {
            writer.WriteLine($"ShapeCheck.Ranks({first.Ranked}.Lengths, {least}, {most}, {CSharp.Quote(first.Ranked!)});");
            string arguments = string.Join(", ", new[] { signature.Forwarded }.Concat(destinations.Select(d => "in " + d)));
            using (writer.WriteBlock($"switch ({first.Ranked}.Rank)"))
            {
                foreach (MethodDeclaration method in methods)
                    writer.WriteLine($"case {method.Rank.ToString(CultureInfo.InvariantCulture)}:\n    {method.GeneratedName}({arguments});\n    break;");
            }
        }
    }
}
