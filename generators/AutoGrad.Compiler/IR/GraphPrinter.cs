using System.Globalization;
using System.Text;

namespace AutoGrad.Compiler.IR;

/// <summary>Writes a graph as text that <see cref="GraphParser"/> reads back to an equal graph.</summary>
public static class GraphPrinter
{
    /// <summary>The text of a graph.</summary>
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        text.Append("graph ").Append(graph.Name).Append(" {\n");
        PrintBody(graph, text, "  ");
        return text.Append("}\n").ToString();
    }

    private static void PrintBody(Graph graph, StringBuilder text, string indent)
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            text.Append(indent);
            PrintNode(graph.Nodes[i], i, text, indent);
            text.Append('\n');
        }

        text.Append(indent).Append("return");
        for (int i = 0; i < graph.Outputs.Count; i++)
            text.Append(i == 0 ? " " : ", ").Append(graph.Outputs[i].Value).Append(" as ").Append(Quote(graph.Outputs[i].Name));
        text.Append('\n');
    }

    private static void PrintNode(Node node, int index, StringBuilder text, string indent)
    {
        for (int r = 0; r < node.Results.Count; r++)
            text.Append(new Value(index, r)).Append(':').Append(node.Results[r]).Append(' ');
        text.Append("= ").Append(node.Op);
        foreach (Value operand in node.Operands)
            text.Append(' ').Append(operand);
        if (node.Attributes.Count > 0)
            text.Append(" {").Append(string.Join(", ", node.Attributes.Select(a => a.Key + "=" + Print(a.Value)))).Append('}');
        if (node.Origin.Name is { } name)
            text.Append(" as ").Append(Quote(name));
        if (node.Origin.Source is { } source)
            text.Append(" from ").Append(Quote(source));
        if (node.Origin.Ordinal >= 0)
            text.Append(" #").Append(node.Origin.Ordinal.ToString(CultureInfo.InvariantCulture));
        foreach (Graph region in node.Regions)
        {
            text.Append(" do ").Append(Quote(region.Name)).Append(" {\n");
            PrintBody(region, text, indent + "  ");
            text.Append(indent).Append('}');
        }
    }

    private static string Print(AttributeValue value) => value switch
    {
        IntegersValue list => "[" + string.Join(",", list.Items.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]",
        DimsValue list => "<" + string.Join(",", list.Items) + ">",
        NumberValue number => number.Item.ToString("R", CultureInfo.InvariantCulture),
        FlagValue flag => flag.Item ? "true" : "false",
        TextValue text => Quote(text.Item),
        _ => throw new InvalidOperationException($"no text for {value.GetType().Name}"),
    };

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r") + "\"";
}
