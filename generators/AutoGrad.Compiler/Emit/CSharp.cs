using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>C# text of lengths, numbers and types.</summary>
internal static class CSharp
{
    /// <summary>The keyword of an element type.</summary>
    public static string Type(ElementType element) => element switch
    {
        ElementType.F32 => "float",
        ElementType.F64 => "double",
        ElementType.I32 => "int",
        _ => "bool",
    };

    /// <summary>A number as a literal of the element type.</summary>
    public static string Literal(double value, ElementType element)
    {
        string type = Type(element);
        if (element == ElementType.F32)
            value = (float)value;
        if (double.IsNaN(value))
            return type + ".NaN";
        if (double.IsInfinity(value))
            return type + (value > 0 ? ".PositiveInfinity" : ".NegativeInfinity");
        return element == ElementType.F32
            ? ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f"
            : value.ToString("R", CultureInfo.InvariantCulture) + "d";
    }

    /// <summary>A length as an expression over the locals that hold its symbols.</summary>
    public static string Expression(Dim dim)
    {
        if (dim.Terms.Count == 0)
            return "0";
        string text = "";
        foreach (DimTerm term in dim.Terms)
        {
            List<string> factors = [.. term.Factors.Select(Expression)];
            long size = Math.Abs(term.Coefficient);
            if (size != 1 || factors.Count == 0)
                factors.Add(size.ToString(CultureInfo.InvariantCulture));
            string sign = text.Length == 0 ? term.Coefficient < 0 ? "-" : "" : term.Coefficient < 0 ? " - " : " + ";
            text += sign + string.Join(" * ", factors);
        }

        return text;
    }

    /// <summary>A length that can stand as a factor.</summary>
    public static string Factor(Dim dim) => dim.Terms.Count > 1 ? $"({Expression(dim)})" : Expression(dim);

    /// <summary>Lengths separated by commas.</summary>
    public static string List(IEnumerable<Dim> dims) => string.Join(", ", dims.Select(Expression));

    /// <summary>Text as a string literal.</summary>
    public static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>The scalar form of an element-wise operation.</summary>
    public static Term Scalar(ElementwiseOp op, IReadOnlyList<Term> operands, ElementType element)
        => Term.Fill(op.Scalar.Replace("{T}", Type(element)), op.ScalarBinding, operands);

    private static string Expression(DimAtom atom) => atom switch
    {
        SymbolAtom symbol => symbol.Name,
        FloorDivideAtom d => $"({Expression(d.Dividend)}) / ({Expression(d.Divisor)})" is var text ? $"({text})" : "",
        MinAtom m => $"nint.Min({Expression(m.Left)}, {Expression(m.Right)})",
        MaxAtom m => $"nint.Max({Expression(m.Left)}, {Expression(m.Right)})",
        _ => throw new InvalidOperationException($"no C# form for {atom}"),
    };
}

/// <summary>An expression's text and how tightly it binds.</summary>
internal readonly record struct Term(string Text, Binding Binding)
{
    /// <summary>A name, a literal or a call.</summary>
    public static Term Primary(string text) => new(text, text[0] == '-' ? Binding.Unary : Binding.Primary);

    /// <summary>Puts operands into a form such as <c>{0} * {1}</c>, with parentheses where they are needed.</summary>
    public static Term Fill(string form, Binding binding, IReadOnlyList<Term> operands)
    {
        // Inside a call's parentheses anything may stand; a right operand must bind more tightly than its operator.
        for (int i = 0; i < operands.Count; i++)
        {
            bool fits = binding == Binding.Primary || operands[i].Binding < binding || (operands[i].Binding == binding && i == 0 && binding != Binding.Lowest && binding != Binding.Unary);
            form = form.Replace("{" + i.ToString(CultureInfo.InvariantCulture) + "}", fits ? operands[i].Text : $"({operands[i].Text})");
        }

        return new Term(form, binding);
    }
}
