using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes where a training step leaves the error gradients of named variables: the largest, then the unit means, then the firings.</summary>
internal static class RecordEmitter
{
    /// <summary>Writes a reference to each figure that is a tensor, and places the values there. Returns those that are copied instead.</summary>
    public static IReadOnlyList<(Value Value, string Local, Dim Count)> Place(SourceWriter writer, BodyEmitter body, Graph graph, Names names, IReadOnlyList<RecordedVariable> recorded)
    {
        List<(Value, string, Dim)> copies = [];
        for (int i = 0; i < recorded.Count; i++)
        {
            Place(recorded[i].Means, recorded[i].Name + "ErrorMeans", i, 1, recorded[i].Units);
            if (recorded[i].Firings is { } firings)
                Place(firings, recorded[i].Name + "Firings", i, 1 + recorded[i].Units, recorded[i].Units);
        }

        return copies;

        void Place(Value value, string name, int index, long offset, long count)
        {
            if (graph.TypeOf(value).IsScalar)
                return;
            string local = names.Unique(Names.Camel(name.Replace('.', '_')));
            writer.WriteLine(FormattableString.Invariant($"ref float {local} = ref Unsafe.Add(ref Parameters.ErrorRecord({index}), {offset});"));
            Value root = PlanBuffers.Root(graph, value);
            if (graph.Nodes[root.Node].Op is "input" or "parameter" || body.IsPlaced(root))
                copies.Add((value, local, count));
            else
                body.Place(root, local);
        }
    }

    /// <summary>Writes the figures that are numbers.</summary>
    public static void WriteNumbers(SourceWriter writer, BodyEmitter body, Graph graph, IReadOnlyList<RecordedVariable> recorded)
    {
        for (int i = 0; i < recorded.Count; i++)
        {
            Write(recorded[i].Largest, i, 0);
            Write(recorded[i].Means, i, 1);
            if (recorded[i].Firings is { } firings)
                Write(firings, i, 2);
        }

        void Write(Value value, int index, int offset)
        {
            string record = $"Parameters.ErrorRecord({index.ToString(CultureInfo.InvariantCulture)})";
            if (graph.TypeOf(value).IsScalar)
                writer.WriteLine(offset == 0 ? $"{record} = {body.Scalar(value)};" : FormattableString.Invariant($"Unsafe.Add(ref {record}, {offset}) = {body.Scalar(value)};"));
        }
    }
}
