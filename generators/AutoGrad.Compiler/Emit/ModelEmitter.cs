using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes the members that hold a model's parameters and layers. The block is made when it is first asked for: a layer's never is, because its
/// owner attaches a part of its own before.
/// </summary>
internal static class ModelEmitter
{
    private const string Block = "_autoGradParameters", Seed = "_autoGradSeed";

    /// <summary>The text of the file.</summary>
    public static string Write(ModelDeclaration model, IReadOnlyList<RecordedVariable> recorded)
        => GeneratedFile.Write(model, "IModelPart", writer => WriteMembers(writer, model, recorded), () => [], writer => CompiledAttributes.Write(writer, model));

    private static void WriteMembers(SourceWriter writer, ModelDeclaration model, IReadOnlyList<RecordedVariable> recorded)
    {
        WriteFields(writer, model);
        if (!model.DeclaresConstructor)
        {
            writer.WriteSummary("Makes the model; every parameter gets its initial value.");
            writer.WriteLine("/// <param name=\"seed\">The same seed gives the same values, bit for bit.</param>");
            writer.WriteLine($"public {model.Name}(int seed = 0) => {Seed} = seed;\n");
        }

        writer.WriteSummary("The parameters, in one block of memory in the order of their declaration, and their gradients in another.");
        writer.WriteLine($"public ParameterSet Parameters => {Block} ?? AutoGradCreate();\n");
        int position = 0;
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            if (parameter.PropertyHeader.Length > 0)
            {
                writer.WriteSummary($"A trainable parameter of shape {PolicyText.Shape(parameter)}, {Initial(parameter)}. {PolicyText.Describe(parameter.Policy)}");
                writer.WriteLine("/// <remarks>A view of the model's block: what is written to it is what the model computes with.</remarks>");
                writer.WriteLine(FormattableString.Invariant($"{parameter.PropertyHeader} Tensor<float> {parameter.Name} => Parameters.Value({position});\n"));
            }

            position += (int)parameter.CopyCount;
        }

        foreach (LayerDeclaration layer in model.Layers)
            LayerEmitter.WriteProperty(writer, layer);
        LayerEmitter.WriteMode(writer, model);
        StateEmitter.WriteMembers(writer, model);
        writer.WriteSummary("Sets every parameter to its initial value.");
        writer.WriteLine("/// <param name=\"seed\">The same seed gives the same values, bit for bit.</param>");
        writer.WriteLine("public void InitializeParameters(int seed) => Parameters.Initialize(seed);\n");
        WriteDefinitions(writer, model);
        LayerEmitter.WriteAttachment(writer, model, recorded, Block, model.HasSeed || !model.DeclaresConstructor ? Seed : "0");
        LayerEmitter.WriteAccessors(writer, model);
    }

    private static void WriteFields(SourceWriter writer, ModelDeclaration model)
    {
        writer.WriteLine($"private readonly Workspace {GeneratedFile.Workspace} = new();");
        SettingDeclaration[] arguments = [.. model.Settings.Where(s => s.IsArgument)];
        bool readsArguments = arguments.Length > 0 || model.HasSeed || model.Layers.Count > 0;
        if (readsArguments)
            writer.WriteLine("\n#pragma warning disable CS9124 // What is built here follows the constructor's arguments, whatever else the class keeps of them.");
        foreach (SettingDeclaration argument in arguments)
            writer.WriteLine($"private readonly {CSharp.Type(argument.Element)} {argument.Field} = {(argument.IsEnum ? "(int)" : "")}{(argument.Initializer.Length > 0 ? argument.Initializer : argument.Name)};");
        if (model.HasSeed)
            writer.WriteLine($"private readonly int {Seed} = seed;");
        foreach (LayerDeclaration layer in model.Layers)
            LayerEmitter.WriteField(writer, layer);
        if (readsArguments)
            writer.WriteLine("#pragma warning restore CS9124\n");
        if (!model.DeclaresConstructor)
            writer.WriteLine($"private readonly int {Seed};");
        writer.WriteLine($"private ParameterSet? {Block};\n");
    }

    private static void WriteDefinitions(SourceWriter writer, ModelDeclaration model)
    {
        using (writer.WriteBlock("private ParameterDefinition[] AutoGradDefinitions()"))
        {
            SettingEmitter.WriteLengths(writer, model, model.Parameters.SelectMany(p => p.Lengths));
            writer.WriteLine("return\n[");
            foreach (ParameterDeclaration p in model.Parameters)
            {
                string rest = $"[{CSharp.List(p.Lengths)}], Init.{p.Init}, {Float(p.Scale)}, {Policy(p.Policy)})";
                writer.WriteLine(p.Copies.Count == 0 ? $"    new({CSharp.Quote(p.Name)}, {rest}," : $"    .. ParameterDefinition.Copies({CSharp.Quote(p.Name)}, [{string.Join(", ", p.Copies)}], {rest},");
            }

            writer.WriteLine("];");
        }

        writer.WriteLine();
        if (model.States.Count == 0)
            return;
        using (writer.WriteBlock("private StateDefinition[] AutoGradStates()"))
        {
            SettingEmitter.WriteLengths(writer, model, model.States.SelectMany(s => s.Lengths));
            writer.WriteLine("return\n[");
            foreach (string state in StateEmitter.Definitions(model))
                writer.WriteLine($"    {state},");
            writer.WriteLine("];");
        }

        writer.WriteLine();
    }

    private static string Policy(PolicyDeclaration policy)
        => policy == PolicyDeclaration.None
            ? "default"
            : $"new GradientPolicy(NormClip.{policy.Norm}, {Float(policy.NormThreshold)}, {Float(policy.ValueThreshold)}, {Float(policy.L1)}, {Float(policy.L2)}{(policy.Norm == NormClipKind.Adaptive ? ", " + Float(policy.AdaptiveEpsilon) : "")})";

    // Default: zeros for a vector, Glorot's uniform distribution above.
    private static string Initial(ParameterDeclaration parameter)
    {
        string init = parameter.Init == "Default" ? parameter.Lengths.Count > 1 ? "GlorotUniform" : "Zeros" : parameter.Init;
        return $"initialised by Init.{init}" + (parameter.Scale == 1 ? "" : FormattableString.Invariant($" times {parameter.Scale}"));
    }

    private static string Float(double value) => CSharp.Literal(value, ElementType.F32);
}
