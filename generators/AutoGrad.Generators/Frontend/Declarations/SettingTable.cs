using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// The numbers of a model's object that its declarations and methods use: arguments of its primary constructor, fields, properties, and those
/// of its layers. In the order in which they were first used.
/// </summary>
internal sealed class SettingTable(INamedTypeSymbol type)
{
    private static readonly SymbolDisplayFormat s_type = SymbolDisplayFormat.FullyQualifiedFormat;

    private readonly Dictionary<string, SettingDeclaration> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<SettingDeclaration> _all = [];

    /// <summary>All that were used.</summary>
    public IReadOnlyList<SettingDeclaration> All => _all;

    /// <summary>The primary constructor, or null.</summary>
    public IMethodSymbol? Constructor { get; } = PrimaryOf(type);

    /// <summary>The argument of the primary constructor of that name, or null.</summary>
    public IParameterSymbol? Find(string name) => Constructor?.Parameters.FirstOrDefault(p => p.Name == name);

    /// <summary>The setting of an argument of the primary constructor; null where it cannot be one, for the reason given.</summary>
    public SettingDeclaration? Argument(IParameterSymbol argument, out string fault)
    {
        fault = "";
        if (_bySymbol.TryGetValue(argument.Name, out SettingDeclaration? known) && known.IsArgument)
            return known;
        fault = ElementOf(argument.Type) is null ? $"it is of the type {argument.Type.Display()}, not float, double, int or bool"
            : argument.RefKind != RefKind.None ? "it is passed by reference"
            : IsAssigned(argument) ? "the class assigns to it, and what was built with it would not follow: assign to a field"
            : "";
        if (fault.Length > 0)
            return null;
        ElementType element = ElementOf(argument.Type)!.Value;
        string initializer = ArgumentChecks.Initializer(argument, element);
        return Add(new SettingDeclaration(argument.Name, element, Expression: null) { IsEnum = argument.Type.TypeKind == TypeKind.Enum, Initializer = initializer == argument.Name ? "" : initializer, IsNatural = ArgumentChecks.IsNatural(argument) }, ref fault);
    }

    /// <summary>The setting of a field or property; null where it cannot be one.</summary>
    public SettingDeclaration? Member(ISymbol member, ITypeSymbol memberType, out string fault)
    {
        fault = "";
        // The usual way to keep an argument under its own name.
        if (member is IFieldSymbol { IsReadOnly: true, IsStatic: false } && Find(member.Name) is { } argument && IsInitializedBy(member, argument))
            return Argument(argument, out fault);
        if (ElementOf(memberType) is not { } element)
        {
            fault = $"it is of the type {memberType.Display()}, not float, double, int or bool";
            return null;
        }

        bool isOther = member.IsStatic && !SymbolEqualityComparer.Default.Equals(member.ContainingType, type);
        string name = SyntaxFacts.GetKeywordKind(member.Name) == SyntaxKind.None ? member.Name : "@" + member.Name;
        string cast = memberType.TypeKind == TypeKind.Enum ? "(int)" : "";
        string expression = $"{cast}{(member.IsStatic ? member.ContainingType.ToDisplayString(s_type) : "this")}.{name}";
        return Add(new SettingDeclaration(isOther ? $"{member.ContainingType.Name}_{member.Name}" : member.Name, element, expression), ref fault);
    }

    /// <summary>A setting of a layer, which the layer's class gives access to.</summary>
    public SettingDeclaration? OfLayer(LayerDeclaration layer, SettingDeclaration setting, out string fault)
    {
        fault = "";
        return Add(new SettingDeclaration($"{layer.Name}.{setting.Name}", setting.Element, $"{layer.Field}.{setting.Accessor}"), ref fault);
    }

    /// <summary>The arguments of a constructor, in words.</summary>
    public static string Display(IMethodSymbol constructor) => string.Join(", ", constructor.Parameters.Select(p => $"{p.Type.Display()} {p.Name}"));

    /// <summary>The primary constructor of a type of this compilation, or null.</summary>
    public static IMethodSymbol? PrimaryOf(INamedTypeSymbol type)
        => type.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax));

    /// <summary>What a number of that type is in the graph; null for other types.</summary>
    public static ElementType? ElementOf(ITypeSymbol type)
        => type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: SpecialType.System_Int32 } ? ElementType.I32 : type.Element();

    private SettingDeclaration? Add(SettingDeclaration setting, ref string fault)
    {
        if (setting.Symbol == "sums" || SyntaxFacts.GetKeywordKind(setting.Symbol) != SyntaxKind.None || !setting.Symbol.All(c => char.IsLetterOrDigit(c) || c == '_'))
        {
            fault = "generated code cannot use its name: rename it";
            return null;
        }

        if (!_bySymbol.TryGetValue(setting.Symbol, out SettingDeclaration? known))
        {
            _bySymbol.Add(setting.Symbol, known = setting);
            _all.Add(setting);
        }

        if (known == setting)
            return known;
        fault = $"generated code calls something else '{setting.Symbol}': rename one of the two";
        return null;
    }

    private static bool IsInitializedBy(ISymbol field, IParameterSymbol argument)
        => field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: IdentifierNameSyntax { Identifier.ValueText: var name } } && name == argument.Name;

    // By name only, which is quick; where a local of that name is assigned, the error asks for another name.
    private bool IsAssigned(IParameterSymbol argument)
        => type.DeclaringSyntaxReferences.Where(r => !r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)).SelectMany(r => r.GetSyntax().DescendantNodes())
            .Any(node => node switch
            {
                AssignmentExpressionSyntax assignment => Names(assignment.Left, argument) && assignment.Parent is not InitializerExpressionSyntax,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => Names(step.Operand, argument),
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => Names(step.Operand, argument),
                ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } reference => Names(reference.Expression, argument),
                _ => false,
            });

    private static bool Names(ExpressionSyntax expression, IParameterSymbol argument) => expression is IdentifierNameSyntax { Identifier.ValueText: var name } && name == argument.Name;
}
