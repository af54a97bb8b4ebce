namespace AutoGrad.Generators.Tests.Diagnostics;

/// <content>AG2: C# that is not supported.</content>
internal static partial class WrongPrograms
{
    private static IEnumerable<(string Name, string Program)> Language() =>
    [
        ("a jump", Body("int i = 0; {|AG2001:again|}: i++; goto again;")),
        ("a choice between delegates", Body("Func<float> f = {|AG2001:Sum(x) > 0 ? () => 1f : () => 2f|}; return f() * Sum(x * W);")),
        ("an exception", Body("{|AG2001:throw|} new Exception();")),
        ("a try statement", Body("{|AG2001:try|} { return Sum(x * W); } finally { }")),
        ("a using statement", Body("{|AG2001:using|} (new System.IO.MemoryStream()) { return Sum(x * W); }")),
        ("a lock", Body("{|AG2001:lock|} (this) { return Sum(x * W); }")),
        ("a call for its effect", Body("{|AG2001:Console.WriteLine(x)|}; return Sum(x * W);")),
        ("a string", Body("string s = {|AG2001:\"text\"|}; return Sum(x * W);")),
        ("an interpolated string", Body("string s = {|AG2001:$\"{x}\"|}; return Sum(x * W);")),
        ("an object", Body("object o = {|AG2001:x|}; return Sum(x * W);")),
        ("a test for null", Body("Tensor<float>? y = {|AG2001:x ?? W|}; return Sum(y);")),
        ("a parameter of another model", Body("return Sum({|AG2001:new M().W|} * x);")),
        ("a method of another model", Body("return {|AG2001:new M().Loss(x)|};")),
        ("a change of precision", Body("return (float){|AG2001:(double)Sum(x * W)|};")),
        ("a pattern of a property", Body("return x switch { {|AG2001:{ Rank: 2 }|} => Sum(x * W), _ => 0f };")),
        ("a reference to a variable", Body("float a = 1; ref float {|AG2001:r = ref a|}; return Sum(x * W);")),
        ("recursion", Body("return Helper(x);", "private float Helper(Tensor<float> y) => Other(y); private float Other(Tensor<float> y) => {|AG2002:Helper(y)|};")),
        ("a destination", Body("return Tensor.Sum<float>(Tensor.Add<float>(x, W, {|AG2003:x|}));")),
        ("an argument that is changed in place", Body("{|AG2003:x += W|}; return Sum(x);")),
        ("a view of a tensor that is changed in place", Body("Tensor<float> h = x * W, v = Reshape(h, -1); {|AG2003:h += x|}; return Sum(h) + Sum(v);")),
        ("a tensor of two variables that is changed in place", Body("Tensor<float> h = x * W, g = h; {|AG2003:h++|}; return Sum(g);")),
        ("a tensor that a loop changes in place", Body("Tensor<float> h = x; for (int i = 0; i < 3; i++) { {|AG2003:h += W|}; } return Sum(h);")),
        ("an array that a loop fills in part", Body("var a = new Tensor<float>[3]; for (int i = 0; i < 2; i++) { {|AG2001:a[i]|} = x * W; } return Sum(x * W);")),
        ("an array that a branch fills", Body("var a = new Tensor<float>[3]; for (int i = 0; i < 3; i++) { if (i > 0) {|AG2001:a[i]|} = x * W; } return Sum(x * W);")),
        ("an array that is read while it is filled", Body("var a = new Tensor<float>[3]; Tensor<float> h = x; for (int i = 0; i < 3; i++) { h = h + {|AG2001:a[i]|}; a[i] = h; } return Sum(h * W);")),
        ("an array that nothing fills", Body("var a = new Tensor<float>[3]; return Sum({|AG2001:Stack(0, a)|} * W);")),
        ("a tensor that is an element of an array and is changed in place", Body("var a = new Tensor<float>[3]; Tensor<float> h = x * W; for (int i = 0; i < 3; i++) { h = h * W; a[i] = h; } {|AG2003:h += x|}; return Sum(Stack(0, a)) + Sum(h);")),
        ("an assignment to an element", Body("{|AG2003:x[0, 0]|} = 1; return Sum(x * W);")),
    ];
}
