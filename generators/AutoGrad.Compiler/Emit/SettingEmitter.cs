using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes the locals that hold the object's settings: those that a method's lengths and values need.</summary>
internal static class SettingEmitter
{
    /// <summary>The names that the locals of lengths have, which nothing else in the method may.</summary>
    public static IEnumerable<string> Symbols(ModelDeclaration model) => model.Settings.Where(s => s.Element == ElementType.I32).Select(s => s.Symbol);

    /// <summary>Writes the locals; returns those of values, by the settings' names.</summary>
    public static IReadOnlyDictionary<string, string> Write(SourceWriter writer, ModelDeclaration model, MethodDeclaration method, Graph graph, Names names, string type)
    {
        var locals = new Dictionary<string, string>(StringComparer.Ordinal);
        if (model.Settings.Count == 0)
            return locals;
        var symbols = new HashSet<string>(SymbolsOf(graph).Concat(Symbols(method)).Concat(Offsets(model, graph)), StringComparer.Ordinal);
        var values = new HashSet<string>(Settings(graph), StringComparer.Ordinal);
        foreach (SettingDeclaration setting in model.Settings)
        {
            if (setting.Element == ElementType.I32)
            {
                if (symbols.Contains(setting.Symbol))
                    writer.WriteLine($"nint {setting.Symbol} = {Read(setting)};");
            }
            else if (values.Contains(setting.Name))
            {
                locals[setting.Name] = names.Unique(Names.Camel(setting.Name.Replace(".", "")));
                writer.WriteLine($"{(setting.Element == ElementType.Bool ? "bool" : type)} {locals[setting.Name]} = {Read(setting)};");
            }
        }

        return locals;
    }

    /// <summary>Writes locals for the settings that these lengths need.</summary>
    public static void WriteLengths(SourceWriter writer, ModelDeclaration model, IEnumerable<Dim> lengths)
    {
        var symbols = new HashSet<string>(lengths.SelectMany(d => d.Symbols), StringComparer.Ordinal);
        foreach (SettingDeclaration setting in model.Settings.Where(s => s.Element == ElementType.I32 && symbols.Contains(s.Symbol)))
            writer.WriteLine($"nint {setting.Symbol} = {Read(setting)};");
    }

    /// <summary>How the class reads a setting.</summary>
    public static string Read(SettingDeclaration setting) => setting.Expression ?? setting.Field;

    private static IEnumerable<string> Symbols(MethodDeclaration method) => method.Arguments.SelectMany(a => a.Type.Shape.Dims).SelectMany(d => d.Symbols);

    // Where a parameter lies depends on the lengths of those before it.
    private static IEnumerable<string> Offsets(ModelDeclaration model, Graph graph)
        => graph.Find("parameter").Any() ? model.Parameters.SelectMany(p => p.Lengths).SelectMany(d => d.Symbols) : [];

    private static IEnumerable<string> SymbolsOf(Graph graph)
        => graph.Nodes.SelectMany(n => n.Results.SelectMany(r => r.Shape.Dims)
            .Concat(n.Attributes.Select(a => a.Value).OfType<DimsValue>().SelectMany(d => d.Items))
            .SelectMany(d => d.Symbols)
            .Concat(n.Regions.SelectMany(SymbolsOf)));

    private static IEnumerable<string> Settings(Graph graph)
        => graph.Nodes.SelectMany(n => (n.Op == "setting" ? (IEnumerable<string>)[n.Text("name")] : []).Concat(n.Regions.SelectMany(Settings)));
}
