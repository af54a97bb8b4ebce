using System.Reflection;
using System.Text.RegularExpressions;

namespace AutoGrad.Compiler.Tests.Contract;

/// <summary>Whatever generated code calls exists in the run-time library or the base library.</summary>
public sealed partial class KernelNameTests
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly Type[] s_library = typeof(AutoGrad.Kernels.Gemm).Assembly.GetExportedTypes();

    public static TheoryData<string> Kernels => [.. OpTable.All.Select(op => op.Kernel).OfType<string>().Distinct()];

    public static TheoryData<string> ElementwiseNames => [.. ElementwiseOps.Rows.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_kernel_of_an_operation_is_a_public_static_method(string kernel)
    {
        string[] parts = kernel.Split('.');
        Assert.Equal(2, parts.Length);
        Type type = Assert.Single(s_library, t => t.FullName == "AutoGrad.Kernels." + parts[0]);
        Assert.Contains(type.GetMethods(Static), m => m.Name == parts[1]);
    }

    [Theory]
    [MemberData(nameof(ElementwiseNames))]
    public void Vector_forms_are_members_of_a_vector_of_any_width(string name)
    {
        ElementwiseOp row = ElementwiseOps.Rows.Single(r => r.Name == name);
        foreach (Match call in Call().Matches(row.Vector))
        {
            Assert.Equal("{V}", call.Groups[1].Value);
            Assert.Contains(typeof(AutoGrad.Kernels.ISimd<,>).GetMethods(Static), m => m.Name == call.Groups[2].Value && m.GetParameters().Length == row.Arity);
        }
    }

    [Theory]
    [MemberData(nameof(ElementwiseNames))]
    public void Scalar_forms_have_an_overload_for_each_type(string name)
    {
        ElementwiseOp row = ElementwiseOps.Rows.Single(r => r.Name == name);
        foreach (Match call in Call().Matches(row.Scalar))
        {
            foreach (Type number in new[] { typeof(float), typeof(double) })
                AssertOverload(call.Groups[1].Value == "{T}" ? number : Library(call.Groups[1].Value), call.Groups[2].Value,
                    [.. Enumerable.Repeat(number, row.Arity)]);
        }
    }

    [Fact]
    public void Every_operand_stands_in_the_forms_of_its_row()
    {
        foreach (ElementwiseOp row in ElementwiseOps.Rows)
        {
            // A row without a form over vectors is for numbers only.
            foreach (string form in new[] { row.Vector, row.Scalar, row.Formula }.Where(f => f.Length > 0))
                Assert.Equal(Enumerable.Range(0, row.Arity).Select(i => $"{{{i}}}"), Placeholder().Matches(form).Select(m => m.Value)
                    .Distinct().Order());
        }
    }

    [Fact]
    public void Members_that_the_emitter_writes_exist()
    {
        var written = (from file in Sources.In("AutoGrad.Compiler", "Emit")
                       from Match text in StringLiteral().Matches(file.Code)
                       from Match member in Member().Matches(text.Value)
                       let type = s_library.FirstOrDefault(t => t.Name.Split('`')[0] == member.Groups[1].Value)
                       where type is not null
                       select (file.Path, member.Value,
                           Exists: HasMember(type, member.Groups[2].Value, isPrefix: member.Groups[3].Value == "{"))).ToList();
        Assert.True(written.Count > 30, "the pattern no longer finds what the emitter writes");
        Assert.DoesNotContain(written, m => !m.Exists);
    }

    private static bool HasMember(Type type, string name, bool isPrefix)
        => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .Any(m => isPrefix ? m.Name.StartsWith(name, StringComparison.Ordinal) : m.Name == name);

    private static Type Library(string name) => Assert.Single(s_library, t => t.Name == name);

    private static void AssertOverload(Type type, string method, Type[] parameters)
        => Assert.True(
            type.GetMethods(Static).Any(m => m.Name == method && m.GetParameters().Length == parameters.Length && m.GetParameters()
                .Zip(parameters).All(p => Fits(p.First.ParameterType, p.Second))),
            $"{type.Name}.{method}({string.Join(", ", parameters.Select(p => p.Name))})");

    private static bool Fits(Type declared, Type wanted) => declared == wanted || declared.IsGenericParameter
        || (declared.ContainsGenericParameters && declared.GetGenericTypeDefinition() == wanted.GetGenericTypeDefinition());

    [GeneratedRegex(@"(\{V\}|\{T\}|[A-Z]\w+)\.(\w+)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"[^\"\\n]*\"")]
    private static partial Regex StringLiteral();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w+)(?:<[^>]*>)?\.([A-Z]\w*)([{]?)")]
    private static partial Regex Member();
}
