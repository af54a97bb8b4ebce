using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Calls: of intrinsic functions, and of the user's methods, which are written out in place.</content>
internal sealed partial class MethodLowering
{
    private Argument Call(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (IsPlainView(method))
            return Evaluate(call.Instance!);
        if (method.MethodKind == MethodKind.DelegateInvoke && Evaluate(call.Instance!) is FunctionValue function)
            return Inline(call, function.Method, Arguments(call), receiver: null, function.Body);
        if (Functions.NameOf(method) is { } name)
            return CallIntrinsic(call, name);
        if (method.ContainingType.Is(Names.RandomDraws))
            return Draw(call);
        if (CallLayer(call) is { } layer)
            return layer;
        if (call.Instance is not null and not IInstanceReferenceOperation && !method.ContainingType.IsExtension)
            throw Refuse(call, Rules.Unsupported, $"A call of '{method.Display()}'", "only methods of this model, [Forward] methods of its layers and static methods can be called in a forward pass");
        Argument? receiver = call.Instance is null or IInstanceReferenceOperation ? null : Evaluate(call.Instance);
        return (Argument?)CallDerivative(call, method) ?? InlineCustom(call, method) ?? Inline(call, method, Arguments(call), receiver);
    }

    // The same elements, read only: nothing that lowers writes to a tensor, so views need no care.
    private static bool IsPlainView(IMethodSymbol method)
        => method is { Name: "AsReadOnlyTensorSpan" or "ToDenseTensor", IsStatic: false, Parameters.Length: 0 }
            && (method.ContainingType.Is(Names.Tensor) || method.ContainingType.Is(Names.ReadOnlyTensorSpan));

