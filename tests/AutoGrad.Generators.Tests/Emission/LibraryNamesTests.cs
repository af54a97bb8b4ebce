using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Tests.Emission;

public class LibraryNamesTests
{
    [Theory]
    [InlineData("Features")]
    [InlineData("Functions")]
    [InlineData("DigitClassifier")]
    [InlineData("Layers")]
    [InlineData("Health")]
    public void All_types_that_generated_code_names_in_short_are_listed(string program)
    {
        Compilation compilation = Source.Compile(Source.Program(program));
        Compilation generated = new Run().Generate(compilation);
        foreach (SyntaxTree tree in generated.SyntaxTrees.Except(compilation.SyntaxTrees))
        {
            SemanticModel model = generated.GetSemanticModel(tree);
            IEnumerable<INamedTypeSymbol> named = tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
                .Where(n => n.Parent is not QualifiedNameSyntax and not AliasQualifiedNameSyntax && !(n.Parent is MemberAccessExpressionSyntax access && access.Name == n) && !n.Ancestors().OfType<UsingDirectiveSyntax>().Any())
                .Select(n => model.GetSymbolInfo(n).Symbol is IMethodSymbol { MethodKind: Microsoft.CodeAnalysis.MethodKind.Constructor } constructor ? constructor.ContainingType : model.GetSymbolInfo(n).Symbol)
                .OfType<INamedTypeSymbol>()
                .Where(t => t.Locations.All(l => l.IsInMetadata) && t.SpecialType is SpecialType.None);
            Assert.All(named, t => Assert.Equal(t.ContainingNamespace.ToDisplayString(), LibraryNames.Namespaces.GetValueOrDefault(t.Name.Replace("Attribute", "", StringComparison.Ordinal), $"{t.Name} is not listed")));
        }
    }
}
