using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Matches the arguments of <c>[Layer(64, "units")]</c> with the constructor of the layer. A string where the constructor takes a number is the
/// name of an argument of the owner's constructor.
/// </summary>
internal sealed class LayerArguments(INamedTypeSymbol owner, INamedTypeSymbol type, SettingTable settings, Compilation compilation)
{
    private readonly Dictionary<string, LayerSetting> _settings = new(StringComparer.Ordinal);

    /// <summary>The arguments as C#.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>What the settings are that are arguments of the layer's constructor, by their names there.</summary>
    public IReadOnlyDictionary<string, LayerSetting> Settings => _settings;

    /// <summary>Reads them; the result says what does not fit, or is null.</summary>
    public string? Read(AttributeData attribute, CompiledModel model)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var values }])
            return "null is no list of arguments";
        string[] needed = [.. model.Settings.Where(s => s.IsArgument).Select(s => s.Name)];
        // A constructor that was generated for a class without one seeds it, which its owner does.
        IMethodSymbol[] all = [.. type.InstanceConstructors.Where(c => !c.IsImplicitlyDeclared && !IsGenerated(c) && compilation.IsSymbolAccessibleWithin(c, owner))];
        if (all.Length == 0)
            return values.Length == 0 && needed.Length == 0 ? null : $"{type.Name} has no constructor that takes arguments";
        // Other constructors may make something else of arguments of the same names.
        IMethodSymbol[] complete = needed.Length == 0 ? all : [.. all.Where(c => SettingTable.Display(c) == model.Constructor)];
        if (complete.Length == 0)
            return $"the constructor {type.Name}({model.Constructor}) cannot be called here";
        IMethodSymbol[] counted = [.. complete.Where(c => c.Parameters.Length >= values.Length && c.Parameters.Skip(values.Length).All(p => p.IsOptional))];
        if (counted.Length != 1)
            return counted.Length == 0 ? $"{Display(complete[0])} does not take {values.Length.ToString(CultureInfo.InvariantCulture)} arguments" : $"{Display(counted[0])} and {Display(counted[1])} both take these arguments";
        for (int i = 0; i < counted[0].Parameters.Length; i++)
        {
            IParameterSymbol parameter = counted[0].Parameters[i];
            if ((i < values.Length ? Read(parameter, values[i]) : ReadDefault(parameter)) is { } fault)
                return $"argument '{parameter.Name}' of {Display(counted[0])} {fault}";
        }

        double? Constant(string name) => _settings.TryGetValue(name, out LayerSetting? setting) && setting.Owner is null ? setting.Number : null;
        foreach (IParameterSymbol parameter in counted[0].Parameters)
        {
            if (Constant(parameter.Name) is { } constant && ArgumentChecks.Fault(parameter, constant) is { } outside)
                return $"argument '{parameter.Name}' of {Display(counted[0])} {outside}";
        }

        return ArgumentChecks.Fault(counted[0], Constant) is { } shared ? $"of the arguments of {Display(counted[0])} {shared}" : null;
    }

    private string? ReadDefault(IParameterSymbol parameter)
    {
        if (SettingTable.ElementOf(parameter.Type) is not null && parameter.ExplicitDefaultValue is { } value)
            _settings[parameter.Name] = new LayerSetting(Number(value), null);
        return null;
    }

    private string? Read(IParameterSymbol parameter, TypedConstant value)
    {
        SpecialType special = parameter.Type.SpecialType;
        if (parameter.RefKind != RefKind.None)
            return "is passed by reference";
        if (value is { Kind: TypedConstantKind.Primitive, Value: string text })
            return special == SpecialType.System_String ? Add(SymbolDisplay.FormatLiteral(text, quote: true)) : ReadName(parameter, text);
        if (value.Kind == TypedConstantKind.Enum && SymbolEqualityComparer.Default.Equals(value.Type, parameter.Type))
            return Add(parameter, $"({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})({System.Convert.ToString(value.Value, CultureInfo.InvariantCulture)})", value.Value!);
        bool fits = value.Kind == TypedConstantKind.Primitive && value.Value switch
        {
            int => special is SpecialType.System_Int32 or SpecialType.System_Single or SpecialType.System_Double,
            float number => special is SpecialType.System_Single or SpecialType.System_Double && IsFinite(number),
            double number => special is SpecialType.System_Double && IsFinite(number),
            bool => special is SpecialType.System_Boolean,
            _ => false,
        };
        return fits ? Add(parameter, Literal(value.Value!), value.Value!) : $"is of the type {parameter.Type.Display()}, and is given {value.ToCSharpString()} of the type {value.Type?.Display()}";
    }

    // The owner's argument of that name.
    private string? ReadName(IParameterSymbol parameter, string name)
    {
        if (settings.Find(name) is not { } argument)
            return $"is given the name \"{name}\", which is no argument of a primary constructor of '{owner.Name}': write 'class {owner.Name}({parameter.Type.Display()} {name})'";
        if (!SymbolEqualityComparer.Default.Equals(argument.Type, parameter.Type))
            return $"is of the type {parameter.Type.Display()}, and '{name}' of the type {argument.Type.Display()}";
        if (settings.Argument(argument, out string fault) is not { } setting)
            return $"cannot be '{name}': {fault}";
        _settings[parameter.Name] = new LayerSetting(0, setting);
        return Add(name);
    }

    private string? Add(IParameterSymbol parameter, string text, object value)
    {
        _settings[parameter.Name] = new LayerSetting(Number(value), null);
        return Add(text);
    }

    private string? Add(string text)
    {
        Texts.Add(text);
        return null;
    }

    private static double Number(object value) => value switch
    {
        bool flag => flag ? 1 : 0,
        IConvertible number when value is not string => number.ToDouble(CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsFinite(double number) => !double.IsNaN(number) && !double.IsInfinity(number);

    private static bool IsGenerated(IMethodSymbol constructor)
        => constructor.DeclaringSyntaxReferences is { Length: > 0 } references && references.All(r => r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase));

    private static string Display(IMethodSymbol constructor) => $"{constructor.ContainingType.Name}({SettingTable.Display(constructor)})";
}
