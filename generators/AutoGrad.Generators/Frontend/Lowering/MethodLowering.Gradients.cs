using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Calls of generated derivatives: a node that owns the function's graph, which a pass differentiates.</content>
internal sealed partial class MethodLowering
{
    private TupleArgument? CallDerivative(IInvocationOperation call, IMethodSymbol method)
        => GeneratedDerivative.Find(method) is { } derivative ? CallDerivative(call, derivative, Arguments(call)) : null;

    private TupleArgument CallDerivative(IInvocationOperation call, GeneratedDerivative derivative, Argument[] all)
    {
        IMethodSymbol function = derivative.Function;
        if (IsRunning(function))
            throw Refuse(call, Rules.Recursion, function.Name);
        CheckCallee(call, function);
        IOperation body = _bodies.Find(function) ?? throw Refuse(call, Rules.NoDerivative, function.Display(), "it has no body in this project");
        int[] wanted = [.. CustomDerivative.Wanted(function)];
        Argument[] arguments = [.. all.Take(function.Parameters.Length).Select((a, i) => a is NumberArgument ? new ValueArgument(Lift(call, a, function.Parameters[i].Type)) : a)];
        var bound = new Dictionary<Dim, (Dim Length, string By)>();
        for (int i = 0; i < arguments.Length; i++)
            CheckArgument(call, function.Parameters[i], arguments[i], bound);

        var region = new Region(function.Name, _region);
        Argument[] inputs = [.. arguments.Select((a, i) => a is ValueArgument v ? new ValueArgument(region.Builder.Input(function.Parameters[i].Name, _builder.TypeOf(v.Value))) : a)];
        Value? output = null;
        InRegion(region, function, inputs, () => output = Lift(body, Result(body, function, inputs), function.ReturnType));
        Graph graph = region.Finish(Values(inputs), [new GraphOutput("result", output!.Value)]);

        Value[] more = [.. all.Skip(arguments.Length).Select((a, i) => Lift(call, a, call.TargetMethod.Parameters[arguments.Length + i].Type))];
        var positions = wanted.Select(w => (long)arguments.Take(w).Count(a => a is ValueArgument));
        CheckAlong(call, derivative, graph, positions, more);
        Value node = _builder.Add(new Node(
            derivative.IsForward ? "jvp" : "vjp",
            [.. Values(arguments), .. more],
            [NodeAttribute.Integers("wanted", positions)],
            [graph],
            [],
            new Origin(null, SourceLine.Of(call.Syntax), -1)));
        return new TupleArgument(_builder[node.Node].Results.Select((_, r) => (Argument)new ValueArgument(node with { Result = r })).ToEquatableArray());
    }

    private void CheckAlong(IInvocationOperation call, GeneratedDerivative derivative, Graph graph, IEnumerable<long> wanted, Value[] more)
    {
        TensorType[] expected = derivative.IsForward ? [.. wanted.Select(w => graph.TypeOf(graph.Inputs[(int)w]))] : [graph.TypeOf(graph.Outputs[0].Value)];
        for (int i = 0; i < more.Length; i++)
        {
            if (_builder.TypeOf(more[i]) != expected[i])
                throw Refuse(call, Rules.ShapeMismatch, $"the {(derivative.IsForward ? "tangent" : "cotangent")} has shape {_builder.ShapeOf(more[i]).ToDisplayString()}, and what it belongs to {expected[i].Shape.ToDisplayString()}");
        }
    }

    // A function that has a derivative of the user's own has it here too.
    private Argument Result(IOperation body, IMethodSymbol method, Argument[] arguments)
        => InlineCustom(body, method, arguments) ?? Run(body) ?? throw new RefusedException(problem: null);
}
