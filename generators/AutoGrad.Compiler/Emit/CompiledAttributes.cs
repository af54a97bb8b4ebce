using System.Globalization;
using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the attributes by which models of other assemblies use a model as a layer: its declarations and its forward graphs as text.</summary>
internal static class CompiledAttributes
{
    /// <summary>Writes them; a model without a forward method that owners could call has none.</summary>
    public static void Write(SourceWriter writer, ModelDeclaration declaration)
    {
        CompiledModel model = CompiledModel.Of(declaration);
        if (model.Forwards.Count == 0)
            return;
        string version = CompiledModel.Version.ToString(CultureInfo.InvariantCulture);
        writer.WriteLine($"[global::AutoGrad.CompiledModel({version}, {Raw(CompiledModelPrinter.PrintDeclarations(model))}, {CSharp.Quote(model.Constructor)})]");
        foreach (CompiledForward forward in model.Forwards)
            writer.WriteLine($"[global::AutoGrad.CompiledForward({CSharp.Quote(forward.Signature)}, {Raw(CompiledModelPrinter.Print(forward))})]");
    }

    // A raw string of several lines, with more quotes around it than there are in it.
    private static string Raw(string text)
    {
        string quotes = "\"\"\"";
        while (text.Contains(quotes))
            quotes += "\"";
        return $"{quotes}\n{text.TrimEnd('\n')}\n{quotes}";
    }
}
