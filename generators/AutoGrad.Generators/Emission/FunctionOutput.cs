using System.Text;
using AutoGrad.Compiler;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AutoGrad.Generators.Emission;

/// <summary>The output of a function: its derivatives.</summary>
internal static class FunctionOutput
{
    public static void Write(SourceProductionContext context, (FunctionSource? Function, EquatableArray<string> Clashes) item)
    {
        if (item.Function is not { } function)
            return;
        string number = function.Overload == 0 ? "" : FormattableString.Invariant($"({function.Overload + 1})");
        string text = Compile(function);
        context.AddSource(HintNames.Of(function.TypeName, function.Declaration.Name + number + ".Derivatives", item.Clashes), SourceText.From(text, Encoding.UTF8));
    }

    // What the compiler refuses, the analyzer reports; signatures that throw keep the callers' errors away.
    private static string Compile(FunctionSource function)
    {
        try
        {
            return Pipeline.Compile(function.Declaration).Text;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Pipeline.Compile(function.Declaration with { Graph = null }).Text;
        }
    }
}
