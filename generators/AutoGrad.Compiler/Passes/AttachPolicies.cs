using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Adds penalties, value clips and sums of squares to the gradients that <see cref="Differentiate"/> made, as ordinary nodes, so that fusion
/// takes them into the last writer of each gradient. Order: penalty, norm, value clip, norm of what is left. Outputs are then <c>loss</c>
/// (penalties included), <c>dataLoss</c>, and for each parameter <c>gradient.P</c>, <c>squares.P</c> and, with a value clip under a norm clip,
/// <c>clippedSquares.P</c>; for a stack <c>squares.P</c> is the gradient before its value clip instead. Norm clips are factors, which the optimizer's pass multiplies in.
/// </summary>
public static class AttachPolicies
{
    /// <summary>The graph with the policy of each parameter attached.</summary>
    public static Graph Run(Graph graph, IEnumerable<ParameterDeclaration> parameters)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
            rewriter.Copy(i);

        GraphBuilder builder = rewriter.Builder;
        builder.Origin = Origin.None;
        var dataLoss = new Expr(builder, graph.Output("loss")!.Value);
        Expr loss = dataLoss;
        List<GraphOutput> outputs = [];
        foreach (ParameterDeclaration parameter in parameters)
        {
            if (graph.Output("gradient." + parameter.Name) is not { } value)
                throw new NotDifferentiableException($"no gradient flows from the result back to {parameter.Name}", -1);
            var weight = new Expr(builder, new Value(graph.Find("parameter").First(i => graph.Nodes[i].Text("name") == parameter.Name)));
            var gradient = new Expr(builder, value);
            PolicyDeclaration policy = parameter.Policy;
            if (policy.L1 != 0)
            {
                Expr factor = Number(loss, policy.L1, policy.L1Member);
                gradient += Each(weight, factor) * weight.Apply("sign");
                loss += Penalty(parameter, "L1", factor, weight.Apply("abs"));
            }

            if (policy.L2 != 0)
            {
                Expr factor = Number(loss, policy.L2, policy.L2Member);
                gradient += Each(weight, policy.L2Member.Length == 0 ? Number(loss, 2 * policy.L2, "") : Named(2 * factor, parameter, "Decay")) * weight;
                loss += Penalty(parameter, "L2", factor, weight * weight);
            }

            // Each copy of a stack has a norm of its own, which is taken from the gradient as it is here.
            bool isStack = parameter.Copies.Count > 0;
            outputs.Add(new("squares." + parameter.Name, isStack ? gradient.Value : SumOfSquares(gradient, policy.ValueThreshold != 0)));
            if (policy.ValueThreshold != 0)
            {
                // Not minimum and maximum, which differ in what they make of NaN: a NaN stays.
                Expr threshold = Number(loss, policy.ValueThreshold, policy.ValueMember);
                Expr low = Each(gradient, policy.ValueMember.Length == 0 ? Number(loss, -policy.ValueThreshold, "") : Named(-threshold, parameter, "Lowest")), high = Each(gradient, threshold);
                gradient = Expr.Where(gradient > high, high, Expr.Where(gradient < low, low, gradient));
                if (policy.Norm != NormClipKind.None && !isStack)
                    outputs.Add(new("clippedSquares." + parameter.Name, SumOfSquares(gradient, false)));
            }

            builder.Name(gradient.Value, "d" + parameter.Name);
            outputs.Add(new("gradient." + parameter.Name, gradient.Value));
        }

        builder.Name(dataLoss.Value, "dataLoss");
        builder.Name(loss.Value, "loss");
        builder.Output("loss", loss.Value);
        builder.Output("dataLoss", dataLoss.Value);
        foreach (GraphOutput output in outputs)
            builder.Output(output.Name, output.Value);
        foreach (GraphOutput record in graph.Outputs.Where(o => RecordedVariable.IsRecord(o) || StateDeclaration.IsState(o.Name)))
            builder.Output(record.Name, rewriter[record.Value]);
        return builder.Build();
    }

    private static Expr Penalty(ParameterDeclaration parameter, string kind, Expr factor, Expr measure)
    {
        Expr sum = measure.Sum(measure.AllAxes), penalty = factor * sum;
        Named(sum, parameter, kind == "L1" ? "AbsoluteSum" : "SquareSum");
        return Named(penalty, parameter, kind + "Penalty");
    }

    private static Expr Named(Expr value, ParameterDeclaration parameter, string suffix)
    {
        value.Builder.Name(value.Value, parameter.Name.Replace(".", "").Replace("*", "") + suffix);
        return value;
    }

    // A constant, or what is read before each step.
    private static Expr Number(Expr scalar, double constant, string member)
        => member.Length == 0 ? scalar.Number(constant) : new(scalar.Builder, scalar.Builder.Setting(member, scalar.Type.Element));

    private static Expr Each(Expr tensor, Expr scalar) => scalar.BroadcastTo(tensor.Type.Shape, []);

    private static Value SumOfSquares(Expr x, bool wide)
    {
        NodeAttribute axes = NodeAttribute.Integers("axes", x.AllAxes);
        return wide
            ? x.Builder.Add("sum_of_squares", [x.Value], axes, NodeAttribute.Flag("wide"))
            : x.Builder.Add("sum_of_squares", [x.Value], axes);
    }
}
