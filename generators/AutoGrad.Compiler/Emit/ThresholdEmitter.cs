using System.Globalization;
using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes what reads thresholds of clips and factors of penalties that are members of the model, or of its layers, before each step.</summary>
internal static class ThresholdEmitter
{
    /// <summary>Writes a call for each parameter, and for each copy of a stack's.</summary>
    public static void Write(SourceWriter writer, ModelDeclaration model)
    {
        int position = 0;
        foreach (ParameterDeclaration parameter in model.Parameters)
        {
            int end = position + (int)parameter.CopyCount;
            PolicyDeclaration policy = parameter.Policy;
            WriteCalls("NormThreshold", policy.NormMember);
            WriteCalls("ValueThreshold", policy.ValueMember);
            WriteCalls("L1Factor", policy.L1Member);
            WriteCalls("L2Factor", policy.L2Member);

            void WriteCalls(string what, string member)
            {
                if (member.Length == 0)
                    return;
                string value = SettingEmitter.Read(model.Settings.First(s => s.Name == member));
                for (int i = position; i < end; i++)
                    writer.WriteLine($"Parameters.Set{what}({i.ToString(CultureInfo.InvariantCulture)}, {value});");
            }

            position = end;
        }
    }
}
