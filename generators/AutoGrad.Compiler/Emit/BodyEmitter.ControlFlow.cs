using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <content>Loops and choices, written as the user would have.</content>
internal sealed partial class BodyEmitter
{
    private void WriteControlFlow(int index, Node node)
    {
        switch (node.Op)
        {
            case "loop":
                WriteLoop(index, node);
                break;
            case "while":
                WriteWhile(index, node);
                break;
            default:
                WriteCond(index, node);
                break;
        }

        _writer.WriteLine();
    }

    private void WriteWhile(int index, Node node)
    {
        (BodyEmitter condition, BodyEmitter body) = (_regions[index][0], _regions[index][1]);
        int captured = (int)node.Integer("captured"), carried = Activity.CarriedCount(node);
        WriteCarriedStart(index, node, captured, carried, body._graph, 0);
        Bind(condition, node, condition._graph.Inputs, captured, carried, index, 0);
        Bind(body, node, body._graph.Inputs, captured, carried, index, 0);
        string symbol = node.Text("symbol");
        bool isCounted = node.Results.Count > carried || _graph.Nodes.Where((_, i) => i != index).Any(n => n.Symbols.Contains(symbol));
        var tapes = new Dictionary<int, string>();
        string? iteration = Checks is null ? null : _names.Unique("iteration");
        if (iteration is not null)
            _writer.WriteLine($"long {iteration} = 0;");
        if (isCounted)
        {
            _names.Unique(symbol);
            _writer.WriteLine($"nint {symbol} = 0;");
        }

        for (int o = carried; o < node.Results.Count; o++)
        {
            string type = ElementOf(body._graph.TypeOf(body._graph.Outputs[o].Value));
            tapes[o] = _names.Unique(body.NameOf(body._graph.Outputs[o].Value) + "Tape");
            _writer.WriteLine($"var {tapes[o]} = Tape<{type}>.Rent({CSharp.Quote(_method)});");
            _closing.Add($"Tape<{type}>.Return({tapes[o]});");
        }

        using (_writer.WriteBlock("while (true)"))
        {
            condition.WriteStatements();
            Term holds = condition.ScalarTerm(condition._graph.Outputs[0].Value);
            _writer.WriteLine($"if ({Term.Fill("!{0}", Binding.Unary, [holds]).Text})\n    break;");
            if (iteration is not null)
                Checks!.Iterations.Push(iteration);
            body.WriteStatements();
            if (iteration is not null)
                Checks!.Iterations.Pop();
            foreach (KeyValuePair<int, string> tape in tapes)
            {
                Value value = body._graph.Outputs[tape.Key].Value;
                WriteStack(body, value, $"ref {tape.Value}.Append({CSharp.Expression(body._graph.TypeOf(value).Shape.Count)})", "0");
            }

            WriteCarriedNext(body, index, node, carried, body._graph.Inputs.Skip(captured).ToList());
            if (isCounted)
                _writer.WriteLine($"{symbol}++;");
            if (iteration is not null)
                _writer.WriteLine($"{iteration}++;");
            body.WriteClosing();
        }

        foreach (KeyValuePair<int, string> tape in tapes)
        {
            string local = _names.Unique(tape.Value + "Data");
            _writer.WriteLine($"ref {ElementOf(body._graph.TypeOf(body._graph.Outputs[tape.Key].Value))} {local} = ref {tape.Value}.First;");
            _storage[new Value(index, tape.Key)] = local;
        }
    }

    private void WriteCond(int index, Node node)
    {
        for (int r = 0; r < node.Results.Count; r++)
        {
            if (!node.Results[r].IsScalar)
                continue;
            string local = _names.Unique(NameOf(new Value(index, r)));
            _writer.WriteLine($"{CSharp.Type(node.Results[r].Element)} {local};");
            _scalars[new Value(index, r)] = Term.Primary(local);
        }

        for (int branch = 0; branch < 2; branch++)
        {
            BodyEmitter body = _regions[index][branch];
            for (int o = 1; o < node.Operands.Count; o++)
                BindInput(body, body._graph.Inputs[o - 1], node.Operands[o]);
            using (_writer.WriteBlock(branch == 0 ? $"if ({ScalarTerm(node.Operands[0]).Text})" : "else"))
            {
                body.WriteStatements();
                for (int r = 0; r < node.Results.Count; r++)
                {
                    Value output = body._graph.Outputs[r].Value;
                    if (node.Results[r].IsScalar)
                        _writer.WriteLine($"{_scalars[new Value(index, r)].Text} = {body.ScalarTerm(output).Text};");
                    else
                        WriteCopy(body, output, $"ref {Storage(new Value(index, r))}");
                }

                body.WriteClosing();
            }
        }
    }

