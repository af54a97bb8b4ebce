using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ArgumentKind = AutoGrad.Compiler.Declarations.ArgumentKind;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Layers: the graph of a layer's forward method, from this compilation or from another assembly, is written out in place.</content>
internal sealed partial class MethodLowering
{
    // A layer's property, or one of a layer; null for other properties.
    private Argument? OfLayer(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (property.Has(Names.Layer) && reference.Instance is IInstanceReferenceOperation && _model.Layers.TryGetValue(property.Name, out LayerPart? part))
            return part.Model is null ? throw new RefusedException(problem: null) : new LayerArgument(part, null);
        if (reference.Instance is null or IInstanceReferenceOperation || !IsLayer(reference.Instance.Type))
            return null;
        if (Evaluate(reference.Instance) is not LayerArgument layer)
            return null;
        if (layer.IsStack)
            return property.Name == "Length" ? new IndexArgument(layer.Part.Declaration.Repeat!.Value) : throw Unsupported(reference);
        return property.Has(Names.Parameter) && layer.Part.Model!.Parameters.Any(p => p.Name == property.Name)
            ? new ValueArgument(ParameterOf(reference, layer, property.Name))
            : throw Refuse(reference, Rules.Unsupported, $"'{SourceLine.Of(reference.Syntax)}'", "a forward pass uses a layer by its [Forward] methods and its parameters");
    }

    private LayerArgument? ElementOfStack(IArrayElementReferenceOperation element)
    {
        if (!IsLayer(element.ArrayReference.Type) || element.Indices is not [var index] || Evaluate(element.ArrayReference) is not LayerArgument { IsStack: true } stack)
            return null;
        Argument position = Evaluate(index);
        if (position is IndexArgument { Index.Constant: { } constant } && (constant < 0 || constant >= stack.Part.Declaration.Repeat))
            throw Refuse(index, Rules.IndexOutside, FormattableString.Invariant($"layer {constant} does not exist: there are {stack.Part.Declaration.Repeat}"));
        return position is IndexArgument || IsInteger(position) ? stack with { Index = position } : throw Unsupported(index);
    }

    // The layers of a stack are one loop over the rows of their stacked parameters.
    private void ForEachLayer(IForEachLoopOperation loop, LayerArgument stack, ISymbol variable, Slot broken, Slot continued)
    {
        if (LeavesEarly(loop))
            throw Refuse(loop.Syntax.GetFirstToken().GetLocation(), Rules.Unsupported, "A loop over layers that ends early", "run all layers, and choose between results");
        Run(new Iteration(loop, broken, continued)
        {
            Count = stack.Part.Declaration.Repeat!.Value,
            Name = variable.Name,
            IsOverLayers = true,
            Assigned = Assigned(loop.Body),
            Enter = index => _frame.Variables[variable] = stack with { Index = new ValueArgument(index) },
            Body = () => Execute(loop.Body),
        });
    }

    // A method of a layer; null for other methods.
    private Argument? CallLayer(IInvocationOperation call)
    {
        bool isVariable = call.Instance is IPropertyReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation;
        if (!isVariable || !IsLayer(call.Instance!.Type) || call.TargetMethod.ContainingType.IsExtension)
            return null;
        if (Evaluate(call.Instance) is not LayerArgument { IsStack: false } layer)
            throw Refuse(call.Instance, Rules.Unsupported, $"'{SourceLine.Of(call.Instance.Syntax)}'", "a layer of a model is a property marked [Layer]");
        IMethodSymbol method = call.TargetMethod;
        if (!method.Has(Names.Forward))
            throw Refuse(call, Rules.Unsupported, $"A call of '{method.Display()}'", "only [Forward] methods of a layer can be called in a forward pass: mark it [Forward]");
        Argument[] arguments = Arguments(call);
        MethodDeclaration? declaration = new MethodReader(method, []) { Rest = RestOf(call, layer, arguments) }.Read();
        CompiledForward? forward = declaration is null ? null : layer.Part.Model!.Forwards.FirstOrDefault(f => f.Signature == CompiledForward.SignatureOf(declaration));
        if (declaration is null || forward is null || !Fits(forward.Graph, declaration))
            throw Refuse(call, Rules.LayerGraph, layer.Part.Declaration.Name, $"'{layer.Part.Type.Name}' carries no compiled form that fits '{method.Display()}': compile its assembly again");
        return CallLayer(call, layer, arguments, declaration, forward.Graph);
    }

