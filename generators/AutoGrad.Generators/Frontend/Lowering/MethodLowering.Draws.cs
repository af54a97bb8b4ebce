using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>
/// Random numbers: how many tensors of them were drawn is an int that goes through the method as state does, so that each draw, in each iteration, is
/// another one, as it is where the method runs as written.
/// </content>
internal sealed partial class MethodLowering
{
    private readonly Slot _draws = new("draws");

    private ValueArgument Draw(IInvocationOperation call)
    {
        if (call.Instance is not IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } || !GeneratedMembers.Is(property, GeneratedMembers.Draws) || _model.Settings is null)
            throw Refuse(call, Rules.Unsupported, $"'{SourceLine.Of(call.Syntax)}'", "a forward pass draws from its own model: write Draws.Uniform(...)");
        EquatableArray<Dim> lengths = (call.TargetMethod.Name, Arguments(call)) switch
        {
            ("UniformLike", [ValueArgument like]) => _builder.ShapeOf(like.Value).Dims,
            ("Uniform", [ListArgument list]) when list.Items.Count > 0 && list.Items.All(i => i is IndexArgument) => list.Items.Select(i => ((IndexArgument)i).Index).ToEquatableArray(),
            _ => throw Refuse(call, Rules.Unsupported, $"'{SourceLine.Of(call.Syntax)}'", "its lengths are ints that are known when the method is entered, at least one"),
        };
        Value draw = ((ValueArgument)Region.Resolve(Outermost.Variables[_draws])).Value;
        _builder.Origin = new Origin(null, SourceLine.Of(call.Syntax), _positions.Count);
        _positions.Add(Position.Of(call.Syntax));
        Value drawn = Uniform.Build(_builder, draw, lengths);
        _builder.Origin = Origin.None;
        Outermost.Variables[_draws] = new ValueArgument(_builder.Add("add", [draw, _builder.Constant(1, ElementType.I32)]));
        return new ValueArgument(drawn);
    }
}
