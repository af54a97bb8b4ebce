using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>Whether the parts of a compiled model fit each other, and whether its names can be names in generated code.</summary>
internal static class CompiledModelChecks
{
    public static void Check(CompiledModel model)
    {
        foreach (string name in model.Settings.Select(s => s.Name).Concat(model.Parameters.Select(p => p.Name)).Concat(model.States.Select(s => s.Name)))
            CompiledModelParser.Require(IsPath(name), $"'{name}' is no name of a setting, parameter or state");
        RequireDistinct(model.Settings.Select(s => s.Symbol));
        RequireDistinct(model.Parameters.Select(p => p.Name));
        RequireDistinct(model.States.Select(s => s.Name));
        RequireDistinct(model.Forwards.Select(f => f.Signature));
        var lengths = new HashSet<string>(model.Settings.Where(s => s is { IsArgument: true, Element: ElementType.I32 }).Select(s => s.Symbol), StringComparer.Ordinal);
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            CompiledModelParser.Require(parameter.Name.Count(c => c == '*') == parameter.Copies.Count, $"parameter '{parameter.Name}' has {parameter.Copies.Count} axes of copies");
            CompiledModelParser.Require(parameter.Lengths.SelectMany(d => d.Symbols).All(lengths.Contains), $"a length of parameter '{parameter.Name}' is no argument of the constructor");
            IEnumerable<string> members = parameter.Own.Members.Concat(parameter.OfClass.Members);
            CompiledModelParser.Require(members.All(m => model.Settings.Any(s => s.Name == m && s is { Element: ElementType.F32, IsArgument: false })), $"a threshold or factor of parameter '{parameter.Name}' is no number of the object");
            CompiledModelParser.Require(parameter.Lengths.All(d => d.Constant is null or > 0), $"parameter '{parameter.Name}' has a length that is not positive");
        }

        foreach (StateDeclaration state in model.States)
        {
            CompiledModelParser.Require(state.Name.Count(c => c == '*') == state.Copies.Count, $"state '{state.Name}' has {state.Copies.Count} axes of copies");
            CompiledModelParser.Require(state.Lengths.SelectMany(d => d.Symbols).All(lengths.Contains), $"a length of state '{state.Name}' is no argument of the constructor");
            CompiledModelParser.Require(state.Lengths.All(d => d.Constant is null or > 0), $"state '{state.Name}' has a length that is not positive");
        }

        foreach (CompiledForward forward in model.Forwards)
        {
            CompiledModelParser.Require(forward.Graph.Outputs.Count(o => !StateDeclaration.IsState(o.Name)) == forward.ResultCount, $"{forward.Signature} does not have {forward.ResultCount} results");
            CheckState(model, forward);
            CheckNodes(model, forward.Graph, isRegion: false);
        }
    }

    // State goes in and comes out with its declared type, behind what the method takes and gives.
    private static void CheckState(CompiledModel model, CompiledForward forward)
    {
        Graph graph = forward.Graph;
        CompiledModelParser.Require(!graph.Outputs.Take(forward.ResultCount).Any(o => StateDeclaration.IsState(o.Name)), $"{forward.Signature} gives state before its results");
        IEnumerable<(string Name, TensorType Type)> values = graph.Inputs.Select(v => (graph.Nodes[v.Node].Text("name"), graph.TypeOf(v))).Concat(graph.Outputs.Select(o => (o.Name, graph.TypeOf(o.Value))));
        foreach ((string name, TensorType type) in values.Where(v => StateDeclaration.IsState(v.Name)))
        {
            bool fits = name == StateDeclaration.Draws ? type == new TensorType(ElementType.I32, Shape.Scalar) : model.States.Any(s => s.Value == name && s.Type == type);
            CompiledModelParser.Require(fits, $"the graph's '{name}' is not among the declarations");
        }
    }

    private static void CheckNodes(CompiledModel model, Graph graph, bool isRegion)
    {
        foreach (Node node in graph.Nodes)
        {
            string name = node.Text("name");
            bool fits = node.Op switch
            {
                "parameter" => !isRegion && model.Parameters.Any(p => p.Name == name && p.Type == node.Type),
                "setting" => model.Settings.Any(s => s.Name == name && s.Element == node.Type.Element && s.Element != ElementType.I32),
                "fused" => false,
                _ => true,
            };
            CompiledModelParser.Require(fits, $"the graph's {node.Op} '{name}' is not among the declarations");
            string[] texts = [node.Origin.Name ?? "", node.Origin.Source ?? "", .. node.Attributes.Select(a => a.Value).OfType<TextValue>().Select(t => t.Item), .. graph.Outputs.Select(o => o.Name)];
            CompiledModelParser.Require(!texts.Any(t => t.Any(CompiledModelParser.EndsLine)), "a text of the graph has several lines");
            foreach (Graph region in node.Regions)
                CheckNodes(model, region, isRegion: true);
        }
    }

    private static bool IsPath(string name) => name.Split('.').All(part => part == "*" || (part.Length > 0 && !char.IsDigit(part[0]) && part.All(c => char.IsLetterOrDigit(c) || c == '_')));

    private static void RequireDistinct(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
            CompiledModelParser.Require(seen.Add(name), $"two have the name '{name}'");
    }
}
