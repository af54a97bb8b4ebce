using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.Declarations;

/// <summary>What a library bears for its users: read as it was written, and refused where it is damaged, never guessed at.</summary>
public sealed class CompiledModelTextTests
{
    private const string Declarations = """
        graph Net {
          %0:i32[] = setting {name="inputs", argument=true}
          %1:f32[] = setting {name="Scale._gain"}
          %2:f32[8,inputs,2*inputs+1] = parameter {name="Hidden.*.Kernel", init="Normal", scale=0.5, copies=[8], ownNorm="Parameter", ownThreshold=Infinity, ownValue=0.5, classL1=0, classL2=0.25}
          %3:f32[3] = parameter {name="Bias", init="Default", scale=1, ownNorm="Adaptive", ownThreshold=0.25, ownEpsilon=0.5, classNorm="Global", classThreshold=1, classMember="Scale._gain"}
          %4:f32[8,inputs] = input {name="Hidden.*.Mean", initial=1, copies=[8]}
          return
        }

        """;

    private const string Forward = """
        graph Forward {
          %0:f32[n,3] = input {name="x"} as "x"
          %1:f32[3] = parameter {name="Bias"} as "Bias"
          %2:f32[n,3] = broadcast %1 {axes=[1], lengths=<n,3>}
          %3:f32[n,3] = add %0 %2 from "x + Bias"
          %4:f32[] = setting {name="Scale._gain"}
          %5:f32[n,3] = broadcast %4 {axes=[], lengths=<n,3>}
          %6:f32[n,3] = multiply %3 %5
          return %6 as "result"
        }

        """;

