using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// A counted loop, step by step until the moments of what it carries stay as they are. Each step is taken to meet new random numbers: exact for
/// an orthogonal matrix in a linear recurrence, and in the wide limit for independent weights.
/// </summary>
internal sealed class LoopFlow
{
    private const int MostSteps = 1000, MostFollowed = 100;

    // Moments that change by less in a step stay as they are: an estimate needs no more.
    private const double Settled = 1e-4;

    // Steps whose moments do not settle go on as the last one does, if that is how the one before it did.
    private const double Alike = 1e-3;

    private readonly Node _loop;
    private readonly int _captured;
    private readonly int _carried;
    private readonly long? _count;
    private readonly long _truncation;
    private readonly List<ForwardFlow> _steps = [];
    private readonly Dictionary<ForwardFlow, double[][]> _transitions = [];

    /// <param name="scope">What all graphs of the analysis share.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="operands">What is known of its operands.</param>
    public LoopFlow(FlowScope scope, Node loop, IReadOnlyList<ValueFlow> operands)
    {
        _loop = loop;
        _captured = (int)loop.Integer("captured");
        _carried = (int)loop.Integer("carried");
        _count = loop.Dim("count").Constant;
        _truncation = Truncation.Of(loop) ?? 0;
        bool isKnown = _count is > 0 and <= MostSteps || _truncation is > 0 and <= MostSteps;
        if (isKnown)
            Run(scope, operands);
        Results = isKnown && (_isSettled || _steps.Count == _count) ? _results! : [.. loop.Results.Select(_ => (Field?)null)];
    }

    private Field?[]? _results;
    private bool _isSettled;

    /// <summary>The fields of the loop's results.</summary>
    public IReadOnlyList<Field?> Results { get; }

    /// <summary>Over how many steps a gradient flows; 0 where that is not known.</summary>
    public int Steps => _truncation > 0 ? (int)Math.Min(_truncation, _count ?? long.MaxValue) : (int)Math.Min(_count ?? 0, int.MaxValue);

    /// <summary>Whether the gradient is cut.</summary>
    public bool IsTruncated => _truncation > 0;

    /// <summary>The name of what is carried.</summary>
    public string? Variable => Body.Inputs.Skip(1 + _captured).Take(_carried).Select(v => Body.Nodes[v.Node]).FirstOrDefault(n => n.Type.IsDifferentiable)?.Text("name");

    private Graph Body => _loop.Regions[0];

    /// <summary>The names of the weights that what is carried is multiplied by.</summary>
    public IReadOnlyList<string> Weights
    {
        get
        {
            if (_steps.Count == 0)
                return [];
            HashSet<Value> carried = Activity.Of(Body, Body.Inputs.Skip(1 + _captured).Take(_carried).Where(v => Body.TypeOf(v).IsDifferentiable));
            ForwardFlow step = Last;
            return [.. step.Layers.Where(l => Body.Nodes[l.Node].Operands.Any(carried.Contains)).SelectMany(l => l.Weights)
                .Concat(step.Loops.Values.SelectMany(l => l.Weights)).Distinct()];
        }
    }

    private ForwardFlow Last => _steps[_steps.Count - 1];

    // Whether a step beyond those that were followed is known: the moments stay, or those of the gradient do, as in a linear recurrence.
    private bool IsFollowed => _isSettled || _steps.Count == _count || Of(Last).Zip(Of(_steps[_steps.Count - 2]), (a, b) => a.Zip(b, IsNear).All(n => n)).All(n => n);

    /// <summary>The energy of what is carried before the first step over that after the last, of what flows back from <paramref name="results"/>.</summary>
    public double Growth(double[] results)
    {
        if (_steps.Count == 0 || !IsFollowed)
            return double.NaN;
        // How much flows back does not matter where it does into one result only.
        if (results.Count(e => e != 0) == 1)
            results = [.. results.Select(e => e == 0 ? 0 : 1.0)];
        double[] energies = [.. results.Take(_carried)];
        int steps = Steps;
        if (energies.Sum() == 0)
        {
            // Only the stacks are read: what the last of their rows leaves.
            energies = [.. Inputs(Last, [.. energies, .. results.Skip(_carried)]).Skip(1 + _captured).Take(_carried)];
            steps--;
        }

        double last = energies.Sum();
        for (int s = 0; s < steps; s++)
            energies = [.. Inputs(At((_count ?? MostSteps) - 1 - s), [.. energies, .. results.Skip(_carried).Select(_ => 0.0)]).Skip(1 + _captured).Take(_carried)];
        return energies.Sum() / last;
    }

