using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ArgumentKind = AutoGrad.Compiler.Declarations.ArgumentKind;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads the signature of a method marked <c>[Forward]</c> or <c>[Loss]</c>.</summary>
internal sealed class MethodReader(IMethodSymbol method, List<Problem> problems, SettingTable? settings = null)
{
    /// <summary>The number of axes that the dots of shapes stand for; null where there are none.</summary>
    public int? Rest { get; init; }

    /// <summary>The argument whose rank decides what dots stand for, and the number of its other axes; null where no shape has dots.</summary>
    public static (IParameterSymbol Argument, int Axes)? Ranked(IMethodSymbol method)
    {
        foreach (IParameterSymbol argument in method.Parameters)
        {
            if (argument.Find(Names.Shape) is { } attribute && ShapeReader.AxesBesideRest(attribute) is { } axes)
                return (argument, axes);
        }

        return null;
    }

    /// <summary>All that dots in the shapes of a method can stand for: one null where there are none. A method is read once for each.</summary>
    public static IEnumerable<int?> Rests(IMethodSymbol method)
        => method.Has(Names.Forward) && Ranked(method) is var (_, axes) ? Enumerable.Range(0, Math.Max(1, ShapeReader.MostAxes - axes + 1)).Where(rest => rest + axes > 0).Select(rest => (int?)rest) : [null];

    // Variables of the generated methods.
    private static readonly HashSet<string> s_taken = new(["optimizer", "report", "squares", "clippedSquares", "sums"], StringComparer.Ordinal);

    /// <summary>The signature without a graph, or null where none of it can be generated.</summary>
    public MethodDeclaration? Read()
    {
        MethodKind kind = method.Has(Names.Loss) ? MethodKind.Loss : MethodKind.Forward;
        if (Fault(kind) is { } fault)
        {
            problems.Add(new(Rules.MethodSignature, method.Location(), method.Name, fault));
            return null;
        }

        ArgumentDeclaration[] arguments = [.. method.Parameters.Select(Read).OfType<ArgumentDeclaration>()];
        if (arguments.Length < method.Parameters.Length)
            return null;
        CheckSymbols(arguments);
        CheckResult(arguments);
        return new(method.Name, SyntaxFacts.GetText(method.DeclaredAccessibility), kind, arguments.ToEquatableArray(), ElementType.F32, Graph: null) { Destinations = Destinations(), Ranked = Rest is null ? null : Ranked(method)?.Argument.Name };
    }

