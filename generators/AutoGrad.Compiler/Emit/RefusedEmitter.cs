using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes the members of a method that could not be compiled, with bodies that throw, so that callers get no second error. Where the front
/// end has not said why, an error directive does: nothing is refused in silence.
/// </summary>
internal static class RefusedEmitter
{
    /// <summary>The text of the file. <paramref name="reason"/> is null where a diagnostic at the user's line says it.</summary>
    public static string Write(ModelDeclaration model, MethodDeclaration method, bool isOnlyLoss, string? reason)
    {
        string text = GeneratedFile.Write(model, "", writer => WriteMembers(writer, method, isOnlyLoss), () => []);
        return reason is null ? text : text + $"\n#error AutoGrad: {method.Name}: {reason.Replace('\n', ' ').Replace('\r', ' ')}\n";
    }

    private static void WriteMembers(SourceWriter writer, MethodDeclaration method, bool isOnlyLoss)
    {
        var signature = new MethodSignature(method);
        string separator = method.Arguments.Count > 0 ? ", " : "";
        string body = $"=> throw new NotSupportedException({CSharp.Quote(method.Name + " could not be compiled: the build says why.")});";
        if (method.Kind == MethodKind.Forward)
        {
            Write(signature.ForwardHeader(method.Destinations));
            return;
        }

        Write($"{method.Accessibility} float {method.Name}Gradient({signature.Spans})");
        if (isOnlyLoss)
            Write($"{method.Accessibility} StepReport TrainStep({signature.Spans}{separator}Optimizer optimizer)");

        void Write(string header)
        {
            writer.WriteSummary($"{method.Name} could not be compiled: this throws.");
            writer.WriteLine($"{header}\n    {body}\n");
        }
    }
}
