using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the members that hold a model's parameters.</summary>
internal static class ModelEmitter
{
    /// <summary>The text of the file.</summary>
    public static string Write(ModelDeclaration model, IReadOnlyList<RecordedVariable> recorded)
        => GeneratedFile.Write(model, "", writer => WriteMembers(writer, model, recorded), () => []);

    private static void WriteMembers(SourceWriter writer, ModelDeclaration model, IReadOnlyList<RecordedVariable> recorded)
    {
        writer.WriteLine($"private readonly Workspace {GeneratedFile.Workspace} = new();\n");
        if (!model.DeclaresConstructor)
        {
            writer.WriteSummary("Makes the model; every parameter is set to its initial value.");
            writer.WriteLine("/// <param name=\"seed\">The same seed gives the same values, bit for bit.</param>");
            writer.WriteLine($"public {model.Name}(int seed = 0) => InitializeParameters(seed);\n");
        }

        writer.WriteSummary("The parameters, in one block of memory in the order of their declaration, and their gradients in another.");
        WriteDefinitions(writer, model, recorded);
        writer.WriteLine();
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            ParameterDeclaration parameter = model.Parameters[i];
            writer.WriteSummary($"Shape [{string.Join(", ", parameter.Lengths)}]. {Describe(parameter)}");
            writer.WriteLine(FormattableString.Invariant($"{parameter.PropertyHeader} Tensor<float> {parameter.Name} => Parameters.Value({i});\n"));
        }

        writer.WriteSummary("Sets every parameter to its initial value.");
        writer.WriteLine("/// <param name=\"seed\">The same seed gives the same values, bit for bit.</param>");
        writer.WriteLine("public void InitializeParameters(int seed) => Parameters.Initialize(seed);");
    }

    private static void WriteDefinitions(SourceWriter writer, ModelDeclaration model, IReadOnlyList<RecordedVariable> recorded)
    {
        string records = string.Join(", ", recorded.Select(v => FormattableString.Invariant($"new({CSharp.Quote(v.Name)}, {v.Units}, {(v.Firings is null ? "false" : "true")})")));
        string start = recorded.Count == 0 ? "new(" : $"ParameterSet.Recording([{records}], ";
        using (writer.WriteBlock($"public ParameterSet Parameters {{ get; }} = {start}new ParameterDefinition[]", "});"))
        {
            foreach (ParameterDeclaration p in model.Parameters)
                writer.WriteLine($"new({CSharp.Quote(p.Name)}, [{string.Join(", ", p.Lengths)}], Init.{p.Init}, {Float(p.Scale)}, {Policy(p.Policy)}),");
        }
    }

    private static string Policy(PolicyDeclaration policy)
        => policy == PolicyDeclaration.None
            ? "default"
            : $"new GradientPolicy(NormClip.{policy.Norm}, {Float(policy.NormThreshold)}, {Float(policy.ValueThreshold)}, {Float(policy.L1)}, {Float(policy.L2)}{(policy.Norm == NormClipKind.Adaptive ? ", " + Float(policy.AdaptiveEpsilon) : "")})";

    /// <summary>The clip and the penalty of a parameter, in words.</summary>
    public static string Describe(ParameterDeclaration parameter)
    {
        PolicyDeclaration policy = parameter.Policy;
        List<string> parts = [];
        if (policy.L1 != 0)
            parts.Add($"penalty {Number(policy.L1)} * sum |w|");
        if (policy.L2 != 0)
            parts.Add($"penalty {Number(policy.L2)} * sum w squared");
        if (policy.ValueThreshold != 0)
            parts.Add($"each element of the gradient clipped to {Number(policy.ValueThreshold)}");
        if (policy.Norm == NormClipKind.Parameter)
            parts.Add($"gradient clipped to norm {Threshold(policy)}");
        if (policy.Norm == NormClipKind.Global)
            parts.Add($"all gradients together clipped to norm {Threshold(policy)}");
        if (policy.Norm == NormClipKind.Adaptive)
            parts.Add($"the gradient of each unit clipped to {Number(policy.NormThreshold)} of the norm of its weights");
        return parts.Count == 0 ? "Neither clip nor penalty." : Names.Pascal(string.Join("; ", parts)) + ".";
    }

    private static string Threshold(PolicyDeclaration policy) => policy.NormMember.Length > 0 ? policy.NormMember : Number(policy.NormThreshold);

    private static string Float(double value) => CSharp.Literal(value, ElementType.F32);

    private static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}
