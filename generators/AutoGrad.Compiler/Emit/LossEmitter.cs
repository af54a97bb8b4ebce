using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the training step of a loss: gradient, penalties and clips in fused kernels, then the optimizer's update.</summary>
internal static class LossEmitter
{
    /// <summary>The text of the file. <paramref name="graph"/> is the graph of kernels; <paramref name="isOnly"/>: the class has no other loss.</summary>
    public static string Write(ModelDeclaration model, MethodDeclaration method, Graph graph, bool isOnly)
    {
        IReadOnlyList<Action<SourceWriter>> kernels = [];
        var signature = new MethodSignature(method);
        return GeneratedFile.Write(model, isOnly ? Interface(method, signature) : "", Members, () => kernels, start: isOnly ? "TrainStep" : method.Name + "Gradient");

        void Members(SourceWriter writer)
        {
            WriteGradient(writer, model, method, signature, graph);
            if (isOnly)
                WriteTrainStep(writer, model, method, signature, graph);
            kernels = WriteRun(writer, model, method, signature, graph);
        }
    }

    /// <summary>The interface through which library code trains the model; empty where there is none of that arity.</summary>
    public static string Interface(MethodDeclaration method, MethodSignature signature)
        => method.Arguments.Count is >= 1 and <= 4 ? $"ITrainable<{signature.Types}>" : "";

    private static void WriteGradient(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, MethodSignature signature, Graph graph)
    {
        writer.WriteSummary(
            $"Computes {method.Name}, penalties included, and leaves the gradient of every parameter in Parameters:",
            "overwritten, with penalties in and every clip applied. No parameter changes.");
        signature.WriteParameters(writer);
        writer.WriteLine("/// <returns>The loss and the penalties.</returns>");
        writer.WriteLine("/// <exception cref=\"ArgumentException\">A tensor does not have the declared shape, or is empty.</exception>");
        string header = $"{method.Accessibility} float {method.Name}Gradient({signature.Spans})", run = $"Run{method.Name}({signature.Forwarded}).Loss;";
        if (!StateEmitter.HasEffect(model, graph))
        {
            writer.WriteLine($"{header} => {run}\n");
            return;
        }

        using (writer.WriteBlock(header))
        {
            writer.WriteLine($"float loss = {run}");
            StateEmitter.WriteCommit(writer, model, graph);
            writer.WriteLine("return loss;");
        }

        writer.WriteLine();
    }

    private static void WriteTrainStep(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, MethodSignature signature, Graph graph)
    {
        writer.WriteLine("/// <summary>");
        writer.WriteLine("/// One step of training: the loss, its gradient, penalties, clips, and the update of every parameter.");
        writer.WriteLine("/// Afterwards Parameters holds the new values, and the gradient as the optimizer used it.");
        writer.WriteLine("/// </summary>");
        writer.WriteLine("/// <remarks>");
        writer.WriteLine("/// What applies to the gradient of each parameter, in this order:");
        PolicyText.WriteTable(writer, model.Parameters);
        writer.WriteLine("/// </remarks>");
        signature.WriteParameters(writer);
        writer.WriteLine("/// <param name=\"optimizer\">Makes the update; its state belongs to this model.</param>");
        writer.WriteLine("/// <returns>The loss, with and without penalties, in the unit of the loss; the norm of the whole gradient before clips; the factor of the clip.</returns>");
        writer.WriteLine("/// <exception cref=\"ArgumentException\">A tensor does not have the declared shape, or is empty.</exception>");
        string separator = method.Arguments.Count > 0 ? ", " : "";
        using (writer.WriteBlock($"{method.Accessibility} StepReport TrainStep({signature.Spans}{separator}Optimizer optimizer)"))
        {
            writer.WriteLine("ArgumentNullException.ThrowIfNull(optimizer);");
            writer.WriteLine($"StepReport report = Run{method.Name}({signature.Forwarded});");
            if (model.OnNonFinite == NonFiniteMode.SkipStep)
                writer.WriteLine("if (!report.IsFinite)\n    return report;");
            if (model.OnNonFinite == NonFiniteMode.Throw)
                writer.WriteLine($"if (!report.IsFinite)\n    throw Parameters.NonFinite({CheckedTwinEmitter.Method}({signature.Forwarded}));");
            StateEmitter.WriteCommit(writer, model, graph);
            writer.WriteLine("optimizer.Update(Parameters);");
            writer.WriteLine("return report;");
        }

        writer.WriteLine();
        if (Interface(method, signature) is { Length: > 0 } @interface)
        {
            writer.WriteLine($"StepReport {@interface}.TrainStep({signature.Tensors}, Optimizer optimizer) => TrainStep({signature.Names}, optimizer);\n");
            writer.WriteLine($"float {@interface}.LossGradient({signature.Tensors}) => {method.Name}Gradient({signature.Names});\n");
        }
    }

    private static IReadOnlyList<Action<SourceWriter>> WriteRun(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, MethodSignature signature, Graph graph)
    {
        var names = new Names([.. method.Arguments.Select(a => a.Name), .. method.Arguments.Select(a => a.Symbol), .. model.Parameters.Select(p => p.Name), .. SettingEmitter.Symbols(model), "sums", "optimizer", "Parameters"]);
        writer.WriteLine("// The forward pass, then the backward pass; the last writer of each gradient adds its penalty, clips by value and sums the squares.");
        using (writer.WriteBlock($"private StepReport Run{method.Name}({signature.Spans})"))
        {
            var settings = SettingEmitter.Write(writer, model, method, graph, names, "float");
            var arguments = new ArgumentEmitter(method, writer, names) { Model = model };
            arguments.WriteEnums();
            arguments.WriteChecks(refusesEmpty: true);
            ThresholdEmitter.Write(writer, model);
            settings = PolicyEmitter.Write(writer, model, graph, names, settings, "float");
            var body = new BodyEmitter(graph, ElementType.F32, names, new Names(), writer, settings);
            arguments.WriteReferences(body, graph, ElementType.F32, GeneratedFile.Workspace);
            ParameterEmitter.WriteValues(writer, body, model, graph, names, "Parameters.ValueBlock", "float");
            var copies = ParameterEmitter.WriteGradients(writer, body, model, graph, names, "Parameters.GradientBlock", "float");
            List<RecordedVariable> recorded = [.. RecordedVariable.Of(graph)];
            copies = [.. copies, .. RecordEmitter.Place(writer, body, graph, names, recorded)];
            body.WriteBuffers(GeneratedFile.Workspace);
            body.WriteNodes();
            RecordEmitter.WriteNumbers(writer, body, graph, recorded);
            foreach (var (value, gradient, count) in copies)
                writer.WriteLine($"Layout.Copy(in {body.Storage(value)}, 1, ref {gradient}, 1, {CSharp.Expression(count)}, 1);");

            StateEmitter.WriteNext(writer, body, model, graph);
            body.WriteClosing();
            (string before, string after) = SquaresEmitter.Write(writer, model, body, graph, names);
            writer.WriteLine($"return Parameters.Complete({body.Scalar(graph.Output("loss")!.Value)}, {body.Scalar(graph.Output("dataLoss")!.Value)}, {before}, {after});");
            return body.Kernels;
        }
    }
}
