using System.Globalization;

namespace AutoGrad.Generators.Benchmarks.Project;

/// <summary>
/// A user's project of 100 annotated methods of 30 statements each: 20 methods of models, 50 straight-line functions of numbers, 20 with
/// branches and loops, 10 of tensors. The same text each time. Not annotated, it is the same project as if there were no generator.
/// </summary>
internal sealed class SampleProject(bool isAnnotated = true)
{
    public const string Unrelated = "Unrelated.cs", Functions = "Straight0.cs", Model = "Model0.cs";

    private const int PerFile = 5;

    public IReadOnlyList<(string Path, string Text)> Files { get; } =
    [
        (Unrelated, UnrelatedText(0)),
        .. Enumerable.Range(0, 10).Select(i => ($"Model{Number(i)}.cs", new ModelWriter(i, isAnnotated).Text)),
        .. Class("Straight", 10, isAnnotated, StraightWriter.Text),
        .. Class("Branching", 4, isAnnotated, BranchingWriter.Text),
        .. Class("OnTensors", 2, isAnnotated, TensorWriter.Text),
    ];

    /// <summary>The file that has nothing to do with the others, as it is after some edits.</summary>
    public static string UnrelatedText(int edit) => Usings + $"public static class Unrelated\n{{\n    public static int Answer(int x) => x + {Number(edit)};\n}}\n";

    public const string Usings = "using System;\nusing System.Numerics.Tensors;\nusing AutoGrad;\nusing static AutoGrad.Nn;\n\nnamespace Sample;\n\n";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Path, string Text)> Class(string name, int files, bool isAnnotated, Func<string, int, string> method)
    {
        for (int file = 0; file < files; file++)
        {
            string attribute = isAnnotated ? "    [Differentiable]\n" : "";
            IEnumerable<string> methods = Enumerable.Range(0, PerFile).Select(i => attribute + method($"{name}{Number(file)}Number{Number(i)}", (file * PerFile) + i));
            yield return ($"{name}{Number(file)}.cs", Usings + $"public static partial class {name}{Number(file)}\n{{\n{string.Join("\n", methods)}}}\n");
        }
    }
}
