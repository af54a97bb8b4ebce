using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the members that hold a model's layers and attach them to its block, and those by which it is a layer itself.</summary>
internal static class LayerEmitter
{
    /// <summary>Writes the field, with the layer in it.</summary>
    public static void WriteField(SourceWriter writer, LayerDeclaration layer)
    {
        string arguments = $"({string.Join(", ", layer.Arguments)})";
        writer.WriteLine(layer.Repeat is { } repeat
            ? $"private readonly {layer.Type}[] {layer.Field} =\n[\n{string.Concat(Enumerable.Repeat($"    new{arguments},\n", (int)repeat))}];"
            : $"private readonly {layer.Type} {layer.Field} = new{arguments};");
    }

    /// <summary>Writes the property.</summary>
    public static void WriteProperty(SourceWriter writer, LayerDeclaration layer)
    {
        writer.WriteSummary(layer.Repeat is { } repeat ? FormattableString.Invariant($"{repeat} layers, whose parameters lie in this model's block.") : "A layer, whose parameters lie in this model's block.");
        using (writer.WriteBlock($"{layer.PropertyHeader} {layer.Type}{(layer.Repeat is null ? "" : "[]")} {layer.Name}"))
        {
            using (writer.WriteBlock("get"))
            {
                writer.WriteLine("_ = Parameters; // attaches it");
                writer.WriteLine($"return {layer.Field};");
            }
        }

        writer.WriteLine();
    }

    /// <summary>Writes the property that says whether methods as written train, which a model's layers do with it.</summary>
    public static void WriteMode(SourceWriter writer, ModelDeclaration model)
    {
        writer.WriteSummary(
            "Whether the methods of this class, which compute operation by operation, do what they do in training.",
            "What is generated does not look here: a step of training trains, and a method with a destination infers.");
        if (model.Layers.Count == 0 && !model.NamesDraws)
        {
            writer.WriteLine("public bool IsTraining { get; set; }\n");
            return;
        }

        using (writer.WriteBlock("public bool IsTraining"))
        {
            writer.WriteLine("get;");
            using (writer.WriteBlock("set"))
            {
                writer.WriteLine("field = value;");
                writer.WriteLine($"Parameters.Draws.Restart();{(model.Layers.Count > 0 ? " // layers are attached now" : "")}");
                foreach (LayerDeclaration layer in model.Layers)
                {
                    writer.WriteLine(layer.Repeat is null
                        ? $"((IModelPart){layer.Field}).IsTraining = value;"
                        : $"foreach ({layer.Type} layer in {layer.Field})\n    ((IModelPart)layer).IsTraining = value;");
                }
            }
        }

        writer.WriteLine();
    }

    /// <summary>Writes what makes the block, and what attaches the model to the block of an owner: its layers go with it.</summary>
    public static void WriteAttachment(SourceWriter writer, ModelDeclaration model, IReadOnlyList<RecordedVariable> recorded, string block, string seed)
    {
        using (writer.WriteBlock("private ParameterSet AutoGradCreate()"))
        {
            string records = string.Join(", ", recorded.Select(v => FormattableString.Invariant($"new({CSharp.Quote(v.Name)}, {v.Units}, {(v.Firings is null ? "false" : "true")})")));
            writer.WriteLine(recorded.Count == 0 ? "var parameters = new ParameterSet(AutoGradDefinitions());" : $"var parameters = ParameterSet.Recording([{records}], AutoGradDefinitions());");
            if (model.States.Count > 0 || model.IsDrawing)
                writer.WriteLine($"parameters.Declare({(model.IsDrawing ? "true" : "false")}{(model.States.Count > 0 ? ", AutoGradStates()" : "")});");
            writer.WriteLine($"parameters.Initialize({seed});");
            WriteTake(writer, model, block);
            writer.WriteLine("return parameters;");
        }

        writer.WriteLine("\n// As a layer: the parameters lie in the owner's block.");
        using (writer.WriteBlock("void IModelPart.Attach(ParameterSet parameters)"))
        {
            writer.WriteLine("parameters.Require(AutoGradDefinitions());");
            if (model.States.Count > 0)
                writer.WriteLine("parameters.RequireStates(AutoGradStates());");
            WriteTake(writer, model, block);
        }

        if (model.Layers.Count > 0)
            WriteLayers(writer, model, block);
    }

    private static void WriteTake(SourceWriter writer, ModelDeclaration model, string block)
    {
        writer.WriteLine(model.Layers.Count > 0 ? "AutoGradAttach(parameters);" : $"{block} = parameters;");
        foreach (string initializer in model.Initializers)
            writer.WriteLine($"parameters.Initialized({initializer});");
    }

    private static void WriteLayers(SourceWriter writer, ModelDeclaration model, string block)
    {
        writer.WriteLine();
        using (writer.WriteBlock("private void AutoGradAttach(ParameterSet parameters)"))
        {
            writer.WriteLine($"{block} = parameters;");
            foreach (LayerDeclaration layer in model.Layers)
            {
                if (layer.Repeat is not { } repeat)
                {
                    writer.WriteLine($"((IModelPart){layer.Field}).Attach(parameters.Part({CSharp.Quote(layer.Name)}));");
                    continue;
                }

                writer.WriteLine($"for (int i = 0; i < {repeat.ToString(CultureInfo.InvariantCulture)}; i++)");
                writer.WriteLine($"    ((IModelPart){layer.Field}[i]).Attach(parameters.Part({CSharp.Quote(layer.Name)}, i));");
            }
        }
    }

    /// <summary>Writes public ways to the settings, where owners in other classes read them.</summary>
    public static void WriteAccessors(SourceWriter writer, ModelDeclaration model)
    {
        if (CompiledModel.Of(model).Forwards.Count == 0)
            return;
        foreach (SettingDeclaration setting in model.Settings.Where(s => !s.IsArgument))
        {
            writer.WriteLine();
            writer.WriteSummary($"For generated code: {setting.Name}.");
            writer.WriteLine("[EditorBrowsable(EditorBrowsableState.Never)]");
            writer.WriteLine($"public {CSharp.Type(setting.Element)} {setting.Accessor} => {setting.Expression};");
        }
    }
}
