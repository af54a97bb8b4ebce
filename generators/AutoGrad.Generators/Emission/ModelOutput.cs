using System.Text;
using AutoGrad.Compiler;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AutoGrad.Generators.Emission;

/// <summary>The first output of a class: its members.</summary>
internal static class ModelOutput
{
    public static void Write(SourceProductionContext context, (ModelSource? Model, EquatableArray<string> Clashes) item)
    {
        if (item.Model is not { } model)
            return;
        var taken = new HashSet<string>(["Positions"], StringComparer.OrdinalIgnoreCase);
        foreach (GeneratedSource file in model.IsClashing ? [] : Compiled.Files(model.Declaration))
            Add(file.HintName, file.Text);
        if (model.Stubs.Count > 0)
            Add("Refused", StubsText.Of(model));

        void Add(string part, string text)
            => context.AddSource(HintNames.Of(model.TypeName, HintNames.Unique(part, taken), item.Clashes), SourceText.From(text, Encoding.UTF8));
    }
}
