using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>The texts of a method's arguments in the members generated for it.</summary>
internal sealed class MethodSignature(MethodDeclaration method)
{
    /// <summary>Such as <c>in ReadOnlyTensorSpan&lt;float&gt; images, int index</c>.</summary>
    public string Spans => string.Join(", ", method.Arguments.Select(a => a.Kind == ArgumentKind.Tensor ? $"in ReadOnlyTensorSpan<{Element(a)}> {a.Name}" : $"{Plain(a)} {a.Name}"));

    /// <summary>The arguments handed on.</summary>
    public string Forwarded => string.Join(", ", method.Arguments.Select(a => a.Kind == ArgumentKind.Tensor ? $"in {a.Name}" : a.Name));

    /// <summary>The arguments handed on, tensors becoming spans on the way.</summary>
    public string Names => string.Join(", ", method.Arguments.Select(a => a.Name));

    /// <summary>Such as <c>Tensor&lt;float&gt; images, int index</c>.</summary>
    public string Tensors => string.Join(", ", method.Arguments.Select(a => $"{TensorType(a)} {a.Name}"));

    /// <summary>The types, such as <c>Tensor&lt;float&gt;, int</c>.</summary>
    public string Types => string.Join(", ", method.Arguments.Select(TensorType));

    /// <summary>Such as <c>in ReadOnlyTensorSpan&lt;float&gt; images, in TensorSpan&lt;float&gt; destination</c>, with these names of destinations.</summary>
    public string WithDestinations(IEnumerable<string> destinations)
        => string.Join(", ", (method.Arguments.Count > 0 ? (IEnumerable<string>)[Spans] : []).Concat(destinations.Select(d => $"in TensorSpan<{CSharp.Type(method.Result)}> {d}")));

    /// <summary>The header of the forward method that is generated; one of several ranks is private, behind <see cref="RankEmitter"/>.</summary>
    public string ForwardHeader(IEnumerable<string> destinations) => $"{(method.Ranked is null ? method.Accessibility : "private")} void {method.GeneratedName}({WithDestinations(destinations)})";

    /// <summary>Writes a documentation line for each argument.</summary>
    public void WriteParameters(SourceWriter writer)
    {
        foreach (ArgumentDeclaration argument in method.Arguments)
        {
            string what = argument.Kind switch
            {
                ArgumentKind.Tensor => $"Read only; shape {argument.Type.Shape.ToDisplayString()}, of {Element(argument)}.",
                ArgumentKind.Index => "A whole number; it has no gradient.",
                _ => "A number; it has no gradient here.",
            };
            writer.WriteLine($"/// <param name=\"{argument.Name}\">{SourceWriter.Escape(what)}</param>");
        }
    }

    private static string TensorType(ArgumentDeclaration argument) => argument.Kind == ArgumentKind.Tensor ? $"Tensor<{Element(argument)}>" : Plain(argument);

    private static string Element(ArgumentDeclaration argument) => CSharp.Type(argument.Type.Element);

    private static string Plain(ArgumentDeclaration argument) => argument.Kind == ArgumentKind.Index ? argument.EnumType ?? "int" : CSharp.Type(argument.Type.Element);
}
