using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Functions that have a derivative of the user's own: a call node with two regions, the function and its derivative.</content>
internal sealed partial class MethodLowering
{
    private ValueArgument? InlineCustom(IInvocationOperation call, IMethodSymbol method)
        => CustomDerivative.Find(method) is null ? null : InlineCustom(call, method, Arguments(call));

    private ValueArgument? InlineCustom(IOperation at, IMethodSymbol method, Argument[] arguments)
    {
        if (CustomDerivative.Find(method) is not { } derivative || IsRunning(derivative))
            return null;
        // Reported once, at the derivative itself.
        if (CustomDerivative.Fault(method, derivative) is not null)
            throw new RefusedException(problem: null);
        if (_bodies.Find(method) is not { } primalBody || _bodies.Find(derivative) is not { } derivativeBody)
            return null;
        int[] wanted = [.. CustomDerivative.Wanted(method)];
        // A constant argument becomes a value, so that the derivative may say what it is of it.
        arguments = [.. arguments.Select((a, i) => a is NumberArgument ? new ValueArgument(Lift(at, a, method.Parameters[i].Type)) : a)];
        Value[] operands = [.. arguments.OfType<ValueArgument>().Select(a => a.Value)];

        var primal = new Region(method.Name, _region);
        Argument? value = null;
        Argument[] inputs = Inputs(primal);
        InRegion(primal, method, inputs, () => value = Run(primalBody));
        Value output = Lift(primal.Builder, value!, value is ValueArgument known ? primal.Builder.TypeOf(known.Value) : new TensorType(method.ReturnType.Element()!.Value, Shape.Scalar));
        TensorType type = primal.Builder.TypeOf(output);

        var pullback = new Region(derivative.Name, _region);
        Argument[] own = Inputs(pullback);
        Value cotangent = pullback.Builder.Input("cotangent", type);
        Argument? gradients = null;
        InRegion(pullback, derivative, [.. own, new ValueArgument(cotangent)], () => gradients = Run(derivativeBody));
        Argument[] items = gradients is TupleArgument tuple ? [.. tuple.Items] : [gradients!];
        List<GraphOutput> outputs = [];
        for (int i = 0; i < wanted.Length; i++)
        {
            TensorType expected = _builder.TypeOf(((ValueArgument)arguments[wanted[i]]).Value);
            Value gradient = Lift(pullback.Builder, items[i], expected);
            if (pullback.Builder.TypeOf(gradient) != expected)
                throw Refuse(derivative.Location(), Rules.ShapeMismatch, $"the derivative with respect to '{method.Parameters[wanted[i]].Name}' has shape {pullback.Builder.ShapeOf(gradient).ToDisplayString()}, not {expected.Shape.ToDisplayString()}");
            outputs.Add(new GraphOutput("d" + method.Parameters[wanted[i]].Name, gradient));
        }

        var positions = wanted.Select(w => (long)arguments.Take(w).Count(a => a is ValueArgument));
        Graph[] regions =
        [
            primal.Finish(Values(inputs), [new GraphOutput("result", output)]),
            pullback.Finish([.. Values(own), cotangent], outputs),
        ];
        return new ValueArgument(_builder.Add(new Node("call", operands.ToEquatableArray(), [NodeAttribute.Integers("differentiable", positions)], regions.ToEquatableArray(), [], new Origin(null, SourceLine.Of(at.Syntax), -1))));

        Argument[] Inputs(Region region) => [.. arguments.Select((a, i) => a is ValueArgument v ? new ValueArgument(region.Builder.Input(method.Parameters[i].Name, _builder.TypeOf(v.Value))) : a)];
    }

    private static IEnumerable<Value> Values(IEnumerable<Argument> arguments) => arguments.OfType<ValueArgument>().Select(a => a.Value);

    private void InRegion(Region region, IMethodSymbol method, Argument[] arguments, Action run)
    {
        Region around = _region;
        Frame caller = _frame;
        _region = region;
        _frame = new Frame(method, caller) { StartsRegion = true };
        for (int i = 0; i < arguments.Length; i++)
            _frame.Variables[Bodies.Implementation(method).Parameters[i]] = arguments[i];
        run();
        _frame = caller;
        _region = around;
    }

    private bool IsRunning(IMethodSymbol method)
    {
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Method, method))
                return true;
        }

        return false;
    }
}
