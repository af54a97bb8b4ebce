using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <content>Calls of fused kernels.</content>
internal sealed partial class BodyEmitter
{
    private void WriteKernel(int index, Node node)
    {
        Value[] results = [.. Enumerable.Range(0, node.Results.Count).Select(r => new Value(index, r))];
        string[] operandNames = [.. node.Operands.Select(DisplayName)];
        string[] resultNames = [.. results.Select(r => _graph.TypeOf(r).IsScalar ? _names.Unique(ScalarName(r)) : Storage(r))];
        var plan = new KernelPlan(node, operandNames, resultNames, _element);
        string[] formulas = [.. Formula.Lines(plan, operandNames, resultNames)];

        string subject = Names.Pascal(resultNames[MainResult(plan)]);
        string struc = _types.Unique(subject + (plan.Product is null ? "Kernel" : "Epilogue"));
        _kernels.Add(w => KernelEmitter.Write(w, struc, plan, formulas));

        foreach (string formula in formulas)
            _writer.WriteLine("// " + formula);
        foreach (KernelResult sum in plan.Results.Where(r => r.IsSum && r.Pattern == Pattern.PerColumn))
            _writer.WriteLine($"Layout.Fill(ref {resultNames[sum.Index]}, {CSharp.Expression(plan.Space.Columns)}, {CSharp.Literal(sum.IsLargest ? double.NegativeInfinity : 0, _element)});");

        string local = _names.Unique(Names.Camel(struc));
        _writer.WriteLine($"var {local} = new {struc} {{ {string.Join(", ", Fields(node, plan, resultNames))} }};");
        KernelResult[] totals = [.. plan.Results.Where(r => r.IsTotal)];
        if (totals.Length > 0)
            _writer.WriteLine("sums.Clear();");
        WriteRun(node, plan, resultNames, struc, local, totals.Length > 0 ? "sums" : "[]");
        for (int i = 0; i < totals.Length; i++)
            WriteTotal(totals[i], results[totals[i].Index], resultNames[totals[i].Index], i);
        _writer.WriteLine();
    }

    private static int MainResult(KernelPlan plan)
        => plan.Results.OrderBy(r => r.IsSum).ThenBy(r => r.Index).First().Index;

    private string ScalarName(Value result)
    {
        Node region = _graph.Nodes[result.Node];
        GraphOutput output = region.Regions[0].Outputs[result.Result];
        Node inner = region.Regions[0].Nodes[output.Value.Node];
        if (inner.Op == "sum_of_squares")
        {
            string parameter = _graph.Outputs.FirstOrDefault(o => o.Value == result)?.Name ?? "squares.gradient";
            string[] parts = parameter.Split(['.'], 2);
            return "d" + Names.Pascal(parts[1]) + (parts[0] == "clippedSquares" ? "ClippedSquares" : "Squares");
        }

        return Names.Camel(inner.Origin.Name ?? OpNames.Noun(inner.Op));
    }

    private string DisplayName(Value operand)
    {
        if (_graph.TypeOf(operand).IsScalar)
            return _scalars.TryGetValue(operand, out Term known) && known.Text.All(c => char.IsLetterOrDigit(c) || c == '_') ? known.Text : "number";
        return _displayNames.TryGetValue(PlanBuffers.Root(_graph, operand), out string? name) ? name : Storage(operand);
    }

    private IEnumerable<string> Fields(Node node, KernelPlan plan, string[] resultNames)
    {
        foreach (KernelOperand operand in plan.Operands)
        {
            Value source = node.Operands[operand.Index];
            yield return !operand.IsScalarField ? $"{operand.Field} = ref {InPlace(Storage(source), operand.View)}"
                : operand.IsBool ? $"{operand.Field} = {ScalarTerm(source).Text} ? 1 : 0"
                : $"{operand.Field} = {ScalarTerm(source).Text}";
        }

        foreach (KernelResult result in plan.Results.Where(r => !r.IsTotal))
        {
            foreach (KernelPart part in result.Parts)
                yield return $"{part.Field} = ref {InPlace(resultNames[result.Index], part.View)}";
            if (result.Parts.Count == 0)
                yield return $"{result.Field} = ref {resultNames[result.Index]}";
        }

        foreach (KeyValuePair<Dim, string> stride in plan.StrideFields)
            yield return $"{stride.Value} = {CSharp.Expression(stride.Key)}";
    }

