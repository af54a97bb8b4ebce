using System.Globalization;
using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Emit;

/// <summary>Clips and penalties in words, for the documentation of generated members.</summary>
internal static class PolicyText
{
    /// <summary>Writes a table of all parameters: shape, penalty, clip of each element, clip of the norm.</summary>
    public static void WriteTable(SourceWriter writer, IEnumerable<ParameterDeclaration> parameters)
    {
        writer.WriteLine("/// <list type=\"table\">");
        writer.WriteLine("/// <listheader><term>Parameter</term><description>Penalty; then clips, in their order</description></listheader>");
        foreach (ParameterDeclaration parameter in parameters)
            writer.WriteLine($"/// <item><term><c>{parameter.Name}</c> {SourceWriter.Escape(Shape(parameter))}</term><description>{SourceWriter.Escape(Describe(parameter.Policy))}</description></item>");
        writer.WriteLine("/// </list>");
    }

    /// <summary>Such as <c>[64, 128]</c>.</summary>
    public static string Shape(ParameterDeclaration parameter) => parameter.Type.Shape.ToDisplayString();

    /// <summary>The penalty and the clips, in the order in which they apply.</summary>
    public static string Describe(PolicyDeclaration policy)
    {
        List<string> parts = [];
        if (policy.L1 != 0)
            parts.Add($"penalty {Of(policy.L1Member, policy.L1)} * sum |w|");
        if (policy.L2 != 0)
            parts.Add($"penalty {Of(policy.L2Member, policy.L2)} * sum w squared");
        if (policy.ValueThreshold != 0)
            parts.Add($"each element of the gradient clipped to {Of(policy.ValueMember, policy.ValueThreshold)}");
        if (policy.Norm == NormClipKind.Parameter)
            parts.Add($"gradient clipped to norm {Of(policy.NormMember, policy.NormThreshold)}");
        if (policy.Norm == NormClipKind.Global)
            parts.Add($"all gradients together clipped to norm {Of(policy.NormMember, policy.NormThreshold)}");
        if (policy.Norm == NormClipKind.Adaptive)
            parts.Add($"the gradient of each unit clipped to {Number(policy.NormThreshold)} of the norm of its weights");
        return parts.Count == 0 ? "Neither clip nor penalty." : Names.Pascal(string.Join("; ", parts)) + ".";
    }

    // What is a member of the model's is read before each step.
    private static string Of(string member, double constant) => member.Length > 0 ? member : Number(constant);

    private static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}
