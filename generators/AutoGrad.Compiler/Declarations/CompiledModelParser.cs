using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>A compiled model's text that cannot be used: damaged, or written by a version that this one does not know.</summary>
public sealed class CompiledModelException(string message) : Exception(message);

/// <summary>
/// Reads what <see cref="CompiledModelPrinter"/> wrote. The text comes from another assembly and becomes C# in this one, so everything that
/// is not as it was written is refused by a <see cref="CompiledModelException"/>.
/// </summary>
public static class CompiledModelParser
{
    private const int LongestText = 10_000_000;

    private static readonly HashSet<string> s_inits =
        ["Default", "Zeros", "Ones", "Constant", "Normal", "Uniform", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LeCunNormal", "Orthogonal"];

    /// <summary>The model of these texts. <paramref name="find"/> gives the operation of a name.</summary>
    public static CompiledModel Parse(int version, string declarations, string constructor, IEnumerable<(string Signature, string Graph)> forwards, Func<string, Op?> find)
    {
        if (version != CompiledModel.Version)
            throw new CompiledModelException(FormattableString.Invariant($"its format is of version {version}, and this compiler knows version {CompiledModel.Version}: use one version of AutoGrad for both assemblies"));
        try
        {
            Graph head = GraphVerifier.Verify(GraphParser.Parse(Short(declarations)), find);
            var model = new CompiledModel(
                head.Name,
                head.Nodes.Where(n => n.Op == "setting").Select(Setting).ToEquatableArray(),
                head.Nodes.Where(n => n.Op == "parameter").Select(Parameter).ToEquatableArray(),
                forwards.Select(f => new CompiledForward(f.Signature, GraphVerifier.Verify(GraphParser.Parse(Short(f.Graph)), find))).ToEquatableArray())
            {
                Constructor = constructor,
                States = head.Nodes.Where(n => n.Op == "input").Select(State).ToEquatableArray(),
            };
            Require(head.Nodes.All(n => n.Op is "setting" or "parameter" or "input"), "its declarations hold something else than settings, parameters and state");
            CompiledModelChecks.Check(model);
            return model;
        }
        catch (Exception e) when (e is GraphFormatException or GraphInvalidException or OverflowException)
        {
            throw new CompiledModelException("its graph is damaged: " + e.Message);
        }
    }

    /// <summary>Whether a character ends a line of C#, where a comment would end too.</summary>
    internal static bool EndsLine(char c) => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029';

    internal static void Require(bool holds, string what)
    {
        if (!holds)
            throw new CompiledModelException(what);
    }

    private static string Short(string text) => text.Length <= LongestText ? text : throw new CompiledModelException("its graph is too long");

    private static SettingDeclaration Setting(Node node)
    {
        var setting = new SettingDeclaration(node.Text("name"), node.Type.Element, Expression: null);
        return node.Flag("argument") ? setting : setting with { Expression = setting.Accessor };
    }

    private static ParameterDeclaration Parameter(Node node)
    {
        EquatableArray<long> copies = node.Integers("copies");
        string name = node.Text("name");
        Require(s_inits.Contains(node.Text("init")), $"parameter '{name}' has the unknown initialiser '{node.Text("init")}'");
        Require(node.Attribute("scale") is NumberValue { Item: var scale } && !double.IsNaN(scale) && !double.IsInfinity(scale), $"parameter '{name}' has no scale");
        Require(AreCopies(node.Type, copies), $"parameter '{name}' has the type {node.Type}");
        PolicySet own = Policy(node, "own"), ofClass = Policy(node, "class");
        return new(name, "", node.Type.Shape.Dims.Skip(copies.Count).ToEquatableArray(), node.Text("init"), node.Number("scale"), own.Or(ofClass).Resolve()) { Copies = copies, Own = own, OfClass = ofClass };
    }

    private static StateDeclaration State(Node node)
    {
        EquatableArray<long> copies = node.Integers("copies");
        string name = node.Text("name");
        Require(node.Attribute("initial") is NumberValue { Item: var initial } && !double.IsNaN(initial) && !double.IsInfinity(initial), $"state '{name}' has no first value");
        Require(AreCopies(node.Type, copies), $"state '{name}' has the type {node.Type}");
        return new(name, "", "", node.Type.Shape.Dims.Skip(copies.Count).ToEquatableArray()) { Copies = copies, Initial = node.Number("initial") };
    }

    // Of floats, the copies being its first axes.
    private static bool AreCopies(TensorType type, EquatableArray<long> copies)
        => type.Element == ElementType.F32 && copies.All(c => c > 0) && copies.Count < type.Shape.Rank && type.Shape.Dims.Take(copies.Count).SequenceEqual(copies.Select(c => (Dim)c));

    private static PolicySet Policy(Node node, string place)
    {
        NormClipDeclaration? norm = node.Attribute(place + "Norm") is TextValue kind && Enum.TryParse(kind.Item, out NormClipKind parsed) && Enum.IsDefined(typeof(NormClipKind), parsed) && parsed.ToString() == kind.Item
            ? new NormClipDeclaration(parsed, Positive(node, place + "Threshold")) { Epsilon = parsed == NormClipKind.Adaptive ? Positive(node, place + "Epsilon") : 0, Member = node.Text(place + "Member") }
            : null;
        Require(norm is not null || node.Attribute(place + "Norm") is null, $"parameter '{node.Text("name")}' has an unknown clip");
        ValueClipDeclaration? value = node.Attribute(place + "Value") is null ? null : new(Positive(node, place + "Value")) { Member = node.Text(place + "ValueMember") };
        bool isPenalized = node.Attribute(place + "L1") is not null || node.Attribute(place + "L2") is not null;
        PenaltyDeclaration? penalty = !isPenalized ? null
            : new PenaltyDeclaration(Factor(node, place + "L1"), Factor(node, place + "L2")) { L1Member = node.Text(place + "L1Member"), L2Member = node.Text(place + "L2Member") };
        return new(norm, value, penalty);
    }

    private static double Positive(Node node, string key)
        => node.Number(key) is > 0 and var number ? number : throw new CompiledModelException($"parameter '{node.Text("name")}' has a clip without a positive threshold");

    private static double Factor(Node node, string key)
        => node.Number(key) is >= 0 and < double.PositiveInfinity and var number ? number : throw new CompiledModelException($"parameter '{node.Text("name")}' has a penalty with a negative factor");
}
