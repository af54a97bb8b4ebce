using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>The model's state: a variable of the outermost method that begins with an input and leaves an output behind where it is assigned.</content>
internal sealed partial class MethodLowering
{
    private readonly List<(StateDeclaration State, Slot Slot, Value Input)> _states = [];

    private Frame Outermost
    {
        get
        {
            Frame frame = _frame;
            while (frame.Caller is { } caller)
                frame = caller;
            return frame;
        }
    }

    private void BeginStates()
    {
        foreach (StateDeclaration state in _model.States)
        {
            Value input = _builder.Input(state.Value, state.Type);
            var slot = new Slot(state.Name);
            _states.Add((state, slot, input));
            _frame.Variables[slot] = new ValueArgument(input);
        }
    }

    private void EndStates()
    {
        foreach ((StateDeclaration state, Slot slot, Value input) in _states)
        {
            if (_frame.Variables[slot] is ValueArgument { Value: var last } && last != input)
                _builder.Output(state.Value, last);
        }
    }

    private Graph WithoutUnreadStates(Graph graph)
    {
        HashSet<Value> read = [.. graph.Nodes.SelectMany(n => n.Operands), .. graph.Outputs.Select(o => o.Value)];
        HashSet<Value> unread = [.. _states.Select(s => s.Input).Where(i => !read.Contains(i))];
        return unread.Count == 0 ? graph : _region.Finish(graph.Inputs.Where(i => !unread.Contains(i)), graph.Outputs);
    }

    private Slot? StateOf(IPropertyReferenceOperation reference)
        => reference is { Instance: IInstanceReferenceOperation, Property: var property } && property.Has(Names.State) ? _states.Where(s => s.State.Name == property.Name).Select(s => s.Slot).FirstOrDefault() : null;

    private Argument? State(IPropertyReferenceOperation reference) => StateOf(reference) is { } slot ? Region.Resolve(Outermost.Variables[slot]) : null;

    private void AssignState(IOperation at, Slot slot, Argument value)
    {
        TensorType declared = _states.First(s => s.Slot == slot).State.Type;
        if (value is not ValueArgument { Value: var next } || _builder.TypeOf(next) is var type && type != declared)
            throw Refuse(at, Rules.ShapeMismatch, $"state '{slot.Name}' is declared as {declared.Shape.ToDisplayString()} but is given {(value is ValueArgument given ? "shape " + _builder.ShapeOf(given.Value).ToDisplayString() : "no tensor")}");
        Outermost.Variables[slot] = value;
    }
}
