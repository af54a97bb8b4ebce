namespace AutoGrad.Compiler.Tests.IR;

/// <summary>Text that another assembly carries is not to be trusted: it parses, or is refused by <see cref="GraphFormatException"/>.</summary>
public sealed class HostileTextTests
{
    private const string Honest = """
        graph Loss {
          %0:f32[batch,2*n+1] = input {name="x"} as "x"
          %1:f32[] = constant {value=-1.5E-05} from "0.5f * \"x\"" #3
          %2:f32[batch,2*n+1] = broadcast %1 {axes=[], lengths=<batch,2*n+1>}
          %3:f32[] %3.1:f32[max(batch,3),div(n,2)] = loop %0 %2 {captured=[1], carried=[1], count=<min(batch,4)-1>, reverse=true} do "body" {
            %0:i32[] = input {name="t"}
            return %0 as "t"
          } do "other" {
            return
          }
          %4:bool[] = greater %1 %3
          return %4 as "result", %3.1 as "stack"
        }

        """;

    [Fact]
    public void The_honest_text_is_read() => Assert.Equal(Honest, GraphParser.Parse(Honest).ToString());

    [Fact]
    public void Text_that_stops_early_is_refused()
    {
        for (int length = 0; length < Honest.TrimEnd().Length; length++)
            Assert.Throws<GraphFormatException>(() => GraphParser.Parse(Honest[..length]));
    }

    [Fact]
    public void Text_with_characters_exchanged_lost_or_doubled_is_read_or_refused()
    {
        var random = new System.Random(7);
        const string Strange = "%:.,={}[]<>()\"\\#+-*/ \n\0\u0301aE9_~\uD800\u20ac";
        for (int i = 0; i < 4000; i++)
        {
            char[] text = Honest.ToCharArray();
            for (int edits = random.Next(1, 4); edits > 0; edits--)
                text[random.Next(text.Length)] = random.Next(2) == 0 ? Strange[random.Next(Strange.Length)]
                    : Honest[random.Next(Honest.Length)];
            int cut = random.Next(text.Length), length = random.Next(Math.Min(30, text.Length - cut));
            string edited = new(text);
            ReadOrRefuse(random.Next(3) switch { 0 => edited, 1 => edited.Remove(cut, length),
                _ => edited.Insert(cut, edited.Substring(cut, length)) });
        }
    }

    [Fact]
    public void Soups_of_tokens_are_read_or_refused()
    {
        var random = new System.Random(11);
        string[] tokens = ["graph", "g", "{", "}", "return", "%0", "%1", ":", "f32", "[", "]", "=", "input", "do", "\"x\"", "as", "from",
            "#", "1", "-", "<", ">", "div", "(", ")", ",", "*", "%0:f32[] = input", "."];
        for (int i = 0; i < 4000; i++)
            ReadOrRefuse("graph g { %0:f32[] = " + string.Join(' ', Enumerable.Range(0, random.Next(20))
                .Select(_ => tokens[random.Next(tokens.Length)])));
    }

    private static readonly Dictionary<string, string> s_extremes = new()
    {
        { "a node number beyond 32 bits", "graph g { %99999999999:f32[] = input return }" },
        { "a node number beyond 64 bits", "graph g { %99999999999999999999999:f32[] = input return }" },
        { "a result number beyond 32 bits", "graph g { return %0.99999999999 as \"x\" }" },
        { "an ordinal beyond 32 bits", "graph g { %0:f32[] = input #99999999999 return }" },
        { "an integer beyond 64 bits", "graph g { %0:f32[] = input {axes=[99999999999999999999]} return }" },
        { "a length beyond 64 bits", "graph g { %0:f32[9223372036854775807*9223372036854775807] = input return }" },
        { "a sum of lengths beyond 64 bits", "graph g { %0:f32[9223372036854775807+1] = input return }" },
        { "a number that is none", "graph g { %0:f32[] = constant {value=1.2.3} return }" },
        { "text after a zero character", "graph g { return }\0 and more" },
        { "an open quote", "graph g { %0:f32[] = input as \"x" },
        { "an open escape", "graph g { %0:f32[] = input as \"x\\" },
        { "regions too deep", string.Concat(Enumerable.Repeat("graph g { %0:f32[] = loop do \"r\" {",
            1)) + string.Concat(Enumerable.Repeat("%0:f32[] = loop do \"r\" { ", 100_000)) },
        { "parentheses too deep", "graph g { %0:f32[" + new string('(', 100_000) + "1" + new string(')', 100_000) + "] = input return }" },
        { "divisions too deep", "graph g { %0:f32[" + string.Concat(Enumerable.Repeat("div(a,", 100_000)) },
        { "a product of sums with 2^40 terms",
            "graph g { %0:f32[" + string.Join("*", Enumerable.Range(0, 40).Select(i => $"(a{i}+b{i})")) + "] = input return }" },
        { "a power of 100000 factors", "graph g { %0:f32[" + string.Join("*", Enumerable.Repeat("a", 100_000)) + "] = input return }" },
        { "a sum of 100000 terms", "graph g { %0:f32[" + string.Join("+", Enumerable.Range(0, 100_000)
            .Select(i => $"a{i}")) + "] = input return }" },
        { "divisions that double", "graph g { %0:f32[" + Enumerable.Range(0, 60)
            .Aggregate("a", (d, i) => $"(div({d},x)+y)*(x+1)*(y+2)") + "] = input return }" },
    };

    public static TheoryData<string> Extremes => [.. s_extremes.Keys];

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Extremes_are_refused(string extreme) => Assert.Throws<GraphFormatException>(() => GraphParser.Parse(s_extremes[extreme]));

    [Fact]
    public void Errors_say_what_was_expected_and_where()
    {
        var e = Assert.Throws<GraphFormatException>(() => GraphParser.Parse("graph g { %0:f16[] = input return }"));
        Assert.Contains("f16", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<GraphFormatException>(() => GraphParser.Parse("graph g ( }"));
        Assert.Contains("'{' expected at position 8", e.Message, StringComparison.Ordinal);
    }

    private static void ReadOrRefuse(string text)
    {
        try
        {
            Graph graph = GraphParser.Parse(text);
            Assert.Equal(graph, GraphParser.Parse(graph.ToString()));
        }
        catch (GraphFormatException)
        {
        }
    }
}
