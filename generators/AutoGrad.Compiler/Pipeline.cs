using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.Emit;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler;

/// <summary>One generated file: the last part of its name, and its text.</summary>
public sealed record GeneratedSource(string HintName, string Text);

/// <summary>From a model's declaration to its generated files. The passes run in the order in which they are written here.</summary>
public static class Pipeline
{
    private static readonly IReadOnlyList<Func<Graph, Graph>> s_prepare = [Inline.Run, Simplify.Run];

    private static readonly IReadOnlyList<Func<Graph, Graph>> s_lower = [Simplify.DropStops, Simplify.Run, SplitReductions.Run, Simplify.Run, Fuse.Run];

    /// <summary>The files of a model whose methods could all be lowered.</summary>
    public static EquatableArray<GeneratedSource> Compile(ModelDeclaration model)
    {
        List<GeneratedSource> files = [new("", ModelEmitter.Write(model))];
        MethodDeclaration[] losses = [.. model.Methods.Where(m => m.Kind == MethodKind.Loss && m.Graph is not null)];
        foreach (MethodDeclaration method in model.Methods)
        {
            if (method is { Kind: MethodKind.Forward, Graph: { } forward })
                files.Add(new(method.Name, ForwardEmitter.Write(model, method, Run(forward, s_prepare.Concat(s_lower)))));
        }

        foreach (MethodDeclaration loss in losses)
        {
            files.Add(new(loss.Name, LossEmitter.Write(model, loss, Training(loss.Graph!, model.Parameters), losses.Length == 1)));
            if (losses.Length == 1 && loss.Arguments.Count is >= 1 and <= 4)
                files.Add(new(loss.Name + ".Double", DoubleTwinEmitter.Write(model, loss, InDouble(loss.Graph!, model.Parameters))));
        }

        return files.ToEquatableArray();
    }

    /// <summary>The graph of kernels that computes a loss and the gradients of all parameters under their policies.</summary>
    public static Graph Training(Graph loss, IEnumerable<ParameterDeclaration> parameters)
    {
        Graph gradient = Differentiate.Run(Run(loss, s_prepare));
        return Run(AttachPolicies.Run(gradient, parameters), s_lower);
    }

    // The same in double precision, with penalties but without clips and norms: what differences are compared with.
    private static Graph InDouble(Graph loss, IEnumerable<ParameterDeclaration> parameters)
    {
        Graph gradient = Differentiate.Run(Run(InferShapes.WithElement(loss, ElementType.F64), s_prepare));
        Graph penalized = AttachPolicies.Run(gradient, parameters.Select(Unclipped));
        return Run(penalized with { Outputs = penalized.Outputs.Where(o => !o.Name.StartsWith("squares.", StringComparison.Ordinal)).ToEquatableArray() }, s_lower);
    }

    private static Graph Run(Graph graph, IEnumerable<Func<Graph, Graph>> passes) => passes.Aggregate(graph, (g, pass) => pass(g));

    private static ParameterDeclaration Unclipped(ParameterDeclaration parameter)
        => parameter with { Policy = parameter.Policy with { Norm = NormClipKind.None, ValueThreshold = 0 } };
}