    // What the dots in a layer's shapes stand for.
    private int? RestOf(IInvocationOperation call, LayerArgument layer, Argument[] arguments)
    {
        if (MethodReader.Ranked(call.TargetMethod) is not var (parameter, axes) || arguments[parameter.Ordinal] is not ValueArgument value)
            return null;
        Shape actual = _builder.ShapeOf(value.Value);
        if (actual.Rank >= Math.Max(1, axes) && actual.Rank <= ShapeReader.MostAxes)
            return actual.Rank - axes;
        IOperation at = call.Arguments.First(a => a.Parameter?.Ordinal == parameter.Ordinal).Value;
        string declared = string.Join(", ", ShapeReader.Items(parameter.Find(Names.Shape)!));
        throw Refuse(at, Rules.CallMismatch, parameter.Name, $"{layer.Part.Declaration.Name}.{call.TargetMethod.Name}", $"[{declared}]", actual.ToDisplayString(), FormattableString.Invariant($", of {Math.Max(1, axes)} to {ShapeReader.MostAxes} axes,"));
    }

    private Argument CallLayer(IInvocationOperation call, LayerArgument layer, Argument[] arguments, MethodDeclaration method, Graph graph)
    {
        var operands = new IOperation[arguments.Length];
        foreach (IArgumentOperation argument in call.Arguments)
            operands[argument.Parameter!.Ordinal] = argument.Value;
        Dictionary<string, Dim> symbols = Symbols(call, layer);
        List<Value> values = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            ArgumentDeclaration declared = method.Arguments[i];
            if (declared.Kind == ArgumentKind.Index)
                symbols[declared.Symbol] = arguments[i] is IndexArgument index ? index.Index : throw Refuse(operands[i], Rules.Unsupported, $"The argument '{SourceLine.Of(operands[i].Syntax)}'", "an int that a layer takes must be known when the method is entered");
            else
                values.Add(declared.Kind == ArgumentKind.Scalar ? Lift(operands[i], arguments[i], call.TargetMethod.Parameters[i].Type) : ((ValueArgument)arguments[i]).Value);
        }

