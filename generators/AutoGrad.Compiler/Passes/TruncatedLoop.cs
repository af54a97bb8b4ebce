using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>One loop of T steps through which gradients flow back at most k of them.</summary>
internal sealed class TruncatedLoop
{
    private readonly Node _loop;
    private readonly LoopParts _parts;
    private readonly long _steps;
    private readonly GraphBuilder _builder;

    /// <param name="loop">The loop, its operands as values of the graph under construction.</param>
    /// <param name="steps">k.</param>
    /// <param name="builder">The graph around it.</param>
    public TruncatedLoop(Node loop, long steps, GraphBuilder builder)
    {
        _loop = loop;
        _parts = new LoopParts(loop);
        _steps = steps;
        _builder = builder;
    }

    /// <summary>Whether nothing leaves the loop but the last values of what each step computes anew.</summary>
    public bool LeavesLastValuesOnly => _loop.Results.Count == _parts.Carried && !Enumerable.Range(0, _parts.Carried).Any(Gathers);

    /// <summary>Adds the loop with stops at the steps of which T - t is a multiple of k.</summary>
    public Value AddWithStops()
    {
        var body = new GraphRewriter(_parts.Body);
        foreach (Value input in _parts.Inputs)
            body.Copy(input.Node);
        // The number of steps from here to the end: the index runs down where the loop is reversed.
        Value index = body[_parts.Inputs[0]], one = body.Builder.Constant(1, ElementType.I32), count = body.Builder.Dimension(_parts.Count, ElementType.I32);
        Value rest = _loop.Flag("reverse") ? body.Builder.Add("add", [index, one]) : body.Builder.Add("subtract", [count, index]);
        Value modulus = body.Builder.Add("remainder", [rest, body.Builder.Constant(_steps, ElementType.I32)]);
        Value isCut = body.Builder.Add("and", [
            body.Builder.Add("equal", [modulus, body.Builder.Constant(0, ElementType.I32)]),
            body.Builder.Add("less", [rest, count]),
        ]);
        foreach (Value input in Enumerable.Range(0, _parts.Carried).Where(c => !Gathers(c)).Select(_parts.CarriedInput))
        {
            if (!_parts.Body.TypeOf(input).IsDifferentiable)
                continue;
            var x = new Expr(body.Builder, body[input]);
            body[input] = Expr.Where(new Expr(body.Builder, isCut).BroadcastTo(x.Type.Shape, []), x.Apply("stop_gradient"), x).Value;
        }

        for (int i = 0; i < _parts.Body.Nodes.Count; i++)
        {
            if (_parts.Body.Nodes[i].Op != "input")
                body.Copy(i);
        }

        return _builder.Add(_parts.With(body.Finish(), _loop.Operands, _parts.Captured, _parts.Carried));
    }

    /// <summary>Adds a loop over all but the last k steps, through which nothing flows back, and one over those.</summary>
    public Value AddCut()
    {
        Dim last = Dim.Min(_steps, _parts.Count), first = _parts.Count - last;
        if (first.Is(0))
            return _builder.Add(_loop with { Results = [] });
        bool isReverse = _loop.Flag("reverse");
        // Of long sequences nothing is to be kept that grows with them: no products of all rows either.
        Node head = Part(isReverse ? last : 0, first, _loop.Operands.Skip(_parts.Captured).Take(_parts.Carried), streams: true);
        Value before = _builder.Add(head);
        Value[] starts = [.. Enumerable.Range(0, _parts.Carried).Select(c => Start(_loop.Operands[_parts.Captured + c], before with { Result = c }, first))];
        return _builder.Add(Part(isReverse ? 0 : first, last, starts, streams: false));
    }

    // With no more than k steps the loop begins with what it begins with, to which gradients flow.
    private Value Start(Value start, Value reached, Dim first)
    {
        if (!_builder.TypeOf(start).IsDifferentiable)
            return reached;
        var stopped = new Expr(_builder, _builder.Add("stop_gradient", [reached]));
        Node node = _builder[start.Node];
        bool isConstant = node.Op == "constant" || (node.Op == "broadcast" && _builder[node.Operands[0].Node].Op == "constant");
        if (first.Constant is not null || isConstant)
            return stopped.Value;
        Value isWhole = _builder.Add("equal", [_builder.Dimension(first, ElementType.I32), _builder.Constant(0, ElementType.I32)]);
        return Expr.Where(new Expr(_builder, isWhole).BroadcastTo(stopped.Type.Shape, []), new Expr(_builder, start), stopped).Value;
    }

    private Node Part(Dim from, Dim count, IEnumerable<Value> starts, bool streams)
    {
        Value Rows(int operand) => _builder.Add("slice", [_loop.Operands[operand]], NodeAttribute.Integers("axis", [0]), NodeAttribute.Dims("start", [from]), NodeAttribute.Dims("length", [count]));
        Value[] operands = [.. _loop.Operands.Take(_parts.Captured), .. starts, .. _parts.SlicedOperands.Select(Rows)];
        IEnumerable<NodeAttribute> attributes = _loop.Attributes.Select(a => a.Key == "count" ? NodeAttribute.Dims("count", [count]) : a);
        return _loop with
        {
            Operands = operands.ToEquatableArray(),
            Attributes = (streams ? attributes.Append(NodeAttribute.Flag("streams")) : attributes).ToEquatableArray(),
            Regions = [Shifted(from)],
            Results = [],
        };
    }

    // The body for an index that begins at zero.
    private Graph Shifted(Dim from)
    {
        if (from.Is(0))
            return _parts.Body;
        var body = new GraphRewriter(_parts.Body);
        foreach (Value input in _parts.Inputs)
            body.Copy(input.Node);
        body[_parts.Inputs[0]] = body.Builder.Add("add", [body[_parts.Inputs[0]], body.Builder.Dimension(from, ElementType.I32)]);
        for (int i = 0; i < _parts.Body.Nodes.Count; i++)
        {
            if (_parts.Body.Nodes[i].Op != "input")
                body.Copy(i);
        }

        return EliminateDeadCode.Run(body.Finish());
    }

    // Whether a step only adds to a carried value.
    private bool Gathers(int carried)
    {
        Value input = _parts.CarriedInput(carried), next = _parts.Body.Outputs[carried].Value;
        int reads = _parts.Body.Nodes.Sum(n => n.Operands.Count(o => o == input)) + _parts.Body.Outputs.Count(o => o.Value == input);
        return reads == 1 && IsTerm(input, next, carried);
    }

    private bool IsTerm(Value input, Value sum, int carried)
    {
        if (sum == input)
            return true;
        Node node = _parts.Body.Nodes[sum.Node];
        int reads = _parts.Body.Nodes.Sum(n => n.Operands.Count(o => o == sum)) + _parts.Body.Outputs.Where((_, o) => o != carried).Count(o => o.Value == sum);
        bool isOnly = reads <= (sum == _parts.Body.Outputs[carried].Value ? 0 : 1);
        return isOnly && node.Op switch
        {
            "add" => node.Operands.Any(o => IsTerm(input, o, carried)),
            "subtract" => IsTerm(input, node.Operands[0], carried),
            _ => false,
        };
    }
}
