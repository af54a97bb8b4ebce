using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the struct of one fused kernel: its fields, its body over a vector of any width, and its sums.</summary>
internal static class KernelEmitter
{
    private const string Vector = VectorBody.Vector;

    /// <summary>Writes the struct.</summary>
    public static void Write(SourceWriter writer, string name, KernelPlan plan, IReadOnlyList<string> formulas)
    {
        string type = CSharp.Type(plan.Element);
        writer.WriteSummary([.. formulas.Select((f, i) => i < formulas.Count - 1 ? f + "; " : f)]);
        string contract = plan.Product is null ? "IFusedKernel" : "IEpilogue";
        using (writer.WriteBlock($"file ref struct {name} : {contract}<{name}, {type}>"))
        {
            WriteFields(writer, plan, type);
            WriteStatics(writer, plan);
            WriteInvoke(writer, plan, type);
            WriteEndRow(writer, name, plan);
            WriteFlush(writer, name, plan);
        }
    }

    private static void WriteFields(SourceWriter writer, KernelPlan plan, string type)
    {
        foreach (KernelOperand operand in plan.Operands)
            writer.WriteLine(operand.IsScalarField ? $"public {type} {operand.Field};" : $"public ref readonly {type} {operand.Field};");
        foreach (string field in plan.Results.Where(r => !r.IsTotal).SelectMany(ResultFields))
            writer.WriteLine($"public ref {type} {field};");
        foreach (KeyValuePair<Dim, string> stride in plan.StrideFields)
            writer.WriteLine($"public nint {stride.Value};");
        foreach (KernelResult sum in plan.Results.Where(IsAccumulated))
            writer.WriteLine($"private {(sum.IsSquares && sum.IsWide ? "SquareAccumulator" : "Accumulator")}<{type}> {Accumulator(sum)};");
        writer.WriteLine();
    }

    private static void WriteStatics(SourceWriter writer, KernelPlan plan)
    {
        if (plan.Results.Count(r => r.IsTotal) is > 0 and var sums)
            writer.WriteLine($"public static int Sums => {sums.ToString(CultureInfo.InvariantCulture)};\n");
        if (plan.Results.Any(r => r.IsSum && r.Pattern == Pattern.PerColumn))
            writer.WriteLine("public static bool SumsRows => true;\n");
    }