    /// <summary>The energies of the operands, from those of the results.</summary>
    public double[] Pull(double[] results)
    {
        double[] operands = new double[_loop.Operands.Count];
        if (_count is not { } count || _steps.Count == 0 || !IsFollowed)
            return [.. operands.Select(_ => double.NaN)];
        double[] carried = [.. results.Take(_carried)], stacked = [.. results.Skip(_carried).Select(e => e / count)];
        for (long t = count - 1; t >= 0; t--)
        {
            double[] inputs = Inputs(At(t), [.. carried, .. stacked]);
            for (int o = 0; o < operands.Length; o++)
            {
                if (o < _captured || o >= _captured + _carried)
                    operands[o] += inputs[1 + o];
            }

            bool isCut = t > 0 && _truncation > 0 && (count - t) % _truncation == 0;
            carried = [.. inputs.Skip(1 + _captured).Take(_carried).Select((e, c) => isCut && !IsAccumulator(c) ? 0 : e)];
        }

        carried.CopyTo(operands, _captured);
        return operands;
    }

    private ForwardFlow At(long step) => _steps[(int)Math.Min(step, _steps.Count - 1)];

    private void Run(FlowScope scope, IReadOnlyList<ValueFlow> operands)
    {
        bool[] active = Activity.BodyInputs(_loop, [.. operands.Select(o => o.IsActive)]);
        Field?[] state = [.. operands.Skip(_captured).Take(_carried).Select(o => o.Field)];
        long most = _count ?? MostSteps;
        for (int t = 0; t < Math.Min(most, MostFollowed) && !_isSettled; t++)
        {
            List<ValueFlow> inputs = [new(null, null, IsData: true, IsActive: false)];
            inputs.AddRange(operands.Take(_captured));
            inputs.AddRange(state.Select((f, c) => new ValueFlow(f is null ? null : scope.Space.Collapse(f), null, IsData: true, active[1 + _captured + c])));
            inputs.AddRange(operands.Skip(_captured + _carried).Select(o => o with { Field = o.Field is null ? null : scope.Space.View(o.Field, $"row:{t}") }));
            var step = new ForwardFlow(scope, Body, inputs);
            _steps.Add(step);
            Field?[] outputs = [.. Body.Outputs.Select(o => step[o.Value].Field)];
            _isSettled = outputs.Take(_carried).Zip(state, AreAlike).All(a => a);
            state = [.. outputs.Take(_carried)];
            _results = [.. outputs.Select(f => f is null ? null : scope.Space.Collapse(f))];
        }
    }

    private static bool AreAlike(Field? a, Field? b)
        => a is null || b is null ? a is null == b is null
            : Math.Abs(a.Mean - b.Mean) <= Settled * (Math.Abs(b.Mean) + Math.Sqrt(b.Variance)) && Math.Abs(a.Variance - b.Variance) <= Settled * b.Variance;

    // The energies of a step's inputs, linear in those of its outputs.
    private double[] Inputs(ForwardFlow step, double[] outputs)
    {
        double[][] transition = Of(step);
        var inputs = new double[Body.Inputs.Count];
        for (int o = 0; o < outputs.Length; o++)
        {
            for (int i = 0; i < inputs.Length && outputs[o] != 0; i++)
                inputs[i] += transition[o][i] == 0 ? 0 : outputs[o] * transition[o][i];
        }

        return inputs;
    }

    private double[][] Of(ForwardFlow step)
    {
        if (!_transitions.TryGetValue(step, out double[][]? transition))
            _transitions[step] = transition = [.. Body.Outputs.Select(o => Transition(step, o.Value))];
        return transition;
    }

    private static bool IsNear(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= Alike * Math.Abs(b);

    private double[] Transition(ForwardFlow step, Value output)
    {
        var backward = new BackwardFlow(step);
        if (step[output].IsActive)
            backward.Seed(output, 1);
        backward.Pull(Body.Nodes.Count - 1);
        return [.. Body.Inputs.Select(backward.Energy)];
    }

    // What is only added to is never cut.
    private bool IsAccumulator(int carried)
    {
        Value input = Body.Inputs[1 + _captured + carried], output = Body.Outputs[carried].Value;
        int[] users = [.. Enumerable.Range(0, Body.Nodes.Count).Where(i => Body.Nodes[i].Operands.Contains(input))];
        return users.Length == 1 && output == new Value(users[0]) && Body.Nodes[users[0]].Op == "add";
    }
}
