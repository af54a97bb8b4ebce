using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class LanguageRuleTests
{
    [Theory]
    [InlineData("{|AG2001:while|} (true) { }")]
    [InlineData("return x.Rank switch { {|AG2001:var r|} => Sum(x * W) * r };")]
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
    public async Task Changes_in_place_are_refused(string body) => await Verify(body);

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
