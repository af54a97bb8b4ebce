using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes the checked twin of a step: the same passes, one operation after the other, each result looked at. It is called when a step was not
/// finite, and is trimmed where nothing does.
/// </summary>
internal static class CheckedTwinEmitter
{
    /// <summary>The name of the method.</summary>
    public const string Method = "Explain";

    /// <summary>The text of the file. <paramref name="graph"/> computes the loss and the gradients without clips and penalties.</summary>
    public static string Write(ModelDeclaration model, MethodDeclaration method, Graph graph)
    {
        IReadOnlyList<Action<SourceWriter>> kernels = [];
        return GeneratedFile.Write(model, "", writer => kernels = WriteMembers(writer, model, method, graph), () => kernels);
    }

    private static IReadOnlyList<Action<SourceWriter>> WriteMembers(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, Graph graph)
    {
        var signature = new MethodSignature(method);
        var names = new Names([.. method.Arguments.Select(a => a.Name), .. method.Arguments.Select(a => a.Symbol), .. model.Parameters.Select(p => p.Name), .. SettingEmitter.Symbols(model), "sums", "Parameters"]);
        writer.WriteSummary(
            $"Computes {method.Name} and its gradient operation by operation, and looks for the first result that is infinite or not a number",
            "although its operands are finite. Parameters and gradients stay as they are.");
        signature.WriteParameters(writer);
        writer.WriteLine("/// <returns>The expression, where it stands, and what went into it; null where all is finite.</returns>");
        writer.WriteLine("/// <exception cref=\"ArgumentException\">A tensor does not have the declared shape, or is empty.</exception>");
        using (writer.WriteBlock($"{method.Accessibility} NonFiniteOrigin? {Method}({signature.Spans})"))
        {
            var settings = SettingEmitter.Write(writer, model, method, graph, names, "float");
            var arguments = new ArgumentEmitter(method, writer, names) { Model = model };
            arguments.WriteEnums();
            arguments.WriteChecks(refusesEmpty: true);
            var body = new BodyEmitter(graph, ElementType.F32, names, new Names(), writer, settings);
            string positions = $"global::AutoGrad.Generated.{model.PositionsClass}";
            body.CheckValues(new FiniteChecks(graph, $"{positions}.Of{method.Name}", positions + ".Files"));
            arguments.WriteReferences(body, graph, ElementType.F32, GeneratedFile.Workspace);
            ParameterEmitter.WriteValues(writer, body, model, graph, names, "Parameters.ValueBlock", "float");
            body.WriteBuffers(GeneratedFile.Workspace);
            foreach (int leaf in Enumerable.Range(0, graph.Nodes.Count).Where(i => graph.Nodes[i].Op is "input" or "parameter" && graph.Nodes[i].Type.IsDifferentiable))
                body.WriteGiven(new Value(leaf), graph.Nodes[leaf].Text("name"));
            body.WriteNodes();
            body.WriteClosing();
            writer.WriteLine("return null;");
            return body.Kernels;
        }
    }
}
