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
        var names = new Names([.. method.Arguments.Select(a => a.Name), .. method.Arguments.Select(a => a.Symbol), .. model.Parameters.Select(p => p.Name), .. SettingEmitter.Symbols(model), "sums", "Parameters"]);
        Result[] results = [.. method.Destinations.Select((d, i) => new Result(names.Unique(d), graph.Outputs[i].Value, graph.TypeOf(graph.Outputs[i].Value).Shape))];

        writer.WriteSummary($"Computes {method.Name} in fused kernels, without allocation. The method {(method.Ranked is null ? "of the same name" : method.Name)} without a destination runs operation by operation.");
        signature.WriteParameters(writer);
        foreach (Result result in results)
            writer.WriteLine($"/// <param name=\"{result.Destination}\">Receives the result, shape {SourceWriter.Escape(result.Shape.ToDisplayString())}. It may not overlap an input.</param>");
        writer.WriteLine("/// <exception cref=\"ArgumentException\">A tensor does not have the declared shape.</exception>");
        string element = CSharp.Type(method.Result);
        using (writer.WriteBlock(signature.ForwardHeader(results.Select(r => r.Destination))))
        {
            var settings = SettingEmitter.Write(writer, model, method, graph, names, element);
            var arguments = new ArgumentEmitter(method, writer, names) { Model = model };
            arguments.WriteEnums();
            arguments.WriteChecks(refusesEmpty: false);
            WriteChecks(writer, method, results);

            var body = new BodyEmitter(graph, method.Result, names, new Names(), writer, settings);
            arguments.WriteReferences(body, graph, method.Result, GeneratedFile.Workspace);
            string[] locals = [.. results.Select(r => names.Unique(results.Length == 1 ? "result" : r.Destination + "Result"))];
            for (int i = 0; i < results.Length; i++)
                writer.WriteLine($"ref {element} {locals[i]} = ref {GeneratedFile.Workspace}.Destination(in {results[i].Destination}{(i == 0 ? "" : FormattableString.Invariant($", {i}"))});");
            ParameterEmitter.WriteValues(writer, body, model, graph, names, "Parameters.ValueBlock", element);
            // One value may be two results, or be an input as it is.
            List<int> copied = [];
            for (int i = 0; i < results.Length; i++)
            {
                Value root = PlanBuffers.Root(graph, results[i].Value);
                if (graph.Nodes[root.Node].Op is "input" or "parameter" || body.IsPlaced(root))
                    copied.Add(i);
                else
                    body.Place(root, locals[i]);
                body.Display(results[i].Value, results.Length == 1 ? method.Name : results[i].Destination);
            }

            body.WriteBuffers(GeneratedFile.Workspace);
            body.WriteNodes();
            foreach (int i in copied)
                writer.WriteLine($"Layout.Copy(in {body.Storage(results[i].Value)}, 1, ref {locals[i]}, 1, {CSharp.Expression(results[i].Shape.Count)}, 1);");
            StateEmitter.WriteNext(writer, body, model, graph);
            body.WriteClosing();
            StateEmitter.WriteCommit(writer, model, graph);
            for (int i = 0; i < results.Length; i++)
                writer.WriteLine($"Workspace.Finish(in {results[i].Destination}, ref {locals[i]});");
            return body.Kernels;
        }
    }

    private static void WriteChecks(SourceWriter writer, MethodDeclaration method, Result[] results)
    {
        for (int i = 0; i < results.Length; i++)
        {
            string destination = results[i].Destination;
            writer.WriteLine($"ShapeCheck.Destination({destination}.Lengths, {CSharp.Quote(destination)}{string.Concat(results[i].Shape.Dims.Select(d => ", " + CSharp.Expression(d)))});");
            foreach (string other in method.Arguments.Where(a => a.Kind == ArgumentKind.Tensor).Select(a => a.Name).Concat(results.Take(i).Select(r => r.Destination)))
                writer.WriteLine($"ShapeCheck.NoOverlap(in {destination}, in {other}, {CSharp.Quote(destination)}, {CSharp.Quote(other)});");
        }
    }

    /// <summary>A result, and where it goes.</summary>
    private sealed record Result(string Destination, Value Value, Shape Shape);
}