    private const string Signature = "Forward(Tensor f32 x)";

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        CompiledModel model = Parse(Declarations, Forward);
        Assert.Equal(Declarations, CompiledModelPrinter.PrintDeclarations(model));
        Assert.Equal(Forward, CompiledModelPrinter.Print(model.Forwards[0]));
        Assert.Equal([("inputs", true), ("Scale._gain", false)], model.Settings.Select(s => (s.Name, s.IsArgument)));
        ParameterDeclaration kernel = model.Parameters[0];
        StateDeclaration mean = Assert.Single(model.States);
        Assert.Equal(("Hidden.*.Mean", 1.0, 8L, "inputs"), (mean.Name, mean.Initial, mean.Copies[0], mean.Lengths[0].ToString()));
        Assert.Equal(["inputs", "2*inputs+1"], kernel.Lengths.Select(d => d.ToString()));
        Assert.Equal([8], kernel.Copies);
        Assert.Equal(new PolicySet(new NormClipDeclaration(NormClipKind.Parameter, double.PositiveInfinity), new(0.5), null), kernel.Own);
        Assert.Equal(new PolicySet(null, null, new PenaltyDeclaration(0, 0.25)), kernel.OfClass);
        Assert.Equal(new PolicyDeclaration(NormClipKind.None, 0, 0.5, 0, 0.25), kernel.Policy);
        Assert.Equal(new NormClipDeclaration(NormClipKind.Adaptive, 0.25) { Epsilon = 0.5 }, model.Parameters[1].Own.Norm);
        Assert.Equal(new NormClipDeclaration(NormClipKind.Global, 1) { Member = "Scale._gain" }, model.Parameters[1].OfClass.Norm);
    }

    [Fact]
    public void Ordinals_and_line_ends_stay_at_home()
    {
        Graph graph = GraphParser.Parse("graph F { %0:f32[3] = input {name=\"x\"} as \"x\" from \"a\\nb\\rc\u2028d\" #7 return %0 as \"result\" }");
        string text = CompiledModelPrinter.Print(new CompiledForward(Signature, graph));
        Assert.Contains("from \"a b c d\"\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("#7", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Another_version_is_refused(int version)
        => Assert.Contains("use one version of AutoGrad", Assert.Throws<CompiledModelException>(() => Parse(Declarations, Forward, version)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("copies=[8]", "copies=[7]")]
    [InlineData("copies=[8]", "copies=[8,2]")]
    [InlineData("init=\"Normal\"", "init=\"Normal, 1f)); Evil(\"")]
    [InlineData("scale=0.5", "scale=NaN")]
    [InlineData("\"Hidden.*.Kernel\"", "\"Hidden.Kernel\"")]
    [InlineData("\"Hidden.*.Kernel\"", "\"Hidden.*.Ker nel\"")]
    [InlineData("\"Bias\"", "\"Hidden.*.Kernel\"")]
    [InlineData("\"Scale._gain\"", "\"Scale; Evil()\"")]
    [InlineData("2*inputs+1", "units")]
    [InlineData("ownThreshold=Infinity", "ownThreshold=-1")]
    [InlineData("ownThreshold=Infinity", "ownThreshold=NaN")]
    [InlineData("ownNorm=\"Parameter\"", "ownNorm=\"1\"")]
    [InlineData("ownValue=0.5", "ownValue=0")]
    [InlineData("ownEpsilon=0.5", "ownEpsilon=0")]
    [InlineData("classMember=\"Scale._gain\"", "classMember=\"inputs\"")]
    [InlineData("classMember=\"Scale._gain\"", "classMember=\"1; Evil()\"")]
    [InlineData("classL2=0.25", "classL2=-0.25")]
    [InlineData("%3:f32[3]", "%3:f64[3]")]
    [InlineData("%3:f32[3]", "%3:f32[0]")]
    [InlineData("%3:f32[3] = parameter", "%3:f32[3] = input")]
    [InlineData("graph Net", "gruph Net")]
    public void Damaged_declarations_are_refused(string old, string damaged)
        => Assert.Throws<CompiledModelException>(() => Parse(Replace(Declarations, old, damaged), Forward));

    [Theory]
    [InlineData("{name=\"Bias\"}", "{name=\"Offset\"}")]
    [InlineData("%1:f32[3] = parameter", "%1:f32[4] = parameter")]
    [InlineData("setting {name=\"Scale._gain\"}", "setting {name=\"inputs\"}")]
    [InlineData("multiply %3 %5", "multiply %3 %9")]
    [InlineData("multiply %3 %5", "explode %3 %5")]
    [InlineData("%6:f32[n,3]", "%6:f32[n,4]")]
    [InlineData("as \"result\"", "as \"result\", %3 as \"other\"")]
    [InlineData("from \"x + Bias\"", "from \"x\\nEvil();\"")]
    [InlineData("as \"x\"", "as \"x\u2028Evil();\"")]
    [InlineData("return", "retrun")]
    public void A_damaged_graph_is_refused(string old, string damaged)
        => Assert.Throws<CompiledModelException>(() => Parse(Declarations, Replace(Forward, old, damaged)));

    [Fact]
    public void Random_damage_is_read_as_something_valid_or_refused()
    {
        var random = new System.Random(5);
        for (int i = 0; i < 2000; i++)
        {
            string declarations = Damage(random, Declarations), forward = Damage(random, Forward);
            try
            {
                CompiledModel model = Parse(random.Next(2) == 0 ? declarations : Declarations, forward);
                GraphVerifier.Verify(model.Forwards[0].Graph, OpTable.Find);
            }
            catch (CompiledModelException)
            {
            }
        }
    }

    private static string Damage(System.Random random, string text)
    {
        int at = random.Next(text.Length), length = random.Next(Math.Min(8, text.Length - at));
        return random.Next(3) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(random.Next(text.Length - 8), random.Next(8))),
            _ => string.Concat(text.AsSpan(0, at), text.AsSpan(random.Next(text.Length), 1), text.AsSpan(at + 1)),
        };
    }

    private static string Replace(string text, string old, string damaged)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, damaged, StringComparison.Ordinal);
    }

    private static CompiledModel Parse(string declarations, string forward, int version = CompiledModel.Version)
        => CompiledModelParser.Parse(version, declarations, "int inputs", [(Signature, forward)], OpTable.Find);
}
