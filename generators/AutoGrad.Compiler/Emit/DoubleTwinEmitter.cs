using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes the double twin of a loss: the same graph in double precision, with penalties and without clips, over parameters that the caller
/// gives. It is what a gradient is checked with.
/// </summary>
internal static class DoubleTwinEmitter
{
    /// <summary>The text of the file.</summary>
    public static string Write(ModelDeclaration model, MethodDeclaration method, Graph graph)
    {
        IReadOnlyList<Action<SourceWriter>> kernels = [];
        return GeneratedFile.Write(model, "", writer => kernels = WriteMembers(writer, model, method, graph), () => kernels);
    }

    private static IReadOnlyList<Action<SourceWriter>> WriteMembers(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, Graph graph)
    {
        var signature = new MethodSignature(method);
        string count = CSharp.Expression(model.Parameters.Aggregate((Dim)0, (sum, p) => sum + p.Count));
        var names = new Names([.. method.Arguments.Select(a => a.Name), .. method.Arguments.Select(a => a.Symbol), .. model.Parameters.Select(p => p.Name), .. SettingEmitter.Symbols(model), "sums", "Parameters"]);
        string values = names.Unique("parameters"), gradients = names.Unique("gradients");
        writer.WriteLine("// The loss and its gradient in double precision, for checks against differences: penalties are in, clips are not.");
        string header = $"double {LossEmitter.Interface(method, signature)}.LossGradientInDouble(ReadOnlySpan<double> {values}, Span<double> {gradients}, {signature.Tensors})";
        using (writer.WriteBlock(header))
        {
            SettingEmitter.WriteLengths(writer, model, model.Parameters.SelectMany(p => p.Lengths));
            writer.WriteLine($"ShapeCheck.SameCount({values}.Length, {count}, \"parameters\");");
            writer.WriteLine($"ShapeCheck.SameCount({gradients}.Length, {count}, \"gradients\");");
            string arguments = string.Concat(method.Arguments.Select(a => ", " + a.Name));
            writer.WriteLine($"return Run{method.Name}InDouble(in MemoryMarshal.GetReference({values}), ref MemoryMarshal.GetReference({gradients}){arguments});");
        }

        writer.WriteLine();
        string valueBlock = names.Unique("parameterBlock"), gradientBlock = names.Unique("gradientBlock");
        using (writer.WriteBlock($"private double Run{method.Name}InDouble(ref readonly double {valueBlock}, ref double {gradientBlock}, {signature.Spans})"))
        {
            var settings = SettingEmitter.Write(writer, model, method, graph, names, "double");
            var arguments = new ArgumentEmitter(method, writer, names) { Model = model };
            arguments.WriteEnums();
            arguments.WriteChecks(refusesEmpty: true);
            ThresholdEmitter.Write(writer, model);
            settings = PolicyEmitter.Write(writer, model, graph, names, settings, "double");
            var body = new BodyEmitter(graph, ElementType.F64, names, new Names(), writer, settings);
            arguments.WriteReferences(body, graph, ElementType.F64, GeneratedFile.Workspace);
            ParameterEmitter.WriteValues(writer, body, model, graph, names, $"Unsafe.AsRef(in {valueBlock})", "double");
            var copies = ParameterEmitter.WriteGradients(writer, body, model, graph, names, gradientBlock, "double");
            body.WriteBuffers(GeneratedFile.Workspace);
            body.WriteNodes();
            foreach (var (value, local, size) in copies)
                writer.WriteLine($"Layout.Copy(in {body.Storage(value)}, 1, ref {local}, 1, {CSharp.Expression(size)}, 1);");
            body.WriteClosing();
            writer.WriteLine($"return {body.Scalar(graph.Output("loss")!.Value)};");
            return body.Kernels;
        }
    }
}
