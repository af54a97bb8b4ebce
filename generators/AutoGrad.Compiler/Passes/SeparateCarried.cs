using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Carried tensors have one memory each, which an iteration overwrites at its end. Where the next value of one is what another one was, that
/// is copied first: two tensors change places, or one remembers the last value of another.
/// </summary>
public static class SeparateCarried
{
    /// <summary>The graph whose loops read no carried tensor while they write the carried tensors.</summary>
    public static Graph Run(Graph graph)
        => !graph.Has("loop") && !graph.Has("while") ? graph : graph with { Nodes = graph.Nodes.Select(n => n.Op is "loop" or "while" ? n with { Regions = n.Regions.With(n.Regions.Count - 1, Separate(n)) } : n).ToEquatableArray() };

    private static Graph Separate(Node loop)
    {
        Graph body = loop.Regions[loop.Regions.Count - 1];
        int carried = Activity.CarriedCount(loop);
        Value[] inputs = [.. body.Inputs.Skip((loop.Op == "loop" ? 1 : 0) + (int)loop.Integer("captured")).Take(carried)];
        bool IsOverwritten(int other) => body.Outputs[other].Value != inputs[other];
        var rewriter = new GraphRewriter(body);
        for (int i = 0; i < body.Nodes.Count; i++)
            rewriter.Copy(i);
        GraphBuilder builder = rewriter.Builder;
        builder.Origin = Origin.None;
        for (int o = 0; o < body.Outputs.Count; o++)
        {
            (string name, Value value) = (body.Outputs[o].Name, body.Outputs[o].Value);
            int other = o < carried && !body.TypeOf(value).IsScalar ? Array.IndexOf(inputs, PlanBuffers.Root(body, value)) : -1;
            builder.Output(name, other >= 0 && other != o && IsOverwritten(other) ? builder.Add("copy", [value]) : value);
        }

        return builder.Build();
    }
}
