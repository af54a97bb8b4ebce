using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>What the front end makes of a program, without the generator around it.</summary>
internal static class Reading
{
    /// <summary>The reading of a class of that name.</summary>
    public static ModelReading Of(CSharpCompilation compilation, string model = "M")
        => FrontEnd.Read(compilation.GetSymbolsWithName(model, SymbolFilter.Type).OfType<INamedTypeSymbol>().First(), compilation, CancellationToken.None)!;

    /// <summary>The printed graphs of all methods of a program that is free of errors.</summary>
    public static string Graphs(CSharpCompilation compilation, string model = "M")
    {
        Assert.Equal([], Source.Errors(compilation));
        ModelReading reading = Of(compilation, model);
        Assert.Equal([], reading.Problems.Where(p => p.IsError).Select(p => p.ToDiagnostic().ToString()));
        return string.Join("\n", reading.Source!.Declaration.Methods.Select(m => m.Graph!.ToString()));
    }

    /// <summary>The graph of a forward method <c>F</c> with this body, over <c>x</c> [n, 4], <c>s</c> and <c>k</c>, and parameters W [4, 3] and B [3].</summary>
    public static string Body(string body, string others = "", string members = "") => Graphs(Source.Compile($$"""
        [Model]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> W { get; }
            [Parameter(3)] public partial Tensor<float> B { get; }
            {{members}}
            [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x, float s, int k)
            {
                {{body}}
            }
        }
        {{others}}
        """));
}
