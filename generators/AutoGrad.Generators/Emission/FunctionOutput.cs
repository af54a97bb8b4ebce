using System.Text;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AutoGrad.Generators.Emission;

/// <summary>The output of a function: its derivatives.</summary>
internal static class FunctionOutput
{
    /// <summary>Begins what <see cref="Write"/> will wait for.</summary>
    public static FunctionSource? Begin(FunctionSource? function, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (function is not null)
            Compiled.Begin(function.Declaration);
        return function;
    }

    /// <summary>Adds the file.</summary>
    public static void Write(SourceProductionContext context, (FunctionSource? Function, EquatableArray<string> Clashes) item)
    {
        if (item.Function is not { } function)
            return;
        string number = function.Overload == 0 ? "" : FormattableString.Invariant($"({function.Overload + 1})");
        string text = Compiled.Text(function.Declaration);
        context.AddSource(HintNames.Of(function.TypeName, function.Declaration.Name + number + ".Derivatives", item.Clashes), SourceText.From(text, Encoding.UTF8));
    }
}
