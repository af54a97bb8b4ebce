using System.Text;
using AutoGrad.Compiler;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AutoGrad.Generators.Emission;

/// <summary>The first output of a class: its members.</summary>
internal static class ModelOutput
{
    public static void Write(SourceProductionContext context, ModelSource? model)
    {
        if (model is null)
            return;
        foreach (GeneratedSource file in Pipeline.Compile(model.Declaration))
            context.AddSource(HintName(model, file.HintName), SourceText.From(file.Text, Encoding.UTF8));
        if (model.Stubs.Count > 0)
            context.AddSource(HintName(model, "Refused"), SourceText.From(StubsText.Of(model), Encoding.UTF8));
    }

    private static string HintName(ModelSource model, string part)
        => string.Join(".", new[] { model.Declaration.Namespace }.Concat(model.Declaration.ContainingTypes.Select(t => t.Substring(t.LastIndexOf(' ') + 1))).Append(model.Declaration.Name).Append(part).Where(s => s.Length > 0)).Replace("@", "") + ".g.cs";
}
