using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes a model's state and random numbers, which its parameters hold, layers' included: the members through which the user sees them, and how a
/// method reads them, leaves them behind and makes that current.
/// </summary>
internal static class StateEmitter
{
    /// <summary>Writes the properties, and the method that sets all state to what it was at first.</summary>
    public static void WriteMembers(SourceWriter writer, ModelDeclaration model)
    {
        if (model.NamesDraws)
        {
            writer.WriteLine("// The random numbers of the model that this one is, or is a layer of.");
            writer.WriteLine("private RandomDraws Draws => Parameters.Draws;\n");
        }

        if (model.States.Count == 0)
            return;
        for (int i = 0; i < model.States.Count; i++)
        {
            StateDeclaration state = model.States[i];
            if (state.PropertyHeader.Length == 0)
                continue;
            writer.WriteSummary($"Shape {state.Type.Shape.ToDisplayString()}. What a call leaves here, the next one finds; {First(state)} at first.");
            using (writer.WriteBlock($"{state.PropertyHeader} Tensor<float> {state.Name}"))
            {
                writer.WriteLine($"get => {Of(i)}.Value;");
                writer.WriteLine($"{state.Setter} => {Of(i)}.Set(value);");
            }

            writer.WriteLine();
        }

        writer.WriteSummary("Sets all state to what it was before the first call.");
        writer.WriteLine("public void ResetState() => Parameters.ResetState();\n");
    }

    /// <summary>The definitions, as arguments.</summary>
    public static IEnumerable<string> Definitions(ModelDeclaration model)
        => model.States.Select(s => $"new StateDefinition({CSharp.Quote(s.Name)}, [{string.Join(", ", s.Copies)}], [{CSharp.List(s.Lengths)}]{(s.Initial == 0 ? "" : ", " + CSharp.Literal(s.Initial, ElementType.F32))})");

    /// <summary>Writes references to the state that the graph reads.</summary>
    public static void WriteValues(SourceWriter writer, BodyEmitter body, ModelDeclaration model, Graph graph, Names names, ElementType element, int slot)
    {
        foreach (int i in graph.Find("input"))
        {
            if (Position(model, graph.Nodes[i].Text("name")) is not { } position)
                continue;
            StateDeclaration state = model.States[position];
            string local = names.Unique(Names.Camel(state.Name) + "State");
            if (element == ElementType.F32)
            {
                writer.WriteLine($"ref readonly float {local} = ref {Of(position)}.Current;");
            }
            else
            {
                string span = names.Unique(local + "Span"), type = CSharp.Type(element);
                writer.WriteLine($"ReadOnlyTensorSpan<float> {span} = {Of(position)}.Value;");
                writer.WriteLine($"ref readonly {type} {local} = ref {GeneratedFile.Workspace}.Convert<float, {type}>(in {span}, {slot.ToString(CultureInfo.InvariantCulture)});");
                slot += 2;
            }

            body.Place(new Value(i), local);
            body.Display(new Value(i), state.Name.Replace(".*", ""));
        }
    }

    /// <summary>Writes what the method leaves behind, which is not current yet.</summary>
    public static void WriteNext(SourceWriter writer, BodyEmitter body, ModelDeclaration model, Graph graph)
    {
        foreach ((int position, Value next) in Left(model, graph))
            writer.WriteLine($"Layout.Copy(in {body.Storage(next)}, 1, ref {Of(position)}.Next, 1, {CSharp.Expression(model.States[position].Type.Shape.Count)}, 1);");
    }

    /// <summary>Whether a method leaves something behind, or draws random numbers that no other call may draw.</summary>
    public static bool HasEffect(ModelDeclaration model, Graph graph) => Uniform.IsIn(graph) || Left(model, graph).Any();

    /// <summary>Writes what makes that current.</summary>
    public static void WriteCommit(SourceWriter writer, ModelDeclaration model, Graph graph)
    {
        foreach ((int position, _) in Left(model, graph))
            writer.WriteLine($"{Of(position)}.Commit();");
        if (Uniform.IsIn(graph))
            writer.WriteLine("Parameters.Draws.Advance();");
    }

    // What is left as it was found is not left behind.
    private static IEnumerable<(int Position, Value Next)> Left(ModelDeclaration model, Graph graph)
    {
        foreach (GraphOutput output in graph.Outputs)
        {
            if (Position(model, output.Name) is { } position && !(graph.Nodes[output.Value.Node] is { Op: "input" } input && input.Text("name") == output.Name))
                yield return (position, output.Value);
        }
    }

    private static int? Position(ModelDeclaration model, string value)
    {
        for (int i = 0; i < model.States.Count; i++)
        {
            if (model.States[i].Value == value)
                return i;
        }

        return null;
    }

    private static string Of(int position) => $"Parameters.State({position.ToString(CultureInfo.InvariantCulture)})";

    private static string First(StateDeclaration state) => state.Initial == 0 ? "zeros" : CSharp.Literal(state.Initial, ElementType.F32).TrimEnd('f');
}
