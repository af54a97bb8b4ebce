using System.Globalization;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend.Declarations;

public class ModelReaderTests
{
    [Theory]
    [InlineData("DigitClassifier", "DigitClassifier")]
    [InlineData("Features", "Everything")]
    public void Declarations_are_read_with_headers_policies_and_shapes(string program, string model)
    {
        ModelDeclaration declaration = Reading.Of(Source.Compile(Source.Program(program)), model).Source!.Declaration;
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            namespace '{declaration.Namespace}' in [{string.Join(", ", declaration.ContainingTypes)}]
            {declaration.TypeHeader} {declaration.Name}, {declaration.OnNonFinite}, own constructor {declaration.DeclaresConstructor}
            {string.Join("\n", declaration.Parameters.Select(Display))}
            {string.Join("\n", declaration.Methods.Select(Display))}
            """);
        Snapshot.Verify(text, variant: model);
    }

    [Fact]
    public void A_constructor_of_the_class_is_seen() => Assert.True(
        Reading.Of(Source.Compile("[Model] public partial class M { public M() => InitializeParameters(3); }")).Source!.Declaration.DeclaresConstructor);

    [Fact]
    public void A_class_in_several_parts_is_read_as_one()
    {
        ModelDeclaration declaration = Reading.Of(Source.Compile(
            ("A.cs", "[Model] public sealed partial class M { [Parameter(4)] public partial Tensor<float> A { get; } }"),
            ("B.cs", "public sealed partial class M { [Parameter(4)] public partial Tensor<float> B { get; } [Loss] public float Loss([Shape(4)] Tensor<float> x) => Sum(x * A * B); }"))).Source!.Declaration;
        Assert.Equal(["A", "B"], declaration.Parameters.Select(p => p.Name));
        Assert.NotNull(declaration.Methods[0].Graph);
    }

    private static string Display(ParameterDeclaration p)
        => string.Create(CultureInfo.InvariantCulture, $"{p.PropertyHeader} {p.Name} [{string.Join(", ", p.Lengths)}] {p.Init} {p.Scale} {Display(p.Policy)}");

    private static string Display(PolicyDeclaration p)
        => string.Create(CultureInfo.InvariantCulture, $"PolicyDeclaration {{ Norm = {p.Norm}, NormThreshold = {p.NormThreshold}, ValueThreshold = {p.ValueThreshold}, L1 = {p.L1}, L2 = {p.L2} }}");

    private static string Display(MethodDeclaration m)
        => $"{m.Accessibility} {m.Kind} {m.Name}({string.Join(", ", m.Arguments.Select(a => $"{a.Kind} {a.Type} {a.Name}"))}) {m.Result}";
}
