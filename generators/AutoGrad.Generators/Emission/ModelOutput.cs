using System.Text;
using AutoGrad.Compiler;
using AutoGrad.Compiler.Declarations;
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
        foreach (GeneratedSource file in model.IsClashing ? [] : Compile(model.Declaration))
            Add(file.HintName, file.Text);
        if (model.Stubs.Count > 0)
            Add("Refused", StubsText.Of(model));

        void Add(string part, string text)
            => context.AddSource(HintNames.Of(model.TypeName, HintNames.Unique(part, taken), item.Clashes), SourceText.From(text, Encoding.UTF8));
    }

    // A fault of the compiler is an error in the generated code, beside signatures that throw: neither silence nor a crash.
    private static IEnumerable<GeneratedSource> Compile(ModelDeclaration model)
    {
        try
        {
            return Pipeline.Compile(model);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var error = new GeneratedSource("Error", $"#error AutoGrad could not compile {model.Name}, which is a fault in AutoGrad: {e.GetType().Name}: {e.Message.Replace("\r", " ").Replace("\n", " ")}\n");
            return Pipeline.Compile(model with { Methods = model.Methods.Select(m => m with { Graph = null }).ToEquatableArray() }).Append(error);
        }
    }
}