    private Argument[] Arguments(IInvocationOperation call)
    {
        var arguments = new Argument[call.TargetMethod.Parameters.Length];
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter } parameter)
                throw Refuse(argument, Rules.Unsupported, $"'{SourceLine.Of(argument.Syntax)}'", "a method that is called gives its values as its result, several of them as a tuple");
            if (parameter.Type.Is(Names.TensorSpan))
                throw Refuse(argument, Rules.InPlace, $"'{SourceLine.Of(call.Syntax)}'", SourceLine.Of(argument.Value.Syntax), "use the overload that returns a new tensor");
            arguments[parameter.Ordinal] = Evaluate(argument.Value);
        }

        return arguments.Any(a => a is null) ? throw new RefusedException(problem: null) : arguments;
    }

    private Argument CallIntrinsic(IInvocationOperation call, string name)
    {
        IMethodSymbol method = call.TargetMethod;
        if (Intrinsics.Find(name) is null && !Functions.IsConversion(name) && name is not ("Nn.Zeros" or "Nn.Ones"))
            throw Functions.Unknown(call, Functions.Display(call), name);
        Argument[] arguments = Arguments(call);
        if (Joined(call, name, arguments) is { } joined)
            return joined;
        if (CallOnIntegers(call, name, arguments) is { } computed)
            return computed;
        if (arguments.All(a => a is IndexArgument) && method.ReturnType.IsIndex())
            return Functions.OfLengths(name, arguments) ?? throw Unsupported(call);
        if (Functions.IsConversion(name))
            return ConvertTo(call, arguments[0], method.ReturnType);
        if (arguments.All(a => a is NumberArgument) && Functions.Fold(name, arguments, _frame.Resolve(method.ReturnType)) is { } number)
            return number;
        Functions.Check(method, call);
        (name, arguments) = Typed(call, name, arguments);
        IOperation[] operands = new IOperation[arguments.Length];
        foreach (IArgumentOperation argument in call.Arguments)
            operands[argument.Parameter!.Ordinal] = argument.Value;
        return Invoke(call, name, arguments, operands);
    }

    // Without a tensor among the arguments their constants do not tell the element type, which the C# type does.
    private (string Name, Argument[] Arguments) Typed(IInvocationOperation call, string name, Argument[] arguments)
    {
        ITypeSymbol type = call.Type is INamedTypeSymbol { TypeArguments: [var element] } && call.Type.Is(Names.Tensor) ? element : call.Type!;
        if (name is "Nn.Zeros" or "Nn.Ones")
            return ("Nn.Full", [new ValueArgument(Lift(call, new NumberArgument(name == "Nn.Ones" ? 1 : 0), type)), arguments[0]]);
        bool hasValue = arguments.Any(a => a is ValueArgument or ListArgument { Items: [ValueArgument, ..] });
        return (name, hasValue ? arguments : [.. arguments.Select(a => a is NumberArgument ? new ValueArgument(Lift(call, a, type)) : a)]);
    }

    private ValueArgument Invoke(IOperation expression, string name, Argument[] arguments, IOperation[] operands)
    {
        Intrinsic intrinsic = Intrinsics.Find(name) ?? throw Functions.Unknown(expression, Functions.Display(expression), name);
        if (_builder.Count > MostNodes)
            throw Refuse(expression, Rules.Unsupported, "A forward pass of this size", FormattableString.Invariant($"it has more than {MostNodes} operations after calls are written out"));
        if (!name.StartsWith("Nn.", StringComparison.Ordinal) && arguments.Any(a => a is ValueArgument value && _builder.TypeOf(value.Value).Element == ElementType.I32))
            throw Refuse(expression, Rules.NoDerivative, Functions.Display(expression), "tensors of int hold labels; they are not computed with");
        _builder.Origin = new Origin(null, SourceLine.Of(expression.Syntax), _positions.Count);
        _positions.Add(Position.Of(expression.Syntax));
        try
        {
            return new ValueArgument(intrinsic.Invoke(_builder, arguments));
        }
        catch (ShapeException mismatch)
        {
            throw new RefusedException(Mismatches.Problem(mismatch, expression, operands));
        }
        finally
        {
            _builder.Origin = Origin.None;
        }
    }

    private Argument Inline(IOperation call, IMethodSymbol target, Argument[] arguments, Argument? receiver, IOperation? known = null)
        => Enter(call, target, arguments, receiver, known) ?? throw Refuse(call, Rules.Unsupported, $"A call of '{target.Name}'", "it returns nothing");

    private Argument? Enter(IOperation call, IMethodSymbol target, Argument[] arguments, Argument? receiver, IOperation? known)
    {
        IMethodSymbol method = target.OriginalDefinition;
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Method, method))
                throw Refuse(call, Rules.Recursion, method.Name);
        }

        CheckCallee(call, method);
        IOperation body = known ?? _bodies.Find(method) ?? throw Functions.Unknown(call, method.Display(), method.Name);
        var inner = new Frame(method, _frame) { Depth = _depth };
        inner.BindTypes(target);
        if (receiver is not null && method.ContainingType.ExtensionParameter is { } self)
            inner.Variables[self] = receiver;
        var bound = new Dictionary<Dim, (Dim Length, string By)>();
        for (int i = 0; i < arguments.Length; i++)
        {
            CheckArgument(call, method.Parameters[i], arguments[i], bound);
            inner.Variables[Bodies.Implementation(method).Parameters[i]] = arguments[i];
        }

        _frame = inner;
        Execute(body);
        _frame = inner.Caller!;
        if (inner.Result is ValueArgument value && VariableName(method) is { } name)
            _region.CalleeNames[value.Value] = name;
        return inner.Result;
    }

    // A result that neither callee nor caller gives a name is called after the callee: Logits(x) is logits.
    private static string? VariableName(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary)
            return null;
        string name = char.ToLowerInvariant(method.Name[0]) + method.Name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : null;
    }

    private void CheckCallee(IOperation call, IMethodSymbol method)
    {
        bool isOverridable = (method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed)) && !method.ContainingType.IsSealed;
        bool isOther = !method.IsStatic && method.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) && !method.ContainingType.IsExtension && !SymbolEqualityComparer.Default.Equals(method.ContainingType, _model.Type);
        string? reason = method switch
        {
            { MethodKind: MethodKind.DelegateInvoke } => "which method a delegate stands for is known at run time only: call the method",
            { IsAsync: true } => "asynchronous methods have no gradient",
            { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "it returns a reference",
            _ => isOverridable ? "a derived class may override it: seal the class" : isOther ? "it is an instance method of another class: make it static" : null,
        };
        if (reason is not null)
            throw Refuse(call, Rules.Unsupported, $"A call of '{method.Name}'", reason);
    }
}
