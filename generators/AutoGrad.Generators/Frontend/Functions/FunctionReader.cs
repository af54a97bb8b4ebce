using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ArgumentKind = AutoGrad.Compiler.Declarations.ArgumentKind;

namespace AutoGrad.Generators.Frontend.Functions;

/// <summary>Reads a method marked <c>[Differentiable]</c>: its signature first, then, where that is sound, its graph.</summary>
internal sealed class FunctionReader(IMethodSymbol method, Bodies bodies)
{
    private readonly List<Problem> _problems = [];

    /// <summary>The generator's model of a function; null where nothing can be added for it.</summary>
    public static FunctionSource? ReadSource(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IMethodSymbol method)
            return null;
        ReadingCache.Begin(context.SemanticModel.Compilation, cancellation);
        return Read(method, context.SemanticModel.Compilation, cancellation).Source;
    }

    /// <summary>Reads a function. Whatever a broken program makes the reader do becomes an error of that program.</summary>
    public static FunctionReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        SyntaxNode? declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        return declaration is null
            ? new(null, [])
            : ReadingCache.Get(compilation, declaration, bodies => Read(method, bodies), cancellation);
    }

    private static FunctionReading Read(IMethodSymbol method, Bodies bodies)
    {
        try
        {
            return new FunctionReader(method, bodies).Read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(null, [new(Rules.MethodSignature, method.Location(), method.Name, $"could not be read, which is a fault in AutoGrad ({e.GetType().Name}: {e.Message})")]);
        }
    }

    /// <summary>The declaration of a function without its graph; null where there is something wrong with it.</summary>
    public static FunctionDeclaration? Declare(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
        => new FunctionReader(method, new Bodies(compilation, cancellation)).Declare();

    private FunctionReading Read()
    {
        if (Declare() is not { } declaration)
            return new(null, _problems);
        if (!_problems.Any(p => p.IsError))
            declaration = Lower(declaration);
        string path = string.Join("+", declaration.ContainingTypes.Select(h => h.Substring(h.LastIndexOf(' ') + 1)).Append(declaration.TypeName).Select(n => n.TrimStart('@')));
        string name = (declaration.Namespace.Length > 0 ? declaration.Namespace + "." : "").Replace("@", "") + path;
        return new(new FunctionSource(name, Overload(), declaration), _problems);
    }

    private FunctionDeclaration? Declare()
    {
        TypeDeclarationSyntax? syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(bodies.Cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (syntax is null || IsClosed(syntax) || Fault() is { } fault && Add(fault))
            return null;
        FunctionArgument[] arguments = [.. method.Parameters.Select(Read).OfType<FunctionArgument>()];
        if (arguments.Length < method.Parameters.Length)
            return null;
        CheckNames(arguments);
        if (CheckGradients(arguments) || GeneratedNames.Check(method, _problems))
            return null;
        ElementType element = method.ReturnType.TensorElement() ?? method.ReturnType.Element()!.Value;
        return new FunctionDeclaration(
            Headers.Namespace(method.ContainingNamespace),
            Headers.Around(syntax).ToEquatableArray(),
            Headers.OfType(syntax),
            syntax.Identifier.Text,
            method.Name,
            SyntaxFacts.GetText(method.DeclaredAccessibility),
            arguments.ToEquatableArray(),
            new TensorType(element, Shape.Scalar),
            Graph: null) { ReturnsTensor = method.ReturnType.TensorElement() is not null, Clashes = NameClashes.Of(method.ContainingType, syntax, bodies) };
    }

    // All functions of a class have the same fault, which is one.
    private bool IsClosed(TypeDeclarationSyntax syntax)
    {
        if (syntax.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => !t.Modifiers.Any(SyntaxKind.PartialKeyword)) is not { } closed)
            return false;
        IMethodSymbol first = method.ContainingType.GetMembers().OfType<IMethodSymbol>().First(m => m.Has(Names.Differentiable));
        if (SymbolEqualityComparer.Default.Equals(first, method) && !method.ContainingType.Has(Names.Model))
            _problems.Add(new(Rules.NotPartial, closed.Identifier.GetLocation(), closed.Identifier.Text, $"the derivatives of '{method.Name}'", closed.Keyword.Text));
        return true;
    }

    // C# would refuse the tuple, in the generated file.
    private bool CheckGradients(FunctionArgument[] arguments)
    {
        FunctionArgument[] wanted = [.. arguments.Where(a => a.IsDifferentiated)];
        for (int i = 1; i < wanted.Length; i++)
        {
            if (wanted.Take(i).FirstOrDefault(a => a.GradientName == wanted[i].GradientName) is not { } other)
                continue;
            IParameterSymbol at = method.Parameters.First(p => p.Name == wanted[i].Declaration.Name);
            _problems.Add(new(Rules.DuplicateName, at.Location(), other.Declaration.Name, at.Name, other.GradientName, method.Name));
            return true;
        }

        return false;
    }

    private bool Add(string fault)
    {
        _problems.Add(new(Rules.MethodSignature, method.Location(), method.Name, fault));
        return true;
    }

    private string? Fault() => method switch
    {
        { IsStatic: false } => "is [Differentiable] and must be static",
        { IsGenericMethod: true } or { ContainingType.IsGenericType: true } => "is generic: the generated code is written for one element type; call a generic helper",
        { IsAsync: true } => "is asynchronous: a function is computed at once",
        { IsAbstract: true } or { IsExtern: true } => "has no body",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "returns a reference",
        { ContainingType.IsFileLocal: true } => "is in a type local to its file, so nothing can be added to it from another",
        _ when (method.ReturnType.TensorElement() ?? method.ReturnType.Element()) is not (ElementType.F32 or ElementType.F64) => $"is [Differentiable] and must return float, double or a tensor of them, not {method.ReturnType.Display()}",
        _ when !method.Parameters.Any(IsDifferentiated) => "is [Differentiable] and has no argument that a gradient could be taken of",
        _ when SyntaxFacts.GetKeywordKind(method.Name) != SyntaxKind.None => "has a name that is a keyword of C#",
        _ => null,
    };

    private static bool IsDifferentiated(IParameterSymbol argument)
        => (argument.Type.TensorElement() ?? argument.Type.Element()) is ElementType.F32 or ElementType.F64 && !argument.Has(Names.NonDifferentiable);

    private FunctionArgument? Read(IParameterSymbol argument)
    {
        ElementType? element = argument.Type.TensorElement() ?? argument.Type.Element() ?? (argument.Type.IsSmallEnum() ? ElementType.I32 : null);
        bool isTensor = argument.Type.TensorElement() is not null;
        string? fault = element is null ? $"has the type {argument.Type.Display()}: arguments are float, double, int, bool, an enum of ints, or tensors"
            : argument.RefKind != RefKind.None ? "is passed by reference: pass it by value"
            : argument.IsParams ? "is a params list: take one tensor"
            : SyntaxFacts.GetKeywordKind(argument.Name) != SyntaxKind.None || argument.Name is "cotangent" || argument.Name.Length == 0 || !argument.Name.All(c => char.IsLetterOrDigit(c) || c == '_') ? "has a name that generated code cannot use"
            : null;
        if (fault is not null)
        {
            _problems.Add(new(Rules.MethodArgument, argument.Location(), argument.Name, method.Name, fault));
            return null;
        }

        ArgumentKind kind = isTensor ? ArgumentKind.Tensor : element == ElementType.I32 ? ArgumentKind.Index : ArgumentKind.Scalar;
        Shape shape = isTensor ? ReadShape(argument) : Shape.Scalar;
        return new(new ArgumentDeclaration(argument.Name, kind, new TensorType(element!.Value, shape)) { EnumType = argument.Type.EnumName() }, IsDifferentiated(argument));
    }

    private Shape ReadShape(IParameterSymbol argument)
    {
        if (argument.Find(Names.Shape) is not { } attribute)
        {
            _problems.Add(new(Rules.MissingShape, argument.Location(), argument.Name, method.Name));
            return Shape.Scalar;
        }

        if (ShapeReader.TryRead(attribute, out Shape shape) is { } fault)
            _problems.Add(new(Rules.ShapeAttribute, attribute.Location(argument), $"argument '{argument.Name}'", fault));
        return shape;
    }

    // Arguments and lengths are variables of one generated method.
    private void CheckNames(FunctionArgument[] arguments)
    {
        HashSet<string> lengths = [.. arguments.SelectMany(a => a.Declaration.Type.Shape.Dims).SelectMany(d => d.Symbols), .. arguments.Where(a => a.Declaration.EnumType is not null).Select(a => a.Declaration.Symbol)];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (lengths.Contains(arguments[i].Declaration.Name))
                _problems.Add(new(Rules.MethodArgument, method.Parameters[i].Location(), arguments[i].Declaration.Name, method.Name, "has the name of a length in a [Shape], or of the int that an enum stands for: rename one of the two"));
        }
    }

    private FunctionDeclaration Lower(FunctionDeclaration declaration)
    {
        try
        {
            var scope = new ModelScope(method.ContainingType, new Dictionary<string, ParameterDeclaration>());
            (Graph graph, _) = MethodLowering.Lower(method, [.. declaration.Arguments.Select(a => a.Declaration)], scope, bodies, bodies.Cancellation);
            return declaration with { Graph = graph, Result = graph.TypeOf(graph.Outputs[0].Value) };
        }
        catch (RefusedException refusal)
        {
            if (refusal.Problem is { } problem)
                _problems.Add(problem);
        }
        catch (InsufficientExecutionStackException)
        {
            _problems.Add(new(Rules.Unsupported, method.Location(), $"'{method.Name}'", "its expressions are nested too deeply: use local variables"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of this library must become an error at the user's line, neither a crash of the compiler nor silence.
            _problems.Add(new(Rules.Unsupported, method.Location(), $"'{method.Name}'", $"the front end failed, which is a fault in AutoGrad ({e.GetType().Name}: {e.Message})"));
        }

        return declaration;
    }

    // Names of files must differ even where case is ignored.
    private int Overload()
        => method.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.Has(Names.Differentiable) && string.Equals(m.Name, method.Name, StringComparison.OrdinalIgnoreCase))
            .TakeWhile(m => !SymbolEqualityComparer.Default.Equals(m, method)).Count();
}
