using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <content>Calls of the run-time library's own kernels.</content>
internal sealed partial class BodyEmitter
{
    private readonly Dictionary<Value, string> _displayNames = [];

    /// <summary>Says what the user calls a value that is kept in a local of another name.</summary>
    public void Display(Value value, string name) => _displayNames[value] = name;

    private void WriteCall(int index, Node node)
    {
        var value = new Value(index);
        if (node.Op is "input" or "parameter" or "constant" or "dimension" or "setting" || IsStart(value))
            return;
        if (node.Origin.Source is { } source && node.Op != "reshape")
            _writer.WriteLine("// " + source);
        switch (node.Op)
        {
            case "reshape":
                WriteReshape(node, value);
                return;
            case "softmax_cross_entropy":
                WriteCrossEntropy(node, value);
                break;
            case "matmul":
                WriteProduct(node, value);
                break;
            case "reduce_sum" or "reduce_max" or "reduce_min" or "log_sum_exp":
                WriteReduction(node, value);
                break;
            case "softmax" or "log_softmax":
                // Where a program has a global using static of Nn, the simple name is that of Nn's method.
                WriteLine($"global::AutoGrad.Kernels.{OpTable.Get(node.Op).Kernel}(in {Storage(node.Operands[0])}, ref {Storage(value)}, {Around(_graph.TypeOf(node.Operands[0]).Shape, node.Integers("axes"))});");
                break;
            case "broadcast":
                WriteBroadcast(node, value);
                break;
            case "transpose":
                WriteLine($"Layout.Transpose<{Type}>(in {Storage(node.Operands[0])}, ref {Storage(value)}, [{CSharp.List(_graph.TypeOf(node.Operands[0]).Shape.Dims)}], [{string.Join(", ", node.Integers("permutation"))}]);");
                break;
            case "copy":
                WriteCopy(this, node.Operands[0], $"ref {Storage(value)}");
                break;
            case "row":
                WriteRow(node, value);
                break;
            case "row_gradient":
                WriteRowGradient(node, value);
                break;
            case "gather" or "scatter_add":
                WriteRows(node, value);
                break;
            case "slice" or "pad" or "concat":
                WriteSlices(node, value);
                break;
            case "conv2d" or "conv2d_input" or "conv2d_kernel":
                WriteConvolution(node, value);
                break;
            case "max_pool2d" or "avg_pool2d" or "avg_pool2d_input" or "gather_places" or "scatter_places":
                WritePool(node, value);
                break;
            default:
                throw new InvalidOperationException($"no emission for {node.Op}");
        }

        _writer.WriteLine();
    }

    private void WriteLine(string line) => _writer.WriteLine(line);

    // Views cost nothing; a number and a tensor of one element are told apart.
    private void WriteReshape(Node node, Value value)
    {
        TensorType from = _graph.TypeOf(node.Operands[0]);
        if (node.Flag("checked"))
            WriteLine($"ShapeCheck.SameCount({CSharp.Expression(from.Shape.Count)}, {CSharp.Expression(node.Type.Shape.Count)}, {CSharp.Quote(node.Origin.Source ?? "Reshape")});");
        if (from.IsScalar)
        {
            WriteLine($"{Storage(value)} = {Stored(node.Operands[0])};");
        }
        else if (node.Type.IsScalar)
        {
            string local = _names.Unique(NameOf(value));
            WriteLine(node.Type.Element == ElementType.Bool ? $"bool {local} = {Storage(node.Operands[0])} != 0;" : $"{Type} {local} = {Storage(node.Operands[0])};");
            _scalars[value] = Term.Primary(local);
        }
    }

    // A number as an element of memory, where a truth value is 1 or 0.
    private string Stored(Value scalar)
        => _graph.TypeOf(scalar).Element == ElementType.Bool
            ? $"{ScalarTerm(scalar).Text} ? {CSharp.Literal(1, _element)} : {CSharp.Literal(0, _element)}"
            : ScalarTerm(scalar).Text;

