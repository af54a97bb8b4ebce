using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes the locals that hold thresholds of value clips and factors of penalties. The step reads them from the parameters, which hold what
/// the model declares, or what stands in its place in a run that tries something else.
/// </summary>
internal static class PolicyEmitter
{
    private const string ValueThreshold = "ValueThreshold", L1 = "L1Factor", L2 = "L2Factor";

    /// <summary>The parameter with its value clip and penalties read at run time.</summary>
    public static ParameterDeclaration AtRunTime(ParameterDeclaration parameter)
    {
        PolicyDeclaration policy = parameter.Policy;
        return parameter with
        {
            Policy = policy with
            {
                ValueMember = policy.ValueThreshold == 0 ? "" : Setting(parameter, ValueThreshold),
                L1Member = policy.L1 == 0 ? "" : Setting(parameter, L1),
                L2Member = policy.L2 == 0 ? "" : Setting(parameter, L2),
            },
        };
    }

    /// <summary>Writes the locals that a graph reads; returns them, by the settings' names, with those of the object's own settings.</summary>
    public static IReadOnlyDictionary<string, string> Write(SourceWriter writer, ModelDeclaration model, Graph graph, Names names, IReadOnlyDictionary<string, string> settings, string type)
    {
        var locals = settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        int position = 0;
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            foreach ((string what, string suffix) in new[] { (L1, "L1"), (L2, "L2"), (ValueThreshold, "Limit") })
            {
                string setting = Setting(parameter, what);
                if (!graph.Nodes.Any(n => n.Op == "setting" && n.Text("name") == setting))
                    continue;
                locals[setting] = names.Unique(Names.Camel(parameter.Name.Replace(".", "").Replace("*", "")) + suffix);
                writer.WriteLine($"{type} {locals[setting]} = Parameters.{what}({position.ToString(CultureInfo.InvariantCulture)});");
            }

            position += (int)parameter.CopyCount;
        }

        return locals;
    }

    // No setting of the object has such a name.
    private static string Setting(ParameterDeclaration parameter, string what) => $"{parameter.Name}:{what}";
}
