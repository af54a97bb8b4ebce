using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>Writes a compiled model as text, in the form of graphs, that <see cref="CompiledModelParser"/> reads back to an equal one.</summary>
public static class CompiledModelPrinter
{
    /// <summary>The settings, parameters and state, as a graph without results.</summary>
    public static string PrintDeclarations(CompiledModel model)
    {
        IEnumerable<Node> nodes = model.Settings.Select(Setting).Concat(model.Parameters.Select(Parameter)).Concat(model.States.Select(State));
        return GraphPrinter.Print(new Graph(model.Name, nodes.ToEquatableArray(), []));
    }

    /// <summary>The graph of a forward method. Ordinals mean nothing in another assembly, and a line is a line of a comment there.</summary>
    public static string Print(CompiledForward forward) => GraphPrinter.Print(Portable(forward.Graph));

    /// <summary>The graph as another assembly sees it.</summary>
    public static Graph Portable(Graph graph)
        => graph with { Nodes = graph.Nodes.Select(n => n with { Origin = new Origin(Line(n.Origin.Name), Line(n.Origin.Source)), Regions = n.Regions.Select(Portable).ToEquatableArray() }).ToEquatableArray() };

    private static string? Line(string? text) => text is null ? null : new string([.. text.Select(c => CompiledModelParser.EndsLine(c) ? ' ' : c)]);

    private static Node Setting(SettingDeclaration setting)
    {
        List<NodeAttribute> attributes = [NodeAttribute.Text("name", setting.Name)];
        if (setting.IsArgument)
            attributes.Add(NodeAttribute.Flag("argument"));
        return new Node("setting", [], attributes.ToEquatableArray(), [], [new TensorType(setting.Element, Shape.Scalar)], Origin.None);
    }

    private static Node Parameter(ParameterDeclaration parameter)
    {
        List<NodeAttribute> attributes = [NodeAttribute.Text("name", parameter.Name), NodeAttribute.Text("init", parameter.Init), NodeAttribute.Number("scale", parameter.Scale)];
        if (parameter.Copies.Count > 0)
            attributes.Add(NodeAttribute.Integers("copies", parameter.Copies));
        Add(attributes, "own", parameter.Own);
        Add(attributes, "class", parameter.OfClass);
        return new Node("parameter", [], attributes.ToEquatableArray(), [], [parameter.Type], Origin.None);
    }

    private static Node State(StateDeclaration state)
    {
        List<NodeAttribute> attributes = [NodeAttribute.Text("name", state.Name), NodeAttribute.Number("initial", state.Initial)];
        if (state.Copies.Count > 0)
            attributes.Add(NodeAttribute.Integers("copies", state.Copies));
        return new Node("input", [], attributes.ToEquatableArray(), [], [state.Type], Origin.None);
    }

    private static void Add(List<NodeAttribute> attributes, string place, PolicySet policy)
    {
        if (policy.Norm is { } norm)
        {
            attributes.AddRange([NodeAttribute.Text(place + "Norm", norm.Kind.ToString()), NodeAttribute.Number(place + "Threshold", norm.Threshold)]);
            if (norm.Epsilon != 0)
                attributes.Add(NodeAttribute.Number(place + "Epsilon", norm.Epsilon));
            if (norm.Member.Length > 0)
                attributes.Add(NodeAttribute.Text(place + "Member", norm.Member));
        }

        if (policy.Value is { } value)
            attributes.Add(NodeAttribute.Number(place + "Value", value.Threshold));
        if (policy.Penalty is { } penalty)
            attributes.AddRange([NodeAttribute.Number(place + "L1", penalty.L1), NodeAttribute.Number(place + "L2", penalty.L2)]);
        (string Key, string? Member)[] members = [("ValueMember", policy.Value?.Member), ("L1Member", policy.Penalty?.L1Member), ("L2Member", policy.Penalty?.L2Member)];
        attributes.AddRange(members.Where(m => m.Member is { Length: > 0 }).Select(m => NodeAttribute.Text(place + m.Key, m.Member!)));
    }
}