    private void WriteCrossEntropy(Node node, Value value)
    {
        Shape logits = _graph.TypeOf(node.Operands[0]).Shape;
        string arguments = $"in {Storage(node.Operands[0])}, in {Storage(node.Operands[1])}, {CSharp.List(logits.Dims)}, {CSharp.Quote(DisplayName(node.Operands[1]))}";
        string local = _names.Unique(NameOf(value));
        Value gradient = value with { Result = 1 };
        WriteLine(IsRead(gradient)
            ? $"{Type} {local} = CrossEntropy.LossAndGradient({arguments}, ref {Storage(gradient)});"
            : $"{Type} {local} = CrossEntropy.Loss({arguments});");
        _scalars[value] = Term.Primary(local);
    }

    private void WriteProduct(Node node, Value value)
    {
        Value a = node.Operands[0], b = node.Operands[1];
        Shape shape = node.Type.Shape;
        if (shape.Rank == 2)
        {
            WriteLine($"Gemm.Multiply({ProductArguments(node, a, b)}, ref {Storage(value)}, {CSharp.Expression(shape[1])});");
            return;
        }

        (Dim m, Dim n, Dim k) = MatMul.Sizes(node, _graph.TypeOf(a).Shape, _graph.TypeOf(b).Shape);
        Dim batch = Dim.Product(shape.Dims.Take(shape.Rank - 2));
        (string aStrides, string bStrides) = Strides(node, m, n, k);
        WriteLine($"Gemm.MultiplyBatch(in {Storage(a)}, {CSharp.Expression(m * k)}, {aStrides}, in {Storage(b)}, {CSharp.Expression(k * n)}, {bStrides}, {CSharp.List([batch, m, n, k])}, ref {Storage(value)}, {CSharp.List([m * n, n])});");
    }

    private void WriteReduction(Node node, Value value)
    {
        string arguments = Around(_graph.TypeOf(node.Operands[0]).Shape, node.Integers("axes"));
        string kernel = OpTable.Get(node.Op).Kernel!;
        if (!node.Type.IsScalar)
        {
            WriteLine($"{kernel}(in {Storage(node.Operands[0])}, ref {Storage(value)}, {arguments});");
            return;
        }

        string local = _names.Unique(NameOf(value));
        WriteLine($"{Type} {local} = {CSharp.Literal(0, _element)};");
        WriteLine($"{kernel}(in {Storage(node.Operands[0])}, ref {local}, {arguments});");
        _scalars[value] = Term.Primary(local);
    }

    private void WriteBroadcast(Node node, Value value)
    {
        Shape from = _graph.TypeOf(node.Operands[0]).Shape, to = node.Type.Shape;
        if (from.Rank == 0)
        {
            WriteLine($"Layout.Fill(ref {Storage(value)}, {CSharp.Expression(to.Count)}, {Stored(node.Operands[0])});");
            return;
        }

        EquatableArray<long> axes = node.Integers("axes");
        IEnumerable<Dim> strides = Enumerable.Range(0, to.Rank).Select(i => axes.ToList().IndexOf(i) is >= 0 and var p ? Dim.Product(from.Dims.Skip(p + 1)) : 0);
        WriteLine($"Layout.Broadcast<{Type}>(in {Storage(node.Operands[0])}, [{CSharp.List(strides)}], ref {Storage(value)}, [{CSharp.List(to.Dims)}]);");
    }

    private string RowIndex(Value index, Dim rows) => $"Indexing.Checked({ScalarTerm(index).Text}, {CSharp.Expression(rows)})";

    private void WriteRow(Node node, Value value)
    {
        string source = Storage(node.Operands[0]), index = RowIndex(node.Operands[1], _graph.TypeOf(node.Operands[0]).Shape[0]);
        if (node.Type.IsScalar)
        {
            string local = _names.Unique(NameOf(value));
            // Truth values lie in memory as numbers.
            WriteLine($"{CSharp.Type(node.Type.Element)} {local} = Indexing.Read(in {source}, {index}){(node.Type.Element == ElementType.Bool ? " != 0" : "")};");
            _scalars[value] = Term.Primary(local);
            return;
        }

        string count = CSharp.Expression(node.Type.Shape.Count);
        WriteLine($"Layout.Copy(in Indexing.Row(in {source}, {index}, {count}), {count}, ref {Storage(value)}, {count}, 1, {count});");
    }

