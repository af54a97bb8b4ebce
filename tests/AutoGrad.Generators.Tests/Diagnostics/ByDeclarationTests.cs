using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class ByDeclarationTests
{
    private readonly ByDeclaration<string, object> _known = new((a, b) => a == b);

    [Fact]
    public void What_is_known_of_a_declaration_is_not_found_out_again()
    {
        string first = new('a', 3), equal = new('a', 3), other = new('b', 3);
        object found = _known.Get("M", first, _ => new());
        Assert.Same(found, _known.Get("M", first, _ => throw new InvalidOperationException()));
        Assert.Same(found, _known.Get("M", equal, _ => throw new InvalidOperationException()));
        Assert.NotSame(found, _known.Get("M", other, _ => new()));
        Assert.Same(found, _known.Get("M", equal, _ => throw new InvalidOperationException()));
        Assert.NotSame(found, _known.Get("N", new string('a', 3), _ => new()));
    }

    [Theory]
    [InlineData("int a = 1;", "int a = 2;")]
    [InlineData("// before", "// after")]
    public void An_edit_elsewhere_leaves_an_equal_declaration(string before, string after)
    {
        string model = Source.Program("Health");
        CSharpCompilation first = Source.Compile(("Model.cs", model + "\n// " + before), ("Other.cs", $"class Other {{ void M() {{ {before}\n }} }}"));
        CSharpCompilation second = Source.Compile(("Model.cs", model + "\n// " + after), ("Other.cs", $"class Other {{ void M() {{ {after}\n }} }}"));
        Assert.Equal(Reading.Of(first, "TooHot").Source!.Declaration, Reading.Of(second, "TooHot").Source!.Declaration);
    }
}
