using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>A variable whose error gradient a training step records, with the outputs that hold its figures; there are none of firings unless it is a ReLU.</summary>
public sealed record RecordedVariable(string Name, long Units, Value Largest, Value Means, Value? Firings)
{
    /// <summary>The output that holds the largest error, up to the variable's name.</summary>
    public const string LargestOf = Record + "largest.";

    /// <summary>The output that holds the mean errors of units, up to the variable's name.</summary>
    public const string MeansOf = Record + "means.";

    /// <summary>The output that counts the firings of units, up to the variable's name.</summary>
    public const string FiringsOf = Record + "firings.";

    private const string Record = "error.";

    /// <summary>Whether an output is one of these.</summary>
    public static bool IsRecord(GraphOutput output) => output.Name.StartsWith(Record, StringComparison.Ordinal);

    /// <summary>The variables that a graph records, in the order of its outputs.</summary>
    public static IEnumerable<RecordedVariable> Of(Graph graph)
        => from output in graph.Outputs
           where output.Name.StartsWith(MeansOf, StringComparison.Ordinal)
           let name = output.Name.Substring(MeansOf.Length)
           let units = graph.TypeOf(output.Value) is { IsScalar: false } type ? type.Shape.Count.Constant!.Value : 1
           select new RecordedVariable(name, units, graph.Output(LargestOf + name)!.Value, output.Value, graph.Output(FiringsOf + name));
}
