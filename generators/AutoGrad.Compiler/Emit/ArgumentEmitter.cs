using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the checks of a method's arguments, which bind its symbols, and the references to their elements.</summary>
internal sealed class ArgumentEmitter(MethodDeclaration method, SourceWriter writer, Names names, bool takesTensors = false)
{
    private readonly Dictionary<string, string> _boundBy = [];

    /// <summary>The model, whose settings bind symbols already; null for functions.</summary>
    public ModelDeclaration? Model { get; init; }

    /// <summary>Writes the ints that enums stand for.</summary>
    public void WriteEnums()
    {
        foreach (ArgumentDeclaration argument in method.Arguments.Where(a => a.EnumType is not null))
            writer.WriteLine($"int {argument.Symbol} = (int){argument.Name};");
    }

    /// <summary>Writes the checks. Where <paramref name="refusesEmpty"/>, a symbol may not be zero.</summary>
    public void WriteChecks(bool refusesEmpty)
    {
        foreach (ArgumentDeclaration index in method.Arguments.Where(a => a.Kind == ArgumentKind.Index))
            _boundBy[index.Symbol] = index.Name;
        foreach (SettingDeclaration setting in Model?.Settings ?? [])
            _boundBy[setting.Symbol] = "the constructor";
        foreach (ArgumentDeclaration argument in Tensors)
        {
            Shape shape = argument.Type.Shape;
            string declared = CSharp.Quote(shape.ToDisplayString()), name = CSharp.Quote(argument.Name);
            writer.WriteLine($"ShapeCheck.Rank({argument.Name}.Lengths, {shape.Rank.ToString(CultureInfo.InvariantCulture)}, {name}, {declared});");
            for (int axis = 0; axis < shape.Rank; axis++)
                WriteAxis(argument.Name, axis, shape[axis], declared, refusesEmpty);
        }

        foreach (ArgumentDeclaration argument in Tensors)
        {
            for (int axis = 0; axis < argument.Type.Shape.Rank; axis++)
                WriteComposite(argument.Name, axis, argument.Type.Shape);
        }

        writer.WriteLine();
    }

    /// <summary>Writes the references to the elements and tells the body where they are.</summary>
    public void WriteReferences(BodyEmitter body, Graph graph, ElementType element, string workspace)
    {
        int[] inputs = [.. graph.Find("input")];
        int position = 0, slot = 0;
        foreach (ArgumentDeclaration argument in method.Arguments)
        {
            if (argument.Kind == ArgumentKind.Index)
                continue;
            var value = new Value(inputs[position++]);
            if (argument.Kind == ArgumentKind.Scalar)
            {
                body.PlaceScalar(value, argument.Name);
                continue;
            }

            string local = names.Unique(argument.Name + "Data");
            string number = slot.ToString(CultureInfo.InvariantCulture);
            slot += 2;
            string own = CSharp.Type(argument.Type.Element), type = CSharp.Type(element);
            string source = argument.Name;
            if (takesTensors)
            {
                source = names.Unique(argument.Name + "Span");
                writer.WriteLine($"ReadOnlyTensorSpan<{own}> {source} = {argument.Name};");
            }

            bool isConverted = argument.Type.Element != ElementType.I32 && argument.Type.Element != element;
            writer.WriteLine(!isConverted ? $"ref readonly {own} {local} = ref {workspace}.Dense(in {source}, {number});"
                : argument.Type.Element == ElementType.Bool ? $"ref readonly {type} {local} = ref {workspace}.FromBoolean<{type}>(in {source}, {number});"
                : $"ref readonly {type} {local} = ref {workspace}.Convert<{own}, {type}>(in {source}, {number});");
            body.Place(value, local);
            body.Display(value, argument.Name);
        }

        if (Model is { } model)
            StateEmitter.WriteValues(writer, body, model, graph, names, element, slot);
    }

    private IEnumerable<ArgumentDeclaration> Tensors => method.Arguments.Where(a => a.Kind == ArgumentKind.Tensor);

    private void WriteAxis(string argument, int axis, Dim length, string declared, bool refusesEmpty)
    {
        string at = axis.ToString(CultureInfo.InvariantCulture), name = CSharp.Quote(argument);
        if (length.Constant is { } constant)
        {
            writer.WriteLine($"ShapeCheck.Length({argument}.Lengths, {at}, {constant.ToString(CultureInfo.InvariantCulture)}, {name}, {declared});");
        }
        else if (SymbolOf(length) is { } symbol)
        {
            if (_boundBy.TryGetValue(symbol, out string? by))
            {
                writer.WriteLine($"ShapeCheck.Bound({argument}.Lengths, {at}, {symbol}, {name}, {declared}, {CSharp.Quote(symbol)}, {CSharp.Quote(by)});");
                return;
            }

            _boundBy[symbol] = argument;
            names.Unique(symbol);
            writer.WriteLine($"nint {symbol} = {argument}.Lengths[{at}];");
            if (refusesEmpty)
                writer.WriteLine($"ShapeCheck.NotEmpty({symbol}, {CSharp.Quote(symbol)}, {name});");
        }
    }

    private void WriteComposite(string argument, int axis, Shape shape)
    {
        Dim length = shape[axis];
        if (length.Constant is null && SymbolOf(length) is null)
            writer.WriteLine($"ShapeCheck.Length({argument}.Lengths, {axis.ToString(CultureInfo.InvariantCulture)}, {CSharp.Expression(length)}, {CSharp.Quote(argument)}, {CSharp.Quote(shape.ToDisplayString())});");
    }

    private static string? SymbolOf(Dim dim)
        => dim.Terms.Count == 1 && dim.Terms[0] is { Coefficient: 1, Factors.Count: 1 } term && term.Factors[0] is SymbolAtom symbol ? symbol.Name : null;
}