    private void WriteRowGradient(Node node, Value value)
    {
        string target = Storage(value), index = RowIndex(node.Operands[1], node.Dim("rows"));
        WriteLine($"Layout.Fill(ref {target}, {CSharp.Expression(node.Type.Shape.Count)}, {CSharp.Literal(0, _element)});");
        string count = CSharp.Expression(_graph.TypeOf(node.Operands[0]).Shape.Count);
        WriteLine(_graph.TypeOf(node.Operands[0]).IsScalar
            ? $"Indexing.Write(ref {target}, {index}, {ScalarTerm(node.Operands[0]).Text});"
            : $"Layout.Copy(in {Storage(node.Operands[0])}, {count}, ref Indexing.Row(in {target}, {index}, {count}), {count}, 1, {count});");
    }

    private void WriteRows(Node node, Value value)
    {
        bool gathers = node.Op == "gather";
        Shape table = gathers ? _graph.TypeOf(node.Operands[0]).Shape : node.Type.Shape;
        string count = CSharp.Expression(_graph.TypeOf(node.Operands[1]).Shape.Count), rows = CSharp.Expression(table[0]), length = CSharp.Expression(Dim.Product(table.Dims.Skip(1)));
        WriteLine($"{OpTable.Get(node.Op).Kernel}(in {Storage(node.Operands[0])}, in {Storage(node.Operands[1])}, ref {Storage(value)}, {count}, {rows}, {length});");
    }

    // A part of another value is read where it lies; in a region, what it lies in may be about to be overwritten.
    private bool IsPart(Value value) => !_isRegion && !_storage.ContainsKey(value) && PlanBuffers.IsPart(_graph, value);

    private void WriteSlices(Node node, Value value)
    {
        int axis = (int)node.Integer("axis");
        Shape whole = node.Op == "slice" ? _graph.TypeOf(node.Operands[0]).Shape : node.Type.Shape;
        string outer = CSharp.Expression(Dim.Product(whole.Dims.Take(axis))), inner = CSharp.Expression(Dim.Product(whole.Dims.Skip(axis + 1)));
        string length = CSharp.Expression(whole[axis]);
        string Write(Value part, Dim start) => $"Slices.Write(in {Storage(part)}, ref {Storage(value)}, {outer}, {length}, {inner}, {CSharp.Expression(start)}, {CSharp.Expression(_graph.TypeOf(part).Shape[axis])});";
        if (node.Op == "slice")
        {
            Dim start = node.Dim("start"), taken = node.Dim("length");
            if (start.Constant is null || (whole[axis] - start - taken).Constant is null)
                WriteLine($"ShapeCheck.Within({CSharp.List([start, taken, whole[axis]])}, {CSharp.Quote(node.Origin.Source ?? "Slice")});");
            if (IsPart(value))
            {
                string local = _names.Unique(NameOf(value));
                WriteLine($"ref {TypeOf(value)} {local} = ref Indexing.Element(in {Storage(node.Operands[0])}, {CSharp.Expression(StridedView.Of(whole, axis, start).Offset)});");
                _storage[value] = local;
                return;
            }

            WriteLine($"Slices.Read(in {Storage(node.Operands[0])}, ref {Storage(value)}, {outer}, {length}, {inner}, {CSharp.Expression(start)}, {CSharp.Expression(taken)});");
        }
        else if (node.Op == "pad")
        {
            WriteLine($"Layout.Fill(ref {Storage(value)}, {CSharp.Expression(node.Type.Shape.Count)}, {CSharp.Literal(0, _element)});");
            WriteLine(Write(node.Operands[0], node.Dim("before")));
        }
        else
        {
            Dim start = 0;
            foreach (Value part in node.Operands)
            {
                WriteLine(Write(part, start));
                start += _graph.TypeOf(part).Shape[axis];
            }
        }
    }

    // The lengths before, along and after neighbouring axes.
    private static string Around(Shape shape, EquatableArray<long> axes)
    {
        int first = (int)axes.Min(), count = axes.Count;
        return CSharp.List([Dim.Product(shape.Dims.Take(first)), Dim.Product(shape.Dims.Skip(first).Take(count)), Dim.Product(shape.Dims.Skip(first + count))]);
    }
}
