using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes references to parameters and to their gradients, at their offsets in the blocks.</summary>
internal static class ParameterEmitter
{
    /// <summary>Writes a reference to each parameter that the graph reads.</summary>
    public static void WriteValues(SourceWriter writer, BodyEmitter body, ModelDeclaration model, Graph graph, Names names, string block, string type)
    {
        var used = graph.Find("parameter").ToDictionary(i => graph.Nodes[i].Text("name"), i => new Value(i));
        if (used.Count == 0)
            return;
        string weights = names.Unique("weights");
        writer.WriteLine($"ref {type} {weights} = ref {block};");
        Dim offset = 0;
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            if (used.TryGetValue(parameter.Name, out Value value))
            {
                string local = names.Unique(Names.Camel(parameter.Name));
                writer.WriteLine($"ref {type} {local} = ref {At(weights, offset)};");
                body.Place(value, local);
                body.Display(value, parameter.Name.Replace(".*", ""));
            }

            offset += parameter.Count;
        }
    }

    /// <summary>Writes a reference to each gradient, and places the values that are written there. Returns those that are copied instead.</summary>
    public static IReadOnlyList<(Value Value, string Local, Dim Count)> WriteGradients(SourceWriter writer, BodyEmitter body, ModelDeclaration model, Graph graph, Names names, string block, string type)
    {
        string gradients = names.Unique("gradients");
        writer.WriteLine($"ref {type} {gradients} = ref {block};");
        Dim offset = 0;
        List<(Value, string, Dim)> copies = [];
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            Value value = graph.Output("gradient." + parameter.Name)!.Value;
            Value root = PlanBuffers.Root(graph, value);
            string local = names.Unique("d" + Names.Pascal(parameter.Name));
            writer.WriteLine($"ref {type} {local} = ref {At(gradients, offset)};");
            // One value may be the gradient of two parameters, or be an input as it is.
            if (graph.Nodes[root.Node].Op is "input" or "parameter" || body.IsPlaced(root))
                copies.Add((value, local, parameter.Count));
            else
                body.Place(root, local);
            offset += parameter.Count;
        }

        return copies;
    }

    private static string At(string block, Dim offset) => offset.Is(0) ? block : $"Unsafe.Add(ref {block}, {CSharp.Expression(offset)})";
}