        int value = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (method.Arguments[i].Kind != ArgumentKind.Index)
                BindLengths(operands[i], layer, call.TargetMethod.Parameters[i], method.Arguments[i], _builder.TypeOf(values[value++]), symbols);
        }

        values.AddRange(graph.Inputs.Skip(values.Count).Select(v => StateOfLayer(call, layer, graph.Nodes[v.Node].Text("name"))));
        if (_builder.Count + graph.Nodes.Count > MostNodes)
            throw Refuse(call, Rules.Unsupported, "A forward pass of this size", FormattableString.Invariant($"it has more than {MostNodes} operations after calls are written out"));
        var binding = new LayerGraph
        {
            Symbols = symbols,
            Parameter = name => ParameterOf(call, layer, name),
            Setting = (builder, name) => SettingOf(call, layer, name, builder),
            LoopSymbol = () => FormattableString.Invariant($"loopCount{++_whileCount}"),
            Ordinal = _positions.Count,
            Name = layer.Part.Declaration.Name,
        };
        _positions.Add(Position.Of(call.Syntax));
        try
        {
            IReadOnlyList<Value> results = binding.AddTo(_builder, Steps() is { } steps ? Truncation.Mark(graph, steps) : graph, values);
            for (int i = method.Destinations.Count; i < results.Count; i++)
                LeaveStateOfLayer(call, layer, graph.Outputs[i].Name, results[i]);
            results = [.. results.Take(method.Destinations.Count)];
            _region.CalleeNames[results[0]] = char.ToLowerInvariant(layer.Part.Declaration.Name[0]) + layer.Part.Declaration.Name.Substring(1);
            return results.Count == 1 ? new ValueArgument(results[0]) : new TupleArgument(results.Select(r => (Argument)new ValueArgument(r)).ToEquatableArray());
        }
        catch (ShapeException mismatch)
        {
            throw Refuse(call, Mismatches.Rule(mismatch.Fault), $"in '{layer.Part.Declaration.Name}': {mismatch.Message}");
        }
    }

    // What the layer's lengths stand for: arguments of its constructor, and ints that it reads from its fields.
    private Dictionary<string, Dim> Symbols(IOperation at, LayerArgument layer)
    {
        var symbols = new Dictionary<string, Dim>(StringComparer.Ordinal);
        foreach (SettingDeclaration setting in layer.Part.Model!.Settings.Where(s => s.Element == ElementType.I32))
        {
            SettingDeclaration? own = OwnersOf(at, layer, setting);
            symbols[setting.Symbol] = own is null ? layer.Part.Settings[setting.Name].Index : Dim.Symbol(own.Symbol);
            if (own is { IsArgument: false })
                _signed.Add(own.Symbol);
        }

        return symbols;
    }

    private Value SettingOf(IOperation at, LayerArgument layer, string name, GraphBuilder builder)
    {
        SettingDeclaration setting = layer.Part.Model!.Settings.First(s => s.Name == name);
        return OwnersOf(at, layer, setting) is { } own ? builder.Setting(own.Name, own.Element) : builder.Constant(layer.Part.Settings[name].Number, setting.Element);
    }

    // The owner's setting that stands for a layer's; null where that is a constant.
    private SettingDeclaration? OwnersOf(IOperation at, LayerArgument layer, SettingDeclaration setting)
    {
        if (setting.IsArgument)
            return layer.Part.Settings[setting.Name].Owner;
        if (layer.Index is not null)
            throw Refuse(at, Rules.Unsupported, $"The setting '{setting.Name}' of the layers of '{layer.Part.Declaration.Name}'", "it may differ from layer to layer: make it an argument of the layer's constructor");
        return _model.Settings!.OfLayer(layer.Part.Declaration, setting, out string fault) ?? throw Refuse(at, Rules.Unsupported, $"The setting '{setting.Name}'", fault);
    }

    private Value ParameterOf(IOperation at, LayerArgument layer, string name)
    {
        Value value = Parameter(_model.Parameters[layer.Part.NameOf(name)]).Value;
        return layer.Index is { } index ? Row(at, value, Integer(at, index)) : value;
    }

    private static void BindLengths(IOperation at, LayerArgument layer, IParameterSymbol parameter, ArgumentDeclaration declared, TensorType actual, Dictionary<string, Dim> symbols)
    {
        bool fits = declared.Type.Shape.Rank == actual.Shape.Rank && declared.Type.Element == actual.Element;
        for (int i = 0; fits && i < actual.Shape.Rank; i++)
        {
            Dim length = declared.Type.Shape[i];
            if (length.Constant is null && !symbols.ContainsKey(length.ToString()))
                symbols.Add(length.ToString(), actual.Shape[i]);
            fits = length.Substitute(symbols).Equals(actual.Shape[i]);
        }

        if (!fits)
        {
            var expected = new Shape(declared.Type.Shape.Dims.Select(d => d.Substitute(symbols)).ToEquatableArray());
            throw new RefusedException(new Problem(
                Rules.CallMismatch, at.Syntax.GetLocation(), declared.Name, $"{layer.Part.Declaration.Name}.{parameter.ContainingSymbol.Name}", declared.Type.Shape.ToDisplayString(), actual.Shape.ToDisplayString(), $", here {expected.ToDisplayString()},")
            {
                Declaration = DeclarationOf(parameter),
            });
        }
    }

    // A layer of another assembly is declared where no editor can show it.
    private static Location? DeclarationOf(IParameterSymbol parameter)
        => parameter.Find(Names.Shape) is { ApplicationSyntaxReference: not null } attribute ? attribute.Location(parameter) : null;

    // What another assembly bears must have the inputs that its method declares.
    private static bool Fits(Graph graph, MethodDeclaration method)
        => graph.Inputs.Select(v => (Name: graph.Nodes[v.Node].Text("name"), Type: graph.TypeOf(v))).Where(i => !StateDeclaration.IsState(i.Name)).SequenceEqual(method.Arguments.Where(a => a.Kind != ArgumentKind.Index).Select(a => (a.Name, a.Type)));

    private static bool IsLayer(ITypeSymbol? type) => ((type as IArrayTypeSymbol)?.ElementType ?? type) is INamedTypeSymbol named && named.Has(Names.Model);
}
