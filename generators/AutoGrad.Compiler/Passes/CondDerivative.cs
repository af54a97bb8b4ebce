using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// The derivative of a choice is a choice: each branch computes again what it needs of itself and pulls the cotangents back to what it
/// captured. Nothing is saved, so a branch that was not taken costs nothing.
/// </summary>
internal static class CondDerivative
{
    /// <summary>Adds the backward node; gives the cotangents of the operands, null for those that are not wanted.</summary>
    public static Value?[] Pull(GraphBuilder builder, Node cond, Value?[] flowing, bool[] wanted)
    {
        Value[] cotangents = [.. flowing.Where(f => f is not null).Select(f => f!.Value)];
        int[] outputs = [.. Enumerable.Range(0, flowing.Length).Where(i => flowing[i] is not null)];
        bool[] captured = [.. wanted.Skip(1)];
        Graph[] regions = [.. cond.Regions.Select(r => Backward(r, captured, outputs))];
        var node = new Node("cond", [.. cond.Operands, .. cotangents], [], regions.ToEquatableArray(), [], builder.Origin);
        Value added = builder.Add(node);
        int result = 0;
        return [.. wanted.Select(w => w ? added with { Result = result++ } : (Value?)null)];
    }

    private static Graph Backward(Graph region, bool[] wanted, int[] outputs)
    {
        var builder = new GraphBuilder(region.Name + "Backward");
        EquatableArray<Value> inputs = region.Inputs;
        Value[] arguments = [.. inputs.Select(v => builder.Input(region.Nodes[v.Node].Text("name"), region.TypeOf(v)))];
        HashSet<Value> active = Activity.Of(region, inputs.Where((_, i) => wanted[i]));
        Value[] cotangents = [.. outputs.Select(o => builder.Input(GradientNames.Of(region.Outputs[o].Name), region.TypeOf(region.Outputs[o].Value)))];
        var reverse = new ReverseMode(region, builder, active);
        reverse.CopyPrimal(arguments);
        for (int o = 0; o < outputs.Length; o++)
        {
            Value output = region.Outputs[outputs[o]].Value;
            if (active.Contains(output))
                reverse.Seed(output, cotangents[o]);
        }

        reverse.Pull();
        for (int i = 0; i < inputs.Count; i++)
        {
            if (wanted[i])
                builder.Output(GradientNames.Of(region.Nodes[inputs[i].Node].Text("name")) + FormattableString.Invariant($".{i}"), reverse.Cotangent(inputs[i]) ?? new Expr(builder, arguments[i]).Number(0).Value);
        }

        return EliminateDeadCode.Run(builder.Build());
    }
}
