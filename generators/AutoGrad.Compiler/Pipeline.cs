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
    private static readonly Func<Graph, Graph> s_simplify = Everywhere.Of(Simplify.Run);

    private static readonly IReadOnlyList<Func<Graph, Graph>> s_prepare =
    [
        Everywhere.Of(ExpandDerivatives.Run),
        Everywhere.Of(Inline.Run),
        TrimRegions.Run,
        s_simplify,
        HoistFromLoops.Run,
        PruneLoops.Run,
        s_simplify,
    ];

    // Stops mean something to derivatives only.
    private static readonly IReadOnlyList<Func<Graph, Graph>> s_differentiable = [TruncateLoops.Run, .. s_prepare];

    // A loss refuses empty tensors: its loops run.
    private static readonly IReadOnlyList<Func<Graph, Graph>> s_loss = [ReadLastSteps.Run, .. s_differentiable];

    private static readonly IReadOnlyList<Func<Graph, Graph>> s_lower =
    [
        Everywhere.Of(Inline.All),
        Everywhere.Of(Simplify.DropStops),
        s_simplify,
        TrimRegions.Run,
        SinkFromLoops.Run,
        HoistFromLoops.Run,
        PruneLoops.Run,
        s_simplify,
        PruneRegions.Run,
        Everywhere.Of(SplitReductions.Run),
        s_simplify,
        Everywhere.Of(Fuse.Run),
        Everywhere.Of(SeparateCarried.Run),
    ];

    // Loops stay as they are written: an iteration is an iteration.
    private static readonly IReadOnlyList<Func<Graph, Graph>> s_prepareApart = [TruncateLoops.WithoutCuts, Everywhere.Of(ExpandDerivatives.Run), Everywhere.Of(Inline.Run), s_simplify];

    private static readonly IReadOnlyList<Func<Graph, Graph>> s_lowerApart =
    [
        Everywhere.Of(Inline.All),
        Everywhere.Of(Simplify.DropStops),
        s_simplify,
        TrimRegions.Run,
        PruneRegions.Run,
        Everywhere.Of(SplitReductions.Run),
        s_simplify,
        Everywhere.Of(Fuse.Apart),
        Everywhere.Of(SeparateCarried.Run),
    ];

    /// <summary>
    /// The files of a model. A method that has no graph, or none of whose gradients can be had, gets members that throw;
    /// <paramref name="refused"/> is told the name of the latter, and why. <paramref name="isChecked"/> gives the loss its twin in double precision
    /// even where the class does not ask for it.
    /// </summary>
    public static EquatableArray<GeneratedSource> Compile(ModelDeclaration model, bool isChecked, Action<string, string>? refused = null)
    {
        List<GeneratedSource> files = [];
        List<RecordedVariable> recorded = [];
        bool isOnlyLoss = model.Methods.Count(m => m.Kind == MethodKind.Loss) == 1;
        foreach (MethodDeclaration method in model.Methods)
        {
            try
            {
                files.AddRange(Compile(model, method, isOnlyLoss, isChecked || model.IsChecked, recorded));
            }
            catch (Exception e) when (e is NotDifferentiableException or ShapeException or InvalidOperationException or KeyNotFoundException or NotSupportedException)
            {
                refused?.Invoke(method.Name, e.Message);
                files.Add(new(method.GeneratedName, RefusedEmitter.Write(model, method, isOnlyLoss, e.Message)));
            }
        }

        foreach (IGrouping<string, MethodDeclaration> ranks in model.Methods.Where(m => m.Ranked is not null).GroupBy(m => $"{m.Name}({new MethodSignature(m).Spans})"))
            files.Add(new(ranks.First().Name, RankEmitter.Write(model, [.. ranks])));
        files.Insert(0, new("", ModelEmitter.Write(model, recorded)));
        return files.ToEquatableArray();
    }

    /// <summary>The file of a function's derivatives.</summary>
    public static GeneratedSource Compile(FunctionDeclaration function)
    {
        if (function.Graph is not { } graph)
            return new(function.Name, FunctionEmitter.WriteRefused(function));
        Graph prepared = Run(graph, s_differentiable);
        bool[] wanted = [.. function.Arguments.Where(a => a.Declaration.Kind != ArgumentKind.Index).Select(a => a.IsDifferentiated)];
        Graph vjp = Run(Differentiate.Vjp(prepared, wanted, !function.Result.IsScalar), s_lower);
        Graph jvp = Run(ForwardMode.Jvp(prepared, wanted), s_lower);
        return new(function.Name, FunctionEmitter.Write(function, vjp, jvp));
    }

    private static List<GeneratedSource> Compile(ModelDeclaration model, MethodDeclaration method, bool isOnlyLoss, bool isChecked, List<RecordedVariable> recorded)
    {
        if (method.Graph is not { } graph)
            return [new(method.GeneratedName, RefusedEmitter.Write(model, method, isOnlyLoss, null))];
        graph = FixMode.Run(graph, isTraining: method.Kind == MethodKind.Loss);
        if (method.Kind == MethodKind.Forward)
            return [new(method.GeneratedName, ForwardEmitter.Write(model, method, Run(graph, s_prepare.Concat(s_lower))))];
        Graph training = Training(graph, model.Parameters.Select(PolicyEmitter.AtRunTime), model.RecordsErrors && isOnlyLoss);
        recorded.AddRange(RecordedVariable.Of(training));
        List<GeneratedSource> files = [new(method.Name, LossEmitter.Write(model, method, training, isOnlyLoss))];
        if (isOnlyLoss && isChecked && method.Arguments.Count is >= 1 and <= 4)
            files.Add(new(method.Name + ".Double", DoubleTwinEmitter.Write(model, method, InDouble(graph, model.Parameters.Select(PolicyEmitter.AtRunTime)))));
        if (isOnlyLoss && model.Explains)
            files.Add(new(method.Name + ".Explain", CheckedTwinEmitter.Write(model, method, Run(Differentiate.Run(Run(PruneState.Run(graph), s_prepareApart)), s_lowerApart))));
        return files;
    }

    /// <summary>The graph of kernels that computes a loss and the gradients of all parameters under their policies, and what is recorded of error gradients.</summary>
    public static Graph Training(Graph loss, IEnumerable<ParameterDeclaration> parameters, bool recordsErrors = false)
    {
        Graph gradient = Differentiate.Run(Run(loss, s_loss), recordsErrors);
        ParameterDeclaration[] all = [.. parameters];
        return Run(TouchRows.Run(AttachPolicies.Run(gradient, all), all), s_lower);
    }

    // The same in double precision, with penalties but without clips and norms: what differences are compared with.
    private static Graph InDouble(Graph loss, IEnumerable<ParameterDeclaration> parameters)
    {
        Graph gradient = Differentiate.Run(Run(InferShapes.WithElement(PruneState.Run(loss), ElementType.F64), s_loss));
        Graph penalized = AttachPolicies.Run(gradient, parameters.Select(Unclipped));
        return Run(penalized with { Outputs = penalized.Outputs.Where(o => !o.Name.StartsWith("squares.", StringComparison.Ordinal)).ToEquatableArray() }, s_lower);
    }

    // What was simplified, and which no pass has changed since, is simple.
    private static Graph Run(Graph graph, IEnumerable<Func<Graph, Graph>> passes)
    {
        Graph? simple = null;
        foreach (Func<Graph, Graph> pass in passes)
        {
            if (pass != s_simplify)
                graph = pass(graph);
            else if (!ReferenceEquals(graph, simple))
                graph = simple = pass(graph);
        }

        return graph;
    }

    private static ParameterDeclaration Unclipped(ParameterDeclaration parameter)
        => parameter with { Policy = parameter.Policy with { Norm = NormClipKind.None, ValueThreshold = 0 } };
}
