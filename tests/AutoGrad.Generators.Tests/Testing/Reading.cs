using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>What the front end makes of a program, without the generator around it.</summary>
internal static class Reading
{
    /// <summary>The reading of a class of that name; the program must be free of errors.</summary>
    public static ModelReading Of(CSharpCompilation compilation, string model)
        => FrontEnd.Read(compilation.GetSymbolsWithName(model, SymbolFilter.Type).OfType<INamedTypeSymbol>().First(), compilation, CancellationToken.None)!;

    /// <summary>The printed graphs of all methods.</summary>
    public static string Graphs(ModelReading reading)
    {
        Assert.Equal([], reading.Problems.Select(p => p.ToDiagnostic().ToString()));
        return string.Join("\n", reading.Source!.Declaration.Methods.Select(m => m.Graph!.ToString()));
    }

    /// <summary>The graphs of the methods of a model, from its members only: the class around them and its usings are added.</summary>
    public static string Graphs(string members) => Graphs(Of(Source.Compile(Model(members)), "M"));

    /// <summary>A model class around members.</summary>
    public static string Model(string members) => $$"""
        [Model]
        public sealed partial class M
        {
        {{members}}
        }
        """;
}