    private static void WriteInvoke(SourceWriter writer, KernelPlan plan, string type)
    {
        string product = plan.Product is null ? "" : $"{Vector} product, ";
        writer.WriteLine("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.WriteLine($"public void Invoke<{Vector}>({product}nint row, nint column, int count)");
        using (writer.WriteBlock($"    where {Vector} : struct, ISimd<{Vector}, {type}>"))
        {
            Dictionary<Dim, string> positions = WritePositions(writer, plan);
            string At(StridedView? view) => plan.NeedsIndex ? positions[plan.RowStride(view)] : "column";
            foreach (KernelOperand operand in plan.Operands.Where(o => !o.IsScalarField))
                writer.WriteLine($"{Vector} {operand.Local} = {Load(operand, operand.Pattern == Pattern.Full ? At(operand.View) : "")};");

            var body = new VectorBody(plan);
            foreach (KeyValuePair<KernelOperand, string> scalar in plan.Scalars)
                writer.WriteLine($"{Vector} {scalar.Value} = {Vector}.Create({scalar.Key.Field});");
            foreach (KeyValuePair<double, string> number in plan.Numbers)
                writer.WriteLine($"{Vector} {number.Value} = {body.Number(number.Key)};");
            foreach (KeyValuePair<Value, string> local in plan.Locals.OrderBy(l => l.Key.Node))
                writer.WriteLine($"{Vector} {local.Value} = {body.Define(local.Key).Text};");
            foreach (KernelResult result in plan.Results)
            {
                foreach (KernelPart part in result.Parts)
                    writer.WriteLine($"{Vector}.Store({body.Use(part.Value).Text}, ref {part.Field}, {At(part.View)}, count);");
                if (result.Parts.Count == 0)
                    writer.WriteLine(Store(result, plan, body, result.IsSum ? "" : At(null)));
            }
        }
    }

    // The position of the row and column in what lies with each row stride.
    private static Dictionary<Dim, string> WritePositions(SourceWriter writer, KernelPlan plan)
    {
        var positions = new Dictionary<Dim, string>();
        foreach (Dim stride in plan.NeedsIndex ? plan.RowStrides : [])
        {
            positions[stride] = positions.Count == 0 ? "at" : "at" + (positions.Count + 1).ToString(CultureInfo.InvariantCulture);
            string elements = stride.Constant is { } constant ? constant.ToString(CultureInfo.InvariantCulture) : plan.StrideFields[stride];
            writer.WriteLine($"nint {positions[stride]} = Indexing.At(row, {elements}, column);");
        }

        return positions;
    }

    private static IEnumerable<string> ResultFields(KernelResult result) => result.Parts.Count > 0 ? result.Parts.Select(p => p.Field) : [result.Field];

    private static string Load(KernelOperand operand, string full)
    {
        string load = operand.Pattern switch
        {
            Pattern.Full => $"{Vector}.Load(in {operand.Field}, {full}, count)",
            Pattern.PerColumn => $"{Vector}.Load(in {operand.Field}, column, count)",
            Pattern.PerRow => $"{Vector}.Create(Indexing.Read(in {operand.Field}, row))",
            _ => $"{Vector}.Create({operand.Field})",
        };
        return operand.IsBool ? $"~{Vector}.Equals({load}, {Vector}.Zero)" : load;
    }

    private static string Store(KernelResult result, KernelPlan plan, VectorBody body, string full)
    {
        Node node = plan.Region.Nodes[result.Value.Node];
        if (!result.IsSum)
        {
            string value = node.Op == "matmul" ? "product" : result.Local;
            if (node.Type.Element == ElementType.Bool)
                value = $"{Vector}.ConditionalSelect({value}, {Vector}.One, {Vector}.Zero)";
            return $"{Vector}.Store({value}, ref {result.Field}, {full}, count);";
        }

        Term summand = body.Use(node.Operands[0]);
        if (result.IsSquares)
            return $"{Accumulator(result)}.AddSquares({summand.Text}, count);";
        if (result.IsLargest)
            return $"Accumulate.LargestOfColumns({summand.Text}, ref {result.Field}, column, count);";
        return result.Pattern == Pattern.PerColumn
            ? $"Accumulate.IntoColumns({summand.Text}, ref {result.Field}, column, count);"
            : $"{Accumulator(result)}.Add({summand.Text}, count);";
    }

    private static void WriteEndRow(SourceWriter writer, string name, KernelPlan plan)
    {
        KernelResult[] rowSums = [.. plan.Results.Where(r => r.IsSum && r.Pattern == Pattern.PerRow)];
        if (rowSums.Length == 0)
            return;
        writer.WriteLine();
        using (writer.WriteBlock($"public static void EndRow(ref {name} kernel, nint row)"))
        {
            foreach (KernelResult sum in rowSums)
                writer.WriteLine($"Indexing.Write(ref kernel.{sum.Field}, row, kernel.{Accumulator(sum)}.Take());");
        }
    }

    private static void WriteFlush(SourceWriter writer, string name, KernelPlan plan)
    {
        KernelResult[] totals = [.. plan.Results.Where(r => r.IsTotal)];
        if (totals.Length == 0)
            return;
        writer.WriteLine();
        string self = plan.Product is null ? "kernel" : "epilogue";
        using (writer.WriteBlock($"public static void Flush(ref {name} {self}, scoped Span<double> sums)"))
        {
            for (int i = 0; i < totals.Length; i++)
                writer.WriteLine(FormattableString.Invariant($"sums[{i}] += {self}.{Accumulator(totals[i])}.Take();"));
        }
    }

    private static bool IsAccumulated(KernelResult result) => result.IsSum && result.Pattern != Pattern.PerColumn;

    private static string Accumulator(KernelResult sum) => "_" + sum.Local;
}
