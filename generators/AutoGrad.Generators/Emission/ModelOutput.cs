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
    /// <summary>Begins what <see cref="Write"/> will wait for.</summary>
    public static ((ModelSource? Model, bool IsChecked) Model, EquatableArray<string> Clashes) Begin(((ModelSource? Model, bool IsChecked) Model, EquatableArray<string> Clashes) item, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (item.Model.Model is { IsClashing: false } model)
            Compiled.Begin(model.Declaration, item.Model.IsChecked);
        return item;
    }

    /// <summary>Adds the files.</summary>
    public static void Write(SourceProductionContext context, ((ModelSource? Model, bool IsChecked) Model, EquatableArray<string> Clashes) item)
    {
        if (item.Model.Model is not { } model)
            return;
        var taken = new HashSet<string>(["Positions"], StringComparer.OrdinalIgnoreCase);
        foreach (GeneratedSource file in model.IsClashing ? [] : Compiled.Files(model.Declaration, item.Model.IsChecked))
            Add(file.HintName, file.Text);
        if (model.Stubs.Count > 0)
            Add("Refused", StubsText.Of(model));

        void Add(string part, string text)
            => context.AddSource(HintNames.Of(model.TypeName, HintNames.Unique(part, taken), item.Clashes), SourceText.From(text, Encoding.UTF8));
    }
}
