using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ArgumentKind = AutoGrad.Compiler.Declarations.ArgumentKind;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>
/// Writes one method as a graph, by running its body on symbolic values: locals are bindings, calls are entered, what is left are the
/// intrinsic functions in order of evaluation. All code that this cannot do is refused by an exception, so that no graph is ever partial.
/// </summary>
internal sealed partial class MethodLowering
{
    // Helpers that call helpers can double the graph at every level: a bound keeps the editor responsive.
    private const int MostNodes = 20_000;

    private readonly Bodies _bodies;
    private readonly ModelScope _model;
    private readonly CancellationToken _cancellation;
    private readonly List<Position> _positions = [];
    private readonly HashSet<string> _signed = new(StringComparer.Ordinal);

    // Arguments of the constructor that are lengths of parameters, and so at least 1.
    private readonly HashSet<string> _lengths;
    private readonly Arithmetic _arithmetic;
    private Region _region;
    private int _whileCount;

    // The loops over time that are open.
    private int _depth;
    private Frame _frame;

    private MethodLowering(IMethodSymbol method, ModelScope model, Bodies bodies, CancellationToken cancellation)
    {
        _bodies = bodies;
        _model = model;
        _cancellation = cancellation;
        _lengths = new HashSet<string>(model.Parameters.Values.SelectMany(p => p.Lengths).SelectMany(d => d.Symbols), StringComparer.Ordinal);
        _region = new Region(method.Name, parent: null);
        _frame = new Frame(method, caller: null);
        _arithmetic = new Arithmetic(_signed);
    }

    private GraphBuilder _builder => _region.Builder;

    /// <summary>The graph of a method whose signature was read, with the positions of its expressions. Throws <see cref="RefusedException"/>.</summary>
    public static (Graph Graph, MethodPositions Positions) Lower(IMethodSymbol method, IReadOnlyList<ArgumentDeclaration> arguments, ModelScope model, Bodies bodies, CancellationToken cancellation)
    {
        try
        {
            (Graph, MethodPositions) lowered = LowerAsBound(method, arguments, model, bodies, cancellation);
            if (bodies.WithDerivatives() is null)
                return lowered;
        }
        catch (RefusedException) when (bodies.WithDerivatives() is not null)
        {
            // A call of what is yet to be generated has no meaning here, and means something below.
        }

        Bodies bound = bodies.WithDerivatives()!;
        return LowerAsBound(bound.Same(method), arguments, model.In(bound), bound, cancellation);
    }

    private static (Graph Graph, MethodPositions Positions) LowerAsBound(IMethodSymbol method, IReadOnlyList<ArgumentDeclaration> arguments, ModelScope model, Bodies bodies, CancellationToken cancellation)
    {
        var lowering = new MethodLowering(method, model, bodies, cancellation);
        Graph graph = lowering.Run(method, arguments);
        return (graph, new MethodPositions(method.Name, lowering._positions.ToEquatableArray()));
    }

    private Graph Run(IMethodSymbol method, IReadOnlyList<ArgumentDeclaration> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            ArgumentDeclaration argument = arguments[i];
            _frame.Variables[Bodies.Implementation(method).Parameters[i]] = argument.Kind == ArgumentKind.Index
                ? new IndexArgument(Dim.Symbol(argument.Symbol))
                : new ValueArgument(_builder.Input(argument.Name, argument.Type));
            if (argument.Kind == ArgumentKind.Index)
                _signed.Add(argument.Symbol);
        }

        BeginStates();
        IOperation body = _bodies.Find(method) ?? throw Refuse(method.Location(), Rules.MethodSignature, method.Name, "has no body");
        Argument result = Result(body, method, [.. Bodies.Implementation(method).Parameters.Select(p => _frame.Variables[p])]);
        List<(string Name, Value Value)> outputs = [];
        if (result is TupleArgument tuple && method.ReturnType is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements })
        {
            for (int i = 0; i < elements.Length; i++)
                outputs.Add((elements[i].Name, Lift(body, tuple.Items[i], elements[i].Type)));
        }
        else
        {
            Value value = Lift(body, result, method.ReturnType);
            CheckResult(method, value);
            outputs.Add(("result", value));
        }

        foreach (KeyValuePair<Value, string> named in _region.CalleeNames)
            _builder.Name(named.Key, named.Value);
        foreach ((string name, Value value) in outputs)
            _builder.Output(name, value);
        EndStates();
        return WithoutUnreadStates(_builder.Build());
    }

    private Argument? Run(IOperation body)
    {
        Execute(body);
        return _frame.Result;
    }

    private Value Lift(IOperation expression, Argument argument, ITypeSymbol? type)
    {
        ElementType? element = type is null ? null : _frame.Resolve(type).Element();
        return argument switch
        {
            ValueArgument value => value.Value,
            NumberArgument number when element is ElementType.F32 or ElementType.F64 => _builder.Constant(number.Number, element.Value),
            IndexArgument index when element is ElementType.F32 or ElementType.F64 or ElementType.I32 => _builder.Dimension(index.Index, element.Value),
            FlagArgument flag when element is ElementType.Bool => _builder.Constant(flag.Flag ? 1 : 0, ElementType.Bool),
            _ => throw Unsupported(expression),
        };
    }

    private static RefusedException Unsupported(IOperation operation)
    {
        if (operation is IInvalidOperation || operation.Type is IErrorTypeSymbol)
            return new RefusedException(problem: null);
        (string what, string advice) = Constructs.Describe(operation);
        Location location = operation.Syntax is StatementSyntax statement ? statement.GetFirstToken().GetLocation() : operation.Syntax.GetLocation();
        return Refuse(location, Rules.Unsupported, what, advice);
    }

    private static RefusedException Refuse(IOperation operation, DiagnosticDescriptor rule, params object[] arguments) => Refuse(operation.Syntax.GetLocation(), rule, arguments);

    private static RefusedException Refuse(Location location, DiagnosticDescriptor rule, params object[] arguments) => new(new Problem(rule, location, arguments));
}
