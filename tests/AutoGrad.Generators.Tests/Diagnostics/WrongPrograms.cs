namespace AutoGrad.Generators.Tests.Diagnostics;

/// <summary>Wrong programs, by a name; what is wrong is marked. Each rule has one at least.</summary>
internal static partial class WrongPrograms
{
    /// <summary>All of them, in order of their rules.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new[] { Declarations, Language, Shapes, Derivatives, Clips, Health }
        .SelectMany(family => family())
        .ToDictionary(p => p.Name, p => p.Program);

    /// <summary>Those that C# itself refuses as a declaration: in a build it reports nothing else.</summary>
    public static IReadOnlySet<string> RefusedByCSharp { get; } = new HashSet<string>
    {
        "a model that is not partial and has a parameter",
    };

    private const string W = "[Parameter(4)] public partial Tensor<float> W { get; }";

    private const string Sound = W + " [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(x * W);";

    private static string Model(string members, string attributes = "Model") => $"[{attributes}] public sealed partial class M {{ {members} }}";

    // A loss over x [n, 4] with a parameter W [4].
    private static string Body(string body, string members = "") => Model($"{W} {members} [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) {{ {body} }}");

    private static string Function(string function) => $"public static partial class C {{ {function} }}";
}
