using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the derivatives of a static method: <c>FGradient</c> or <c>FVjp</c>, and <c>FJvp</c>.</summary>
internal static class FunctionEmitter
{
    /// <summary>The text of the file. The graphs are graphs of kernels, of the gradient and of the tangent.</summary>
    public static string Write(FunctionDeclaration function, Graph vjp, Graph jvp)
    {
        var model = new ModelDeclaration(function.Namespace, function.ContainingTypes, function.TypeHeader, function.TypeName, [], [], true, NonFiniteMode.Propagate) { Clashes = function.Clashes };
        List<Action<SourceWriter>> kernels = [];
        var types = new Names();
        return GeneratedFile.Write(model, "", writer =>
        {
            WriteVjp(writer, function, vjp, types, kernels);
            writer.WriteLine();
            WriteJvp(writer, function, jvp, types, kernels);
        }, () => kernels, start: FunctionSignature.ReverseName(function));
    }

    /// <summary>The text of the file of a function that was refused: the signatures, whose bodies throw.</summary>
    public static string WriteRefused(FunctionDeclaration function)
    {
        var model = new ModelDeclaration(function.Namespace, function.ContainingTypes, function.TypeHeader, function.TypeName, [], [], true, NonFiniteMode.Propagate) { Clashes = function.Clashes };
        return GeneratedFile.Write(model, "", writer =>
        {
            string body = $" => throw new NotSupportedException({CSharp.Quote($"The derivatives of '{function.Name}' could not be compiled; the build reports why.")});";
            writer.WriteSummary("Not available.");
            writer.WriteLine(FunctionSignature.Reverse(function) + body);
            writer.WriteLine();
            writer.WriteSummary("Not available.");
            writer.WriteLine(FunctionSignature.Forward(function) + body);
        }, () => []);
    }

    private static void WriteVjp(SourceWriter writer, FunctionDeclaration function, Graph graph, Names types, List<Action<SourceWriter>> kernels)
    {
        FunctionArgument[] wanted = [.. function.Arguments.Where(a => a.IsDifferentiated)];
        writer.WriteSummary(function.Result.IsScalar
            ? $"Computes {function.Name} and its gradient, in reverse mode."
            : $"Computes {function.Name} and, for a cotangent of its result, the cotangents of its arguments (a vector-Jacobian product).");
        string[] outputs = ["value", .. wanted.Select(a => "gradient." + a.Declaration.Name)];
        WriteBody(writer, function, FunctionSignature.Reverse(function), graph, outputs, function.Result.IsScalar ? [] : [("cotangent", function.Result)], types, kernels);
    }

    private static void WriteJvp(SourceWriter writer, FunctionDeclaration function, Graph graph, Names types, List<Action<SourceWriter>> kernels)
    {
        (string Name, TensorType Type)[] tangents = [.. function.Arguments.Where(a => a.IsDifferentiated).Select(a => (a.Declaration.Name + "Tangent", a.Declaration.Type))];
        writer.WriteSummary($"Computes {function.Name} and its derivative along the given tangents, in forward mode (a Jacobian-vector product).");
        WriteBody(writer, function, FunctionSignature.Forward(function), graph, ["value", "tangent"], tangents, types, kernels);
    }

    private static void WriteBody(
        SourceWriter writer, FunctionDeclaration function, string header, Graph graph, string[] outputs, IReadOnlyList<(string Name, TensorType Type)> more, Names types, List<Action<SourceWriter>> kernels)
    {
        List<ArgumentDeclaration> arguments =
        [
            .. function.Arguments.Select(a => a.Declaration),
            .. more.Select(m => new ArgumentDeclaration(m.Name, m.Type.IsScalar ? ArgumentKind.Scalar : ArgumentKind.Tensor, m.Type)),
        ];
        var method = new MethodDeclaration(function.Name, function.Accessibility, MethodKind.Forward, arguments.ToEquatableArray(), function.Result.Element, graph);
        using (writer.WriteBlock(header))
        {
            var names = new Names([.. arguments.Select(a => a.Name), .. arguments.Select(a => a.Symbol), "sums"]);
            bool hasTensors = arguments.Any(a => a.Kind == ArgumentKind.Tensor) || outputs.Any(o => !graph.TypeOf(graph.Output(o)!.Value).IsScalar);
            var body = new BodyEmitter(graph, function.Result.Element, names, types, writer);
            string workspace = names.Unique("workspace");
            bool usesWorkspace = hasTensors || body.HasBuffers;
            if (usesWorkspace)
                writer.WriteLine($"Workspace {workspace} = Workspace.Rent();");
            var checks = new ArgumentEmitter(method, writer, names, takesTensors: true);
            checks.WriteEnums();
            if (hasTensors)
                checks.WriteChecks(refusesEmpty: false);
            checks.WriteReferences(body, graph, function.Result.Element, workspace);
            string[] results = [.. outputs.Select(o => Result(writer, body, graph, o, names))];
            body.WriteBuffers(workspace);
            body.WriteNodes();
            foreach ((string output, string local) in outputs.Zip(results, (o, r) => (o, r)))
                WriteCopy(writer, body, graph, graph.Output(output)!.Value, local);
            body.WriteClosing();
            if (usesWorkspace)
                writer.WriteLine($"Workspace.Return({workspace});");
            IEnumerable<string> parts = outputs.Select((o, i) => results[i].Length > 0 ? results[i] : body.Scalar(graph.Output(o)!.Value));
            writer.WriteLine($"return ({string.Join(", ", parts)});");
            kernels.AddRange(body.Kernels);
        }
    }

    // A tensor result is made before the kernels run, which write to it; a number is named when it is there.
    private static string Result(SourceWriter writer, BodyEmitter body, Graph graph, string output, Names names)
    {
        Value value = graph.Output(output)!.Value;
        TensorType type = graph.TypeOf(value);
        if (type.IsScalar)
            return "";
        string local = names.Unique(output == "value" ? "result" : output.Substring(output.IndexOf('.') + 1) + (output.StartsWith("gradient.", StringComparison.Ordinal) ? "Gradient" : ""));
        string data = names.Unique(local + "Data");
        string element = CSharp.Type(type.Element);
        writer.WriteLine($"Tensor<{element}> {local} = Tensor.CreateFromShape<{element}>([{CSharp.List(type.Shape.Dims)}]);");
        writer.WriteLine($"ref {element} {data} = ref TensorMarshal.GetReference({local}.AsTensorSpan());");
        Value root = PlanBuffers.Root(graph, value);
        if (graph.Nodes[root.Node].Op is not "input" && !body.IsPlaced(root))
            body.Place(root, data);
        return local;
    }

    private static void WriteCopy(SourceWriter writer, BodyEmitter body, Graph graph, Value value, string local)
    {
        if (local.Length == 0 || body.Storage(value) == local + "Data")
            return;
        string count = CSharp.Expression(graph.TypeOf(value).Shape.Count);
        writer.WriteLine($"Layout.Copy(in {body.Storage(value)}, {count}, ref {local}Data, {count}, 1, {count});");
    }
}