    // Carried numbers are locals that change; carried tensors have the memory of the loop's result.
    private void WriteCarriedStart(int index, Node node, int captured, int carried, Graph region, int first)
    {
        for (int c = 0; c < carried; c++)
        {
            var result = new Value(index, c);
            Value start = node.Operands[captured + c];
            if (TrailStart(index, c, node) is { } row)
            {
                WriteCopy(this, start, row);
                continue;
            }

            if (!_graph.TypeOf(result).IsScalar)
            {
                WriteCopy(this, start, $"ref {Storage(result)}");
                continue;
            }

            string local = _names.Unique(InputName(region, first + captured + c));
            _writer.WriteLine($"{CSharp.Type(_graph.TypeOf(result).Element)} {local} = {ScalarTerm(start).Text};");
            _scalars[result] = Term.Primary(local);
        }
    }

    private void WriteCarriedNext(BodyEmitter body, int index, Node node, int carried, List<Value> inputs)
    {
        List<(string Target, string Value)> scalars = [];
        List<(Value Output, string Target)> tensors = [];
        for (int c = 0; c < carried; c++)
        {
            Value output = body._graph.Outputs[c].Value;
            if (_memory.TryGetValue(index, out LoopMemory? memory) && (memory.IsWritten(c) || memory.Trail(c) is not null))
                continue;
            if (output == inputs[c])
                continue;
            var result = new Value(index, c);
            if (node.Results[c].IsScalar)
                scalars.Add((_scalars[result].Text, body.ScalarTerm(output).Text));
            else
                tensors.Add((output, Storage(result)));
        }

        foreach ((Value output, string target) in tensors)
            WriteCopy(body, output, $"ref {target}");
        if (scalars.Count == 1)
            _writer.WriteLine($"{scalars[0].Target} = {scalars[0].Value};");
        else if (scalars.Count > 1)
            _writer.WriteLine($"({string.Join(", ", scalars.Select(s => s.Target))}) = ({string.Join(", ", scalars.Select(s => s.Value))});");
    }

    private void Bind(BodyEmitter body, Node node, EquatableArray<Value> inputs, int captured, int carried, int index, int first)
    {
        for (int c = 0; c < captured; c++)
            BindInput(body, inputs[first + c], node.Operands[c]);
        for (int c = 0; c < carried; c++)
        {
            var result = new Value(index, c);
            if (_graph.TypeOf(result).IsScalar)
                body._scalars[inputs[first + captured + c]] = _scalars[result];
            else if (!_memory.TryGetValue(index, out LoopMemory? memory) || memory.Trail(c) is null)
                body._storage[inputs[first + captured + c]] = Storage(result);
        }
    }

    private void BindInput(BodyEmitter body, Value input, Value operand)
    {
        if (_graph.TypeOf(operand).IsScalar)
        {
            body._scalars[input] = ScalarTerm(operand);
            return;
        }

        body._storage[input] = Storage(operand);
        if (_displayNames.TryGetValue(PlanBuffers.Root(_graph, operand), out string? name))
            body._displayNames[input] = name;
    }

    private void WriteSlice(BodyEmitter body, Value input, Value operand, string i)
    {
        TensorType row = body._graph.TypeOf(input);
        string local = _names.Unique(body.NameOf(input));
        if (row.IsScalar)
        {
            _writer.WriteLine($"{CSharp.Type(row.Element)} {local} = Indexing.Read(in {Storage(operand)}, {i});");
            body._scalars[input] = Term.Primary(local);
            return;
        }

        _writer.WriteLine($"ref {ElementOf(row)} {local} = ref Indexing.Row(in {Storage(operand)}, {i}, {CSharp.Expression(row.Shape.Count)});");
        body._storage[input] = local;
    }

    private void WriteStack(BodyEmitter body, Value value, string stack, string i)
    {
        TensorType type = body._graph.TypeOf(value);
        if (type.IsScalar)
            _writer.WriteLine($"Indexing.Write({stack}, {i}, {body.ScalarTerm(value).Text});");
        else
            WriteCopy(body, value, $"ref Indexing.Row({stack.Replace("ref ", "in ")}, {i}, {CSharp.Expression(type.Shape.Count)})");
    }

    private void WriteCopy(BodyEmitter from, Value value, string destination)
    {
        string count = CSharp.Expression(from._graph.TypeOf(value).Shape.Count);
        Value root = PlanBuffers.Root(from._graph, value);
        // A repeated number need not be in memory to be stored repeatedly.
        Node node = from._graph.Nodes[root.Node];
        if (node.Op == "broadcast" && from._graph.TypeOf(node.Operands[0]).IsScalar && !from._storage.ContainsKey(root))
            _writer.WriteLine($"Layout.Fill({destination}, {count}, {from.ScalarTerm(node.Operands[0]).Text});");
        else
            _writer.WriteLine($"Layout.Copy(in {from.Storage(value)}, {count}, {destination}, {count}, 1, {count});");
    }

    private string ElementOf(TensorType type) => type.Element switch
    {
        ElementType.I32 => "int",
        ElementType.Bool when type.IsScalar => "bool",
        _ => Type,
    };

    private static string InputName(Graph region, int input)
    {
        Node node = region.Nodes[region.Inputs[input].Node];
        return Names.Camel(node.Text("name") is { Length: > 0 } name ? name : "value");
    }
}
