using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the fused overload of a forward method, which writes its result to a destination.</summary>
internal static class ForwardEmitter
{
    /// <summary>The text of the file. <paramref name="graph"/> is the graph of kernels.</summary>
    public static string Write(ModelDeclaration model, MethodDeclaration method, Graph graph)
    {
        IReadOnlyList<Action<SourceWriter>> kernels = [];
        return GeneratedFile.Write(model, "", writer => kernels = WriteMembers(writer, model, method, graph), () => kernels);
    }

    private static IReadOnlyList<Action<SourceWriter>> WriteMembers(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, Graph graph)
    {
        var signature = new MethodSignature(method);
        Value result = graph.Outputs[0].Value;
        Shape shape = graph.TypeOf(result).Shape;
        var names = new Names([.. method.Arguments.Select(a => a.Name), .. method.Arguments.Select(a => a.Symbol), .. model.Parameters.Select(p => p.Name), .. SettingEmitter.Symbols(model), "sums", "Parameters"]);
        string destination = names.Unique("destination");

        writer.WriteSummary($"Computes {method.Name} in fused kernels, without allocation. The method of the same name without a destination runs operation by operation.");
        signature.WriteParameters(writer);
        writer.WriteLine($"/// <param name=\"{destination}\">Receives the result, shape {SourceWriter.Escape(shape.ToDisplayString())}. It may not overlap an input.</param>");
        writer.WriteLine("/// <exception cref=\"ArgumentException\">A tensor does not have the declared shape.</exception>");
        string separator = method.Arguments.Count > 0 ? ", " : "";
        string element = CSharp.Type(method.Result);
        using (writer.WriteBlock($"{method.Accessibility} void {method.Name}({signature.Spans}{separator}in TensorSpan<{element}> {destination})"))
        {
            var settings = SettingEmitter.Write(writer, model, method, graph, names, element);
            var arguments = new ArgumentEmitter(method, writer, names) { Model = model };
            arguments.WriteEnums();
            arguments.WriteChecks(refusesEmpty: false);
            writer.WriteLine($"ShapeCheck.Destination({destination}.Lengths, {CSharp.Quote(destination)}{string.Concat(shape.Dims.Select(d => ", " + CSharp.Expression(d)))});");
            foreach (ArgumentDeclaration a in method.Arguments.Where(a => a.Kind == ArgumentKind.Tensor))
                writer.WriteLine($"ShapeCheck.NoOverlap(in {destination}, in {a.Name}, {CSharp.Quote(destination)}, {CSharp.Quote(a.Name)});");

            var body = new BodyEmitter(graph, method.Result, names, new Names(), writer, settings);
            arguments.WriteReferences(body, graph, method.Result, GeneratedFile.Workspace);
            string local = names.Unique("result");
            writer.WriteLine($"ref {element} {local} = ref {GeneratedFile.Workspace}.Destination(in {destination});");
            ParameterEmitter.WriteValues(writer, body, model, graph, names, "Parameters.ValueBlock", element);
            Value root = PlanBuffers.Root(graph, result);
            bool isOwn = graph.Nodes[root.Node].Op is not ("input" or "parameter");
            if (isOwn)
                body.Place(root, local);
            body.Display(result, method.Name);
            body.WriteBuffers(GeneratedFile.Workspace);
            body.WriteNodes();
            if (!isOwn)
                writer.WriteLine($"Layout.Copy(in {body.Storage(result)}, 1, ref {local}, 1, {CSharp.Expression(shape.Count)}, 1);");
            body.WriteClosing();
            writer.WriteLine($"Workspace.Finish(in {destination}, ref {local});");
            return body.Kernels;
        }
    }
}
