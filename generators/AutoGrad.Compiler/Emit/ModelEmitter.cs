using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the members that hold a model's parameters.</summary>
internal static class ModelEmitter
{
    /// <summary>The text of the file.</summary>
    public static string Write(ModelDeclaration model) => GeneratedFile.Write(model, "", writer => WriteMembers(writer, model), () => []);

    private static void WriteMembers(SourceWriter writer, ModelDeclaration model)
    {
        writer.WriteLine($"private readonly Workspace {GeneratedFile.Workspace} = new();\n");
        if (!model.DeclaresConstructor)
        {
            writer.WriteSummary("Makes the model; every parameter is set to its initial value.");
            writer.WriteLine("/// <param name=\"seed\">The same seed gives the same values, bit for bit.</param>");
            writer.WriteLine($"public {model.Name}(int seed = 0) => InitializeParameters(seed);\n");
        }

        writer.WriteSummary("The parameters, in one block of memory in the order of their declaration, and their gradients in another.");
        WriteDefinitions(writer, model);
        writer.WriteLine();
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            ParameterDeclaration parameter = model.Parameters[i];
            writer.WriteSummary($"A trainable parameter of shape {PolicyText.Shape(parameter)}, {Initial(parameter)}. {PolicyText.Describe(parameter.Policy)}");
            writer.WriteLine("/// <remarks>A view of the model's block: what is written to it is what the model computes with.</remarks>");
            writer.WriteLine(FormattableString.Invariant($"{parameter.PropertyHeader} Tensor<float> {parameter.Name} => Parameters.Value({i});\n"));
        }

        writer.WriteSummary("Sets every parameter to its initial value.");
        writer.WriteLine("/// <param name=\"seed\">The same seed gives the same values, bit for bit.</param>");
        writer.WriteLine("public void InitializeParameters(int seed) => Parameters.Initialize(seed);");
    }

    private static void WriteDefinitions(SourceWriter writer, ModelDeclaration model)
    {
        using (writer.WriteBlock("public ParameterSet Parameters { get; } = new(new ParameterDefinition[]", "});"))
        {
            foreach (ParameterDeclaration p in model.Parameters)
                writer.WriteLine($"new({CSharp.Quote(p.Name)}, [{string.Join(", ", p.Lengths)}], Init.{p.Init}, {Float(p.Scale)}, {Policy(p.Policy)}),");
        }
    }

    private static string Policy(PolicyDeclaration policy)
        => policy == PolicyDeclaration.None
            ? "default"
            : $"new GradientPolicy(NormClip.{policy.Norm}, {Float(policy.NormThreshold)}, {Float(policy.ValueThreshold)}, {Float(policy.L1)}, {Float(policy.L2)})";

    // Default: zeros for a vector, Glorot's uniform distribution above.
    private static string Initial(ParameterDeclaration parameter)
    {
        string init = parameter.Init == "Default" ? parameter.Lengths.Count > 1 ? "GlorotUniform" : "Zeros" : parameter.Init;
        return $"initialised by Init.{init}" + (parameter.Scale == 1 ? "" : FormattableString.Invariant($" times {parameter.Scale}"));
    }

    private static string Float(double value) => CSharp.Literal(value, ElementType.F32);
}
