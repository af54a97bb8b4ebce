using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes a model's state: the members that hold it, and how a method reads it, leaves it behind and makes that current.</summary>
internal static class StateEmitter
{
    /// <summary>Writes the field, with zeros in it.</summary>
    public static void WriteField(SourceWriter writer, StateDeclaration state) => writer.WriteLine($"private readonly StateTensor {state.Field} = new({CSharp.List(state.Lengths)});");

    /// <summary>Writes the properties, and the method that sets all state to zero.</summary>
    public static void WriteMembers(SourceWriter writer, ModelDeclaration model)
    {
        if (model.States.Count == 0)
            return;
        foreach (StateDeclaration state in model.States)
        {
            writer.WriteSummary($"Shape {state.Type.Shape.ToDisplayString()}. What a call leaves here, the next one finds; zeros at first.");
            using (writer.WriteBlock($"{state.PropertyHeader} Tensor<float> {state.Name}"))
            {
                writer.WriteLine($"get => {state.Field}.Value;");
                writer.WriteLine($"{state.Setter} => {state.Field}.Set(value, {CSharp.Quote(state.Name)});");
            }

            writer.WriteLine();
        }

        writer.WriteSummary("Sets all state to zero, as before the first call.");
        using (writer.WriteBlock("public void ResetState()"))
        {
            foreach (StateDeclaration state in model.States)
                writer.WriteLine($"{state.Field}.Reset();");
        }

        writer.WriteLine();
    }

    /// <summary>Writes references to the state that the graph reads.</summary>
    public static void WriteValues(SourceWriter writer, BodyEmitter body, ModelDeclaration model, Graph graph, Names names, ElementType element, int slot)
    {
        foreach (int i in graph.Find("input"))
        {
            if (model.States.FirstOrDefault(s => s.Value == graph.Nodes[i].Text("name")) is not { } state)
                continue;
            string local = names.Unique(Names.Camel(state.Name) + "State");
            if (element == ElementType.F32)
            {
                writer.WriteLine($"ref readonly float {local} = ref {state.Field}.Current;");
            }
            else
            {
                string span = names.Unique(local + "Span"), type = CSharp.Type(element);
                writer.WriteLine($"ReadOnlyTensorSpan<float> {span} = {state.Field}.Value;");
                writer.WriteLine($"ref readonly {type} {local} = ref {GeneratedFile.Workspace}.Convert<float, {type}>(in {span}, {slot.ToString(CultureInfo.InvariantCulture)});");
                slot += 2;
            }

            body.Place(new Value(i), local);
            body.Display(new Value(i), state.Name);
        }
    }

    /// <summary>Writes what the method leaves behind, which is not current yet.</summary>
    public static void WriteNext(SourceWriter writer, BodyEmitter body, ModelDeclaration model, Graph graph)
    {
        foreach (StateDeclaration state in model.States)
        {
            if (graph.Output(state.Value) is { } next)
                writer.WriteLine($"Layout.Copy(in {body.Storage(next)}, 1, ref {state.Field}.Next, 1, {CSharp.Expression(state.Type.Shape.Count)}, 1);");
        }
    }

    /// <summary>Writes what makes that current.</summary>
    public static void WriteCommit(SourceWriter writer, ModelDeclaration model, Graph graph)
    {
        foreach (StateDeclaration state in model.States.Where(s => graph.Output(s.Value) is not null))
            writer.WriteLine($"{state.Field}.Commit();");
    }
}
