using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>
/// The model's state, that of its layers included, and the number of its draws: variables of the outermost method that begin with an input and leave
/// an output behind where they are assigned.
/// </content>
internal sealed partial class MethodLowering
{
    private readonly List<(string Name, TensorType Type, Slot Slot, Value Input)> _states = [];

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
            Begin(state.Value, state.Type, new Slot(state.Name));
        if (_model.MayDraw)
            Begin(StateDeclaration.Draws, new TensorType(ElementType.I32, Shape.Scalar), _draws);

        void Begin(string name, TensorType type, Slot slot)
        {
            Value input = _builder.Input(name, type);
            _states.Add((name, type, slot, input));
            _frame.Variables[slot] = new ValueArgument(input);
        }
    }

    private void EndStates()
    {
        foreach ((string name, _, Slot slot, Value input) in _states)
        {
            if (_frame.Variables[slot] is ValueArgument { Value: var last } && last != input)
                _builder.Output(name, last);
        }
    }

    private Graph WithoutUnreadStates(Graph graph)
    {
        HashSet<Value> read = [.. graph.Nodes.SelectMany(n => n.Operands), .. graph.Outputs.Select(o => o.Value)];
        HashSet<Value> unread = [.. _states.Select(s => s.Input).Where(i => !read.Contains(i))];
        return unread.Count == 0 ? graph : _region.Finish(graph.Inputs.Where(i => !unread.Contains(i)), graph.Outputs);
    }

    private Slot? StateOf(IPropertyReferenceOperation reference)
        => reference is { Instance: IInstanceReferenceOperation, Property: var property } && property.Has(Names.State) ? SlotOf(property.Name) : null;

    private Slot? SlotOf(string state) => _states.Where(s => s.Name != StateDeclaration.Draws && StateDeclaration.NameOf(s.Name) == state).Select(s => s.Slot).FirstOrDefault();

    private Argument? State(IPropertyReferenceOperation reference) => StateOf(reference) is { } slot ? Region.Resolve(Outermost.Variables[slot]) : null;

    private void AssignState(IOperation at, Slot slot, Argument value)
    {
        TensorType declared = _states.First(s => s.Slot == slot).Type;
        if (value is not ValueArgument { Value: var next } || _builder.TypeOf(next) is var type && type != declared)
            throw Refuse(at, Rules.ShapeMismatch, $"state '{slot.Name}' is declared as {declared.Shape.ToDisplayString()} but is given {(value is ValueArgument given ? "shape " + _builder.ShapeOf(given.Value).ToDisplayString() : "no tensor")}");
        Outermost.Variables[slot] = value;
    }

    // What a layer's graph reads of its state, or of the number of draws.
    private Value StateOfLayer(IOperation at, LayerArgument layer, string name)
    {
        Slot slot = SlotOfLayer(layer, name);
        Value state = ((ValueArgument)Region.Resolve(Outermost.Variables[slot])).Value;
        return layer.Index is { } index && slot != _draws ? Row(at, state, Integer(at, index)) : state;
    }

    // What it leaves behind.
    private void LeaveStateOfLayer(IOperation at, LayerArgument layer, string name, Value next)
    {
        Slot slot = SlotOfLayer(layer, name);
        if (layer.Index is { } index && slot != _draws)
            next = _builder.Add("set_row", [((ValueArgument)Region.Resolve(Outermost.Variables[slot])).Value, next, Integer(at, index)]);
        Outermost.Variables[slot] = new ValueArgument(next);
    }

    private Slot SlotOfLayer(LayerArgument layer, string name)
        => name == StateDeclaration.Draws ? _draws : SlotOf(layer.Part.NameOf(StateDeclaration.NameOf(name))) ?? throw new InvalidOperationException($"there is no state '{name}' of '{layer.Part.Declaration.Name}'");
}