    private static string InPlace(string local, StridedView? view) => view is null || view.Offset.Is(0) ? local : $"Indexing.Element(in {local}, {CSharp.Expression(view.Offset)})";

    private void WriteRun(Node node, KernelPlan plan, string[] resultNames, string struc, string local, string sums)
    {
        if (plan.Product is not { } product)
        {
            // A row whose elements are summed is never cut in two.
            string run = plan.Results.Any(r => r.IsSum && r.Pattern == Pattern.PerRow) ? "RunRows" : "Run";
            _writer.WriteLine($"Loops.{run}<{struc}, {Type}>(ref {local}, {CSharp.Expression(plan.Space.Rows)}, {CSharp.Expression(plan.Space.Columns)}, {sums});");
            return;
        }

        Node matmul = plan.Region.Nodes[product];
        int[] inputs = [.. plan.Region.Find("input")];
        Value a = node.Operands[Array.IndexOf(inputs, matmul.Operands[0].Node)], b = node.Operands[Array.IndexOf(inputs, matmul.Operands[1].Node)];
        _writer.WriteLine($"Gemm.Multiply<{Type}, {struc}>({ProductArguments(matmul, a, b)}, ref {local}, {sums}{Fetched(node, plan, resultNames)});");
    }

    // What the epilogue reads and writes, where both are whole matrices without gaps, so that they are fetched in time.
    private string Fetched(Node node, KernelPlan plan, string[] resultNames)
    {
        KernelOperand? read = plan.Operands.FirstOrDefault(o => o is { Pattern: Pattern.Full, IsScalarField: false, View: null });
        KernelResult? written = plan.Results.FirstOrDefault(r => r is { IsSum: false, Parts.Count: 0 });
        return read is null || written is null ? "" : $", in {Storage(node.Operands[read.Index])}, in {resultNames[written.Index]}";
    }

    // The operands with their strides, and the sizes.
    private string ProductArguments(Node matmul, Value a, Value b)
    {
        (Dim m, Dim n, Dim k) = MatMul.Sizes(matmul, _graph.TypeOf(a).Shape, _graph.TypeOf(b).Shape);
        (string aStrides, string bStrides) = Strides(matmul, m, n, k);
        return $"in {Storage(a)}, {aStrides}, in {Storage(b)}, {bStrides}, {CSharp.List([m, n, k])}";
    }

    private static (string A, string B) Strides(Node matmul, Dim m, Dim n, Dim k) =>
    (
        matmul.Flag("transposeA") ? $"1, {CSharp.Expression(m)}" : $"{CSharp.Expression(k)}, 1",
        matmul.Flag("transposeB") ? $"1, {CSharp.Expression(k)}" : $"{CSharp.Expression(n)}, 1");

    private void WriteTotal(KernelResult total, Value value, string local, int slot)
    {
        string sum = $"sums[{slot.ToString(CultureInfo.InvariantCulture)}]";
        // Norms stay in double until all parameters are known.
        bool isDouble = total.IsSquares || _element == ElementType.F64;
        if (!_graph.TypeOf(value).IsScalar)
        {
            _writer.WriteLine(isDouble ? $"{local} = {sum};" : $"{local} = ({Type}){sum};");
            return;
        }

        _writer.WriteLine(isDouble ? $"double {local} = {sum};" : $"{Type} {local} = ({Type}){sum};");
        _scalars[value] = Term.Primary(local);
    }
}
