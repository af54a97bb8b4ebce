using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>What a body that checks its values knows while it is written: where positions are found, in which pass it is, and in which loops.</summary>
internal sealed class FiniteChecks(Graph graph, string positions, string files)
{
    private readonly int _loss = graph.Output("loss")!.Value.Node;

    /// <summary>The expression that gives the places of the method's expressions.</summary>
    public string Positions => positions;

    /// <summary>The expression that gives the names of the files.</summary>
    public string Files => files;

    /// <summary>The indices of the loops around, the innermost first.</summary>
    public Stack<string> Iterations { get; } = [];

    /// <summary>Whether what is written now stands behind the loss.</summary>
    public bool IsBackward { get; private set; }

    /// <summary>Says which node is written next.</summary>
    public void Enter(Graph within, int node)
    {
        if (ReferenceEquals(within, graph))
            IsBackward = node > _loss;
    }
}
