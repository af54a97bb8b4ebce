namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Names of numbers that a body reads often. An operator with a literal beside a variable is looked for among all there are, and a vector of
/// a number is a call: both cost the C# compiler a multiple of what a variable does. To the JIT compiler it is all the same.
/// </summary>
internal static class NumberNames
{
    private static readonly Dictionary<double, string> s_names = new() { [0] = "zero", [0.5] = "half", [1] = "one", [2] = "two" };

    /// <summary>A number that is read more often than this has a name.</summary>
    public const int FewReads = 3;

    /// <summary>The name of a number, or null where its digits say it best.</summary>
    public static string? Of(double number) => s_names.TryGetValue(number, out string? name) ? name : null;
}
