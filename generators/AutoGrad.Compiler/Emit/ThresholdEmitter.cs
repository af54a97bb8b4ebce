using System.Globalization;
using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes what reads thresholds of norm clips that are members of the model, or of its layers, before each step.</summary>
internal static class ThresholdEmitter
{
    /// <summary>Writes one call for each parameter, and for each copy of a stack's.</summary>
    public static void Write(SourceWriter writer, ModelDeclaration model)
    {
        int position = 0;
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            int end = position + (int)parameter.CopyCount;
            if (parameter.Policy.NormMember is { Length: > 0 } member)
            {
                string threshold = SettingEmitter.Read(model.Settings.First(s => s.Name == member));
                for (int i = position; i < end; i++)
                    writer.WriteLine($"Parameters.SetNormThreshold({i.ToString(CultureInfo.InvariantCulture)}, {threshold});");
            }

            position = end;
        }
    }
}