    private EquatableArray<string> Destinations()
        => method.ReturnType is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements } ? elements.Select(e => char.ToLowerInvariant(e.Name[0]) + e.Name.Substring(1)).ToEquatableArray() : ["destination"];

    private static bool IsResult(ITypeSymbol type)
        => type is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements } ? elements.All(e => e.Type.TensorElement() == ElementType.F32) : type.TensorElement() == ElementType.F32;

    private string? Fault(MethodKind kind) => method switch
    {
        _ when kind == MethodKind.Loss && method.Has(Names.Forward) => "is both [Forward] and [Loss]: a loss calls a forward method",
        _ when kind == MethodKind.Loss && method.ReturnType.SpecialType != SpecialType.System_Single => $"is a [Loss] and must return float, not {method.ReturnType.Display()}",
        _ when kind == MethodKind.Forward && !IsResult(method.ReturnType) => $"is [Forward] and must return Tensor<float> or a tuple of such, not {method.ReturnType.Display()}",
        { IsStatic: true } => "is static: it must be an instance method of the model, whose parameters it uses",
        { IsGenericMethod: true } => "is generic: the generated code is written for one element type",
        { IsAsync: true } => "is asynchronous: a forward pass is computed at once",
        { IsVirtual: true } or { IsOverride: true, IsSealed: false } when !method.ContainingType.IsSealed => "can be overridden, and the generated code is written for this body: seal it or the class",
        { IsAbstract: true } or { IsExtern: true } => "has no body",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "returns a reference",
        { Parameters.Length: 0 } => "has no arguments: it needs a tensor to compute from",
        _ when !method.ExplicitInterfaceImplementations.IsEmpty => "implements an interface explicitly: its generated overloads need a name of their own",
        _ when SyntaxFacts.GetKeywordKind(method.Name) != SyntaxKind.None => "has a name that is a keyword of C#",
        _ => null,
    };

    private ArgumentDeclaration? Read(IParameterSymbol argument)
    {
        ElementType? element = argument.Type.TensorElement();
        ArgumentKind? kind = element is not null ? ArgumentKind.Tensor
            : argument.Type.Element() is ElementType.F32 or ElementType.F64 ? ArgumentKind.Scalar
            : argument.Type.Element() is ElementType.I32 || argument.Type.IsSmallEnum() ? ArgumentKind.Index
            : argument.Type.Element() is ElementType.Bool ? ArgumentKind.Scalar
            : null;
        string? fault = kind is null ? $"has the type {argument.Type.Display()}: arguments are tensors of float, double, int or bool, or are float, double, int, bool or an enum of ints"
            : argument.RefKind != RefKind.None ? "is passed by reference: pass it by value"
            : argument.IsParams ? "is a params list: take one tensor"
            : s_taken.Contains(argument.Name) || SyntaxFacts.GetKeywordKind(argument.Name) != SyntaxKind.None || argument.Name.Length == 0 || !argument.Name.All(c => char.IsLetterOrDigit(c) || c == '_') ? "has a name that generated code cannot use"
            : null;
        if (fault is not null)
        {
            problems.Add(new(Rules.MethodArgument, argument.Location(), argument.Name, method.Name, fault));
            return null;
        }

        Shape shape = kind == ArgumentKind.Tensor ? ReadShape(argument) : Shape.Scalar;
        return new(argument.Name, kind!.Value, new TensorType(element ?? argument.Type.Element() ?? ElementType.I32, shape)) { EnumType = argument.Type.EnumName() };
    }

    private Shape ReadShape(IParameterSymbol argument)
    {
        if (argument.Find(Names.Shape) is not { } attribute)
        {
            problems.Add(new(Rules.MissingShape, argument.Location(), argument.Name, method.Name));
            return Shape.Scalar;
        }

        if (ShapeReader.TryRead(attribute, out Shape shape, Rest) is { } fault)
            problems.Add(new(Rules.ShapeAttribute, attribute.Location(argument), $"argument '{argument.Name}'", fault));
        foreach (string symbol in shape.Dims.SelectMany(d => d.Symbols))
            ReadSetting(symbol, argument, attribute);
        return shape;
    }

    // A length of the name of a constructor's argument is that argument.
    private void ReadSetting(string symbol, IParameterSymbol argument, AttributeData attribute)
    {
        if (settings?.Find(symbol) is not { Type.SpecialType: SpecialType.System_Int32 } length || settings.Argument(length, out string fault) is not null)
            return;
        problems.Add(new(Rules.ShapeAttribute, attribute.Location(argument), $"argument '{argument.Name}'", $"has the length \"{symbol}\", an argument of the constructor: {fault}"));
    }

    // Arguments and lengths are variables of one generated method.
    private void CheckSymbols(ArgumentDeclaration[] arguments)
    {
        HashSet<string> lengths = [.. arguments.SelectMany(a => a.Type.Shape.Dims).SelectMany(d => d.Symbols), .. arguments.Where(a => a.EnumType is not null).Select(a => a.Symbol)];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type.Shape.Dims.SelectMany(d => d.Symbols).FirstOrDefault(s_taken.Contains) is { } taken)
                problems.Add(new(Rules.MethodArgument, method.Parameters[i].Location(), arguments[i].Name, method.Name, $"has a length with the name '{taken}', which generated code uses itself"));
            if (lengths.Contains(arguments[i].Name))
                problems.Add(new(Rules.MethodArgument, method.Parameters[i].Location(), arguments[i].Name, method.Name, "has the name of a length in a [Shape], or of the int that an enum stands for: rename one of the two"));
        }
    }

    private void CheckResult(ArgumentDeclaration[] arguments)
    {
        AttributeData? attribute = method.GetReturnTypeAttributes().FirstOrDefault(a => a.AttributeClass.Is(Names.Shape));
        if (attribute is null)
            return;
        if (ShapeReader.TryRead(attribute, out Shape shape, Rest) is { } fault)
        {
            problems.Add(new(Rules.ShapeAttribute, attribute.Location(method), $"the result of '{method.Name}'", fault));
            return;
        }

        string[] known = [.. arguments.SelectMany(a => a.Kind == ArgumentKind.Index ? [a.Name] : a.Type.Shape.Dims.SelectMany(d => d.Symbols)).Distinct()];
        if (shape.Dims.SelectMany(d => d.Symbols).FirstOrDefault(s => !known.Contains(s) && settings?.Find(s) is null) is { } unknown)
            problems.Add(new(Rules.ContradictingShapes, attribute.Location(method), method.Name, unknown, known.Length == 0 ? "numbers only" : string.Join(", ", known.Select(k => $"'{k}'"))));
    }
}
