using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class LanguageRuleTests
{
    [Theory]
    [InlineData("{|AG2001:while|} (true) { }")]
    [InlineData("return x switch { {|AG2001:{ Rank: 2 }|} => Sum(x * W), _ => 0f };")]
    [InlineData("int i = 0; {|AG2001:again|}: i++; goto again;")]
    [InlineData("Func<float> f = {|AG2001:Sum(x) > 0 ? () => 1f : () => 2f|}; return f() * Sum(x * W);")]
    [InlineData("{|AG2001:throw|} new Exception();")]
    [InlineData("{|AG2001:try|} { return Sum(x); } finally { }")]
    [InlineData("{|AG2001:Console.WriteLine(x)|}; return Sum(x);")]
    [InlineData("return Sum(x * {|AG4006:_factor|});")]
    [InlineData("{|AG4006:_factor|} = 2; return Sum(x);")]
    [InlineData("return Sum(x * {|AG4006:Factor|});")]
    [InlineData("return Sum({|AG2001:new M().W|} * x);")]
    [InlineData("return {|AG2001:new M().Loss(x)|};")]
    [InlineData("return {|AG2001:Virtual(x)|};")]
    [InlineData("return {|AG3010:x[0]|};")]
    [InlineData("return Sum(x.Lengths[{|AG2001:(int)x.Lengths[0]|}] * x);")]
    [InlineData("return (float){|AG2001:(double)Sum(x)|};")]
    [InlineData("string s = {|AG2001:\"text\"|}; return Sum(x);")]
    [InlineData("string s = {|AG2001:$\"{x}\"|}; return Sum(x);")]
    [InlineData("ref float {|AG2001:r = ref _factor|}; return Sum(x);")]
    [InlineData("object o = {|AG2001:x|}; return Sum(x);")]
    [InlineData("Tensor<float>? y = {|AG2001:x ?? W|}; return Sum(y);")]
    public async Task Unsupported_code_is_refused_by_name(string body) => await Verify(body);

    [Theory]
    [InlineData("return Helper(x);", "private float Helper(Tensor<float> y) => Other(y); private float Other(Tensor<float> y) => {|AG2002:Helper(y)|};")]
    [InlineData("return {|AG2002:Loss(x)|};", "")]
    public async Task Recursion_is_refused(string body, string members) => await Verify(body, members);

    [Theory]
    [InlineData("{|AG2003:x += W|}; return Sum(x);")]
    [InlineData("{|AG2003:x *= 2f|}; return Sum(x);")]
    [InlineData("{|AG2003:x++|}; return Sum(x);")]
    [InlineData("{|AG2003:x[0]|} = 1; return Sum(x);")]
    [InlineData("{|AG2001:x.Fill(1f)|}; return Sum(x);")]
    [InlineData("return Tensor.Sum<float>(Tensor.Add<float>(x, W, {|AG2003:x|}));")]
    [InlineData("Tensor<float> h = x * W, v = Reshape(h, -1); {|AG2003:h += x|}; return Sum(h) + Sum(v);")]
    [InlineData("Tensor<float> h = x * W, g = h; {|AG2003:h += x|}; return Sum(g);")]
    [InlineData("Tensor<float> h = x; {|AG2003:h -= x|}; return Sum(h);")]
    [InlineData("Tensor<float> h = Reshape(x, -1, 2); {|AG2003:h /= 2f|}; return Sum(h);")]
    [InlineData("Tensor<float> h = x * W; var t = (h, 1); {|AG2003:h++|}; return Sum(h) + Sum(t.h);")]
    [InlineData("Tensor<float> h = x * W; void Add() { {|AG2003:h += x|}; } Add(); return Sum(h);")]
    [InlineData("Tensor<float> h = x * W; return Sum(h) + Change(h); static float Change(Tensor<float> y) { {|AG2003:y *= y|}; return Sum(y); }")]
    [InlineData("Tensor<float> h = x * W, g = x * x; for (int i = 0; i < 3; i++) { {|AG2003:h += W|}; g = h; } return Sum(g);")]
    [InlineData("Tensor<float> h = x * W, g = x * x; for (int i = 0; i < 3; i++) { {|AG2003:h += W|}; h = g; } return Sum(h);")]
    [InlineData("Tensor<float> h = x * W; for (int i = 0; i < 3; i++) { for (int j = 0; j < i; j++) { {|AG2003:h += W|}; } h = x; } return Sum(h);")]
    [InlineData("Tensor<float> h = x; for (int i = 0; i < 3; i++) { {|AG2003:h += W|}; } return Sum(h);")]
    [InlineData("Tensor<float> h = Sum(x) > 0 ? x : x * W; {|AG2003:h += W|}; return Sum(h);")]
    [InlineData("Tensor<float> h = MatMul(Transpose(x), x); {|AG2003:h += Transpose(h)|}; return Sum(h * W);")]
    [InlineData("Tensor<float> h = W * W; {|AG3001:h += x|}; return Sum(h);")]
    public async Task Changes_in_place_are_refused(string body) => await Verify(body);

    [Theory]
    [InlineData("{|AG2003:x += W|}; return Sum(x);", "'x += W' changes x in place, for every variable that holds it: write x = x + W")]
    [InlineData("{|AG2003:x--|}; return Sum(x);", "'x--' changes x in place, for every variable that holds it: write x = x - 1")]
    public async Task What_to_write_instead_is_said(string body, string message) => Assert.Equal([message], await Verify(body));

    [Theory]
    [InlineData("return Twice(Sum(x)); static float Twice(float y) => y > 1 ? y : {|AG2002:Twice(2 * y)|};")]
    [InlineData("float y = Sum(x); Grow({|AG2001:ref y|}); return y; static void Grow(ref float z) => z *= 2;")]
    [InlineData("Tensor<float> y = x; ref Tensor<float> {|AG2001:r = ref y|}; r = x * W; return Sum(y);")]
    [InlineData("return {|AG2001:LaterAsync(x)|}.Result; static async System.Threading.Tasks.Task<float> LaterAsync(Tensor<float> y) { await System.Threading.Tasks.Task.Yield(); return Sum(y); }")]
    [InlineData("if (Sum(x) > 1) {|AG2001:throw|} new ArgumentException(); return Sum(x * W);")]
    [InlineData("float y = Sum(x); return y > 1 ? y : {|AG2001:throw new ArgumentException()|};")]
    [InlineData("{|AG2001:try|} { x = x * W; } catch (ArgumentException) { } return Sum(x);")]
    public async Task Recursion_references_and_exceptions_are_refused_at_their_line(string body) => await Verify(body);

    private static Task<string[]> Verify(string body, string members = "") => Marked.Verify($$"""
        [Model]
        public partial class M
        {
            private static float _factor = 2;
            private static float Factor { get; set; }
            public virtual float Virtual(Tensor<float> x) => Sum(x);
            [Parameter(4)] public partial Tensor<float> W { get; }
            {{members}}
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x)
            {
                {{body}}
            }
        }
        """);
}
