using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>Writes attributes.</summary>
internal static class Attributes
{
    /// <summary>A parameter with one attribute more, such as <c>Shape("n", 4)</c>, in the brackets that it has.</summary>
    public static ParameterSyntax Add(ParameterSyntax parameter, string attribute)
    {
        AttributeSyntax added = Parse(attribute);
        if (parameter.AttributeLists is [.., var last])
            return parameter.ReplaceNode(last, last.WithAttributes(last.Attributes.Add(added.WithLeadingTrivia(SyntaxFactory.Space))));
        AttributeListSyntax list = SyntaxFactory.AttributeList([added]).WithLeadingTrivia(parameter.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        return parameter.WithoutLeadingTrivia().WithAttributeLists([list]);
    }

    /// <summary>A method with one attribute more, in the brackets that it has or on the line of its declaration.</summary>
    public static MethodDeclarationSyntax Add(MethodDeclarationSyntax method, string attribute)
    {
        if (method.AttributeLists.FirstOrDefault(l => l.Target is null) is { } own)
            return method.ReplaceNode(own, own.WithAttributes(own.Attributes.Add(Parse(attribute).WithLeadingTrivia(SyntaxFactory.Space))));
        AttributeListSyntax list = SyntaxFactory.AttributeList([Parse(attribute)]).WithLeadingTrivia(method.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        return method.WithoutLeadingTrivia().WithAttributeLists(method.WithoutLeadingTrivia().AttributeLists.Insert(0, list));
    }

    /// <summary>A class with one attribute more, in the brackets that it has.</summary>
    public static TypeDeclarationSyntax Add(TypeDeclarationSyntax type, string attribute)
    {
        AttributeListSyntax list = type.AttributeLists[0];
        return type.ReplaceNode(list, list.WithAttributes(list.Attributes.Add(Parse(attribute).WithLeadingTrivia(SyntaxFactory.Space))));
    }

    private static AttributeSyntax Parse(string attribute)
        => ((MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[{attribute}] void M() {{ }}")!).AttributeLists[0].Attributes[0];
}
