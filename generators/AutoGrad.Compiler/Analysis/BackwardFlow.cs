using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Analysis;

/// <summary>Carries the expected squared gradient back through a graph whose values are known.</summary>
internal sealed class BackwardFlow(ForwardFlow forward)
{
    private readonly Dictionary<Value, Cotangent> _cotangents = [];

    private FieldSpace Space => forward.Scope.Space;

    /// <summary>Says what flows back into a value, with signs of its own.</summary>
    public void Seed(Value value, double energy, bool isFresh = false) => At(value).Add(energy, isFresh);

    /// <summary>The expected squared norm of the gradient with respect to a value; 0 where nothing flows back to it.</summary>
    public double Energy(Value value) => At(value).Energy;

    /// <summary>Walks back over all nodes up to a position.</summary>
    public void Pull(int last)
    {
        for (int i = last; i >= 0; i--)
        {
            Node node = forward.Graph.Nodes[i];
            if (node.Operands.Count == 0)
                continue;
            if (forward.Loops.TryGetValue(i, out LoopFlow? loop))
                PullLoop(node, i, loop);
            else if (At(new Value(i)).Terms.Count > 0)
                PullNode(node, new Value(i));
        }
    }

    private void PullNode(Node node, Value result)
    {
        At(result).Merge();
        for (int o = 0; o < node.Operands.Count; o++)
        {
            // Nobody asks how the gradients of weights grow: those of their layers do.
            Value operand = node.Operands[o];
            if (!IsWanted(operand))
                continue;
            if (forward[result].Field is null)
                Seed(operand, double.NaN);
            else if (OpTable.IsElementwise(node.Op) || node.Op is "softmax" or "log_softmax")
                PullElements(node, o, result);
            else if (node.Op == "matmul" && forward[node.Operands[1 - o]].Weights is not null)
                PullLayer(node, o, result);
            else
                PullMixed(node, o, result);
        }
    }

    private void PullMixed(Node node, int operand, Value result)
    {
        Value x = node.Operands[operand];
        foreach (KeyValuePair<Sign, Field> term in At(result).Terms)
        {
            (Sign Sign, Field Amplitude, double Apart) shared = BackwardRules.Shared(Space, node, forward.Graph.TypeOf(x).Shape, term);
            At(x).Add(shared.Sign, shared.Amplitude);
            Seed(x, Scaled(shared.Apart, BackwardRules.Factor(Space, forward, node, operand)));
        }
    }

    private bool IsWanted(Value value) => forward[value] is { IsActive: true, IsData: true };

    private void PullElements(Node node, int operand, Value result)
    {
        Field?[] operands = [.. node.Operands.Select(o => forward[o].Field)];
        Field y = forward[result].Field!;
        foreach (KeyValuePair<Sign, Field> term in At(result).Terms)
        {
            Field? pulled = OpTable.Find(node.Op) is ElementwiseOp op ? ElementwiseRule.Of(op).Pull(Space, operand, [.. operands, y, term.Value])
                : node.Op == "softmax" ? Space.Apply("multiply", term.Value, y)
                : term.Value;
            At(node.Operands[operand]).Add(term.Key, pulled);
        }
    }

    // z = x W. Given that z_j is what it is, w_j leans towards x: so a gradient that is a function of z, with one sign for all elements, has a part
    // along x, by Stein's lemma E[w A(z)] = var(w) x E[A(z) z] / var(z). One whose elements have signs of their own is along x by chance,
    // one part of k of it. Both are small at first, and outgrow all else where x is mostly mean, as in residual networks of ReLUs.
    private void PullLayer(Node node, int operand, Value result)
    {
        Value x = node.Operands[operand];
        (Dim m, Dim n, Dim k) = Ops.MatMul.Sizes(node, forward.Graph.TypeOf(node.Operands[0]).Shape, forward.Graph.TypeOf(node.Operands[1]).Shape);
        double inner = Space.Length(k), outer = Space.Length(operand == 0 ? n : m), factor = BackwardRules.Factor(Space, forward, node, operand);
        Field z = forward[result].Field!, input = forward[x].Field!;
        double along = 0;
        foreach (KeyValuePair<Sign, Field> term in At(result).Terms)
        {
            double energy = Scaled(term.Value.MeanSquare, factor);
            At(x).Add(new Sign { Orthogonal = input }, new ConstantField(Math.Sqrt(energy * Across(term, z, inner, outer))));
            if (term.Key.IsFresh)
                along += energy / inner;
            else if (term.Key.IsShared && Space.Apply("multiply", term.Value, z) is { } product)
                At(x).Add(term.Key, Space.Apply("multiply", input, new ConstantField(product.Mean * Math.Sqrt(outer / inner) / input.MeanSquare)));
        }

        if (along > 0 && input.MeanSquare > 0)
            At(x).Add(new Sign { IsShared = true }, Space.Apply("multiply", input, new ConstantField(Math.Sqrt(along / input.MeanSquare))));
        else
            Seed(x, along);
    }

    // How much of a term's energy arrives across x. Nothing along z is left in what is orthogonal to the value h that z became, as far as
    // z and h are alike; and such a term is smaller where h is large, which is where a ReLU lets it pass.
    private double Across(KeyValuePair<Sign, Field> term, Field z, double inner, double outer)
    {
        Field? Product(Field? a, Field? b) => a is null || b is null ? null : Space.Apply("multiply", a, b);
        // What has signs of its own and was never split keeps its part along x, which nothing adds again.
        if (term.Key is { IsShared: false, IsFresh: false, Orthogonal: null })
            return 1;
        double rest = 1 - (1 / inner);
        if (term.Key.Orthogonal is not { MeanSquare: > 0 } h || Product(term.Value, z) is not { MeanSquare: > 0 } along
            || Product(along, h)?.Mean is not { } common || Product(term.Value, h)?.MeanSquare is not { } where)
            return rest;
        double share = 1 - (common * common / (along.MeanSquare * h.MeanSquare)), excess = (where / (term.Value.MeanSquare * h.MeanSquare)) - 1;
        return Math.Max(0, rest + (share / inner) - (excess / outer)) is var across && across <= 1 ? across : rest;
    }

    private void PullLoop(Node node, int index, LoopFlow loop)
    {
        double[] energies = [.. Enumerable.Range(0, node.Results.Count).Select(r => Energy(new Value(index, r)))];
        if (energies.All(e => e == 0))
            return;
        double[] pulled = loop.Pull(energies);
        for (int o = 0; o < pulled.Length; o++)
        {
            if (IsWanted(node.Operands[o]))
                Seed(node.Operands[o], pulled[o]);
        }
    }

    // What is not known is not known, unless nothing flows.
    private static double Scaled(double energy, double factor) => energy == 0 || factor == 0 ? 0 : energy * factor;

    private Cotangent At(Value value)
    {
        if (!_cotangents.TryGetValue(value, out Cotangent? cotangent))
            _cotangents[value] = cotangent = new Cotangent(Space, forward[value].Field);
        return cotangent;
    }
}
