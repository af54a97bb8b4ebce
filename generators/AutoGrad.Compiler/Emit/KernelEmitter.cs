using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the struct of one fused kernel: its fields, its body over 512 and over 256 bits, and its sums.</summary>
internal static class KernelEmitter
{
    /// <summary>Writes the struct.</summary>
    public static void Write(SourceWriter writer, string name, KernelPlan plan, IReadOnlyList<string> formulas, bool isForChecks)
    {
        string type = CSharp.Type(plan.Element);
        writer.WriteSummary([.. formulas.Select((f, i) => i < formulas.Count - 1 ? f + "; " : f)]);
        string contract = plan.Product is null ? "IFusedKernel" : "IEpilogue";
        using (writer.WriteBlock($"file ref struct {name} : {contract}<{type}>"))
        {
            WriteFields(writer, plan, type);
            WriteStatics(writer, plan);
            if (isForChecks)
                WriteHalves(writer, plan, type);
            else
                WriteInvoke(writer, plan, type, 512);
            writer.WriteLine();
            WriteInvoke(writer, plan, type, 256);
            if (plan.Product is null)
                WriteEndRow(writer, plan);
            WriteFlush(writer, plan);
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
        {
            string lane = sum.IsWide ? "double" : type;
            writer.WriteLine($"private Vector512<{lane}> {Accumulator(sum, 512)};");
            writer.WriteLine($"private Vector256<{lane}> {Accumulator(sum, 256)};");
        }

        writer.WriteLine();
    }

    private static void WriteStatics(SourceWriter writer, KernelPlan plan)
    {
        if (plan.Results.Count(r => r.IsTotal) is > 0 and var sums)
            writer.WriteLine($"public static int Sums => {sums.ToString(CultureInfo.InvariantCulture)};\n");
        if (plan.Results.Any(r => r.IsSum && r.Pattern == Pattern.PerColumn))
            writer.WriteLine("public static bool SumsRows => true;\n");
    }

    private static void WriteInvoke(SourceWriter writer, KernelPlan plan, string type, int width)
    {
        string w = width.ToString(CultureInfo.InvariantCulture), vector = $"Vector{w}<{type}>";
        string product = plan.Product is null ? "" : $"{vector} product, ";
        writer.WriteLine("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (writer.WriteBlock($"public void Invoke{w}({product}nint row, nint column, int count)"))
        {
            Dictionary<Dim, string> positions = WritePositions(writer, plan);
            string At(StridedView? view) => plan.NeedsIndex ? positions[plan.RowStride(view)] : "column";
            foreach (KernelOperand operand in plan.Operands.Where(o => !o.IsScalarField))
                writer.WriteLine($"{vector} {operand.Local} = {Load(operand, type, w, operand.Pattern == Pattern.Full ? At(operand.View) : "")};");

            var body = new VectorBody(plan, type, w);
            foreach (KeyValuePair<Value, string> local in plan.Locals.OrderBy(l => l.Key.Node))
                writer.WriteLine($"{vector} {local.Value} = {body.Define(local.Key).Text};");
            foreach (KernelResult result in plan.Results)
            {
                foreach (KernelPart part in result.Parts)
                    writer.WriteLine($"Lanes.Store{w}({body.Use(part.Value).Text}, ref {part.Field}, {At(part.View)}, count);");
                if (result.Parts.Count == 0)
                    writer.WriteLine(Store(result, plan, body, w, type, result.IsSum ? "" : At(null)));
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

    // What only checks a gradient is not worth compiling twice.
    private static void WriteHalves(SourceWriter writer, KernelPlan plan, string type)
    {
        string lanes = plan.Element == ElementType.F32 ? "8" : "4";
        (string product, string lower, string upper) = plan.Product is null ? ("", "", "") : ($"Vector512<{type}> product, ", "product.GetLower(), ", "product.GetUpper(), ");
        using (writer.WriteBlock($"public void Invoke512({product}nint row, nint column, int count)"))
        {
            writer.WriteLine($"Invoke256({lower}row, column, Math.Min(count, {lanes}));");
            writer.WriteLine($"if (count > {lanes})\n    Invoke256({upper}row, column + {lanes}, count - {lanes});");
        }
    }

    private static string Load(KernelOperand operand, string type, string width, string full)
    {
        string load = operand.Pattern switch
        {
            Pattern.Full => $"Lanes.Load{width}(in {operand.Field}, {full}, count)",
            Pattern.PerColumn => $"Lanes.Load{width}(in {operand.Field}, column, count)",
            Pattern.PerRow => $"Vector{width}.Create(Indexing.Read(in {operand.Field}, row))",
            _ => $"Vector{width}.Create({operand.Field})",
        };
        return operand.IsBool ? $"~Vector{width}.Equals({load}, Vector{width}<{type}>.Zero)" : load;
    }

    private static string Store(KernelResult result, KernelPlan plan, VectorBody body, string width, string type, string full)
    {
        Node node = plan.Region.Nodes[result.Value.Node];
        if (!result.IsSum)
        {
            string value = node.Op == "matmul" ? "product" : result.Local;
            if (node.Type.Element == ElementType.Bool)
                value = $"Vector{width}.ConditionalSelect({value}, Vector{width}<{type}>.One, Vector{width}<{type}>.Zero)";
            return $"Lanes.Store{width}({value}, ref {result.Field}, {full}, count);";
        }

        Term summand = body.Use(node.Operands[0]);
        string field = Accumulator(result, int.Parse(width, CultureInfo.InvariantCulture));
        if (result.IsSquares)
            return $"Accumulate.{(result.IsWide ? "SquaresInDouble" : "Squares")}(ref {field}, {summand.Text}, count);";
        if (result.IsLargest)
            return $"Accumulate.LargestOfColumns{width}({summand.Text}, ref {result.Field}, column, count);";
        return result.Pattern == Pattern.PerColumn
            ? $"Accumulate.IntoColumns{width}({summand.Text}, ref {result.Field}, column, count);"
            : $"{field} += Lanes.Keep({summand.Text}, count);";
    }

    private static void WriteEndRow(SourceWriter writer, KernelPlan plan)
    {
        writer.WriteLine();
        KernelResult[] rowSums = [.. plan.Results.Where(r => r.IsSum && r.Pattern == Pattern.PerRow)];
        if (rowSums.Length == 0)
        {
            using (writer.WriteBlock("public void EndRow(nint row)"))
            {
            }

            return;
        }

        using (writer.WriteBlock("public void EndRow(nint row)"))
        {
            foreach (KernelResult sum in rowSums)
            {
                writer.WriteLine($"Indexing.Write(ref {sum.Field}, row, {Total(sum)});");
                Clear(writer, sum);
            }
        }
    }

    private static void WriteFlush(SourceWriter writer, KernelPlan plan)
    {
        writer.WriteLine();
        KernelResult[] totals = [.. plan.Results.Where(r => r.IsTotal)];
        using (writer.WriteBlock("public void Flush(scoped Span<double> sums)"))
        {
            for (int i = 0; i < totals.Length; i++)
            {
                writer.WriteLine(FormattableString.Invariant($"sums[{i}] += {Total(totals[i])};"));
                Clear(writer, totals[i]);
            }
        }
    }

    private static string Total(KernelResult sum) => $"Vector512.Sum({Accumulator(sum, 512)}) + Vector256.Sum({Accumulator(sum, 256)})";

    private static void Clear(SourceWriter writer, KernelResult sum)
    {
        writer.WriteLine($"{Accumulator(sum, 512)} = default;");
        writer.WriteLine($"{Accumulator(sum, 256)} = default;");
    }

    private static bool IsAccumulated(KernelResult result) => result.IsSum && result.Pattern != Pattern.PerColumn;

    private static string Accumulator(KernelResult sum, int width) => "_" + sum.Local + width.ToString(CultureInfo.InvariantCulture);
}
