namespace AutoGrad.Generators.Tests.Diagnostics;

/// <content>AG4: derivatives; AG43: clips.</content>
internal static partial class WrongPrograms
{
    private static string Unreached(string body) => Body(body).Replace("> W {", "> {|AG4001:W|} {", StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Program)> Derivatives() =>
    [
        ("a parameter that the loss does not use", Unreached("return Sum(x);")),
        ("a parameter that is only compared", Unreached("return Sum(Where(Tensor.GreaterThan<float>(W, 0f), x, x * 2f));")),
        ("a parameter behind StopGradient", Unreached("return Sum(x * StopGradient(W));")),
        ("a parameter that a branch only compares", Unreached("return Sum(W) > 0 ? Sum(x) : 2f * Sum(x);")),
        ("a function without a derivative", Body("return Sum(x * {|AG4002:Tensor.Cbrt<float>(W)|});")),
        ("a function of the base library that Nn has", Body("return Sum(x) + Sum({|AG4002:W.Reshape([2, 2])|});")),
        ("a logarithm to a base", Body("return Sum(x * {|AG4002:Tensor.Log<float>(W, 2f)|});")),
        ("a number that is parsed", Body("return Sum(x * W) * {|AG4002:float.Parse(\"1\")|};")),
        ("a loss without a parameter", Model("[Loss] public float {|AG4003:Loss|}([Shape(\"n\", 4)] Tensor<float> x) => Sum(x);")),
        ("an argument that is never used", Function("[Differentiable] public static double F(double x, double {|AG4004:y|}) => x * x;")),
        ("an argument that is only compared", Function("[Differentiable] public static double F(double x, double {|AG4004:y|}) => y > 0 ? x * x : x;")),
        ("an argument that is rounded", Function("[Differentiable] public static double F(double x, double {|AG4004:y|}) => x * Math.Floor(y);")),
        ("a guarded logarithm", Body("return Sum(W * Where({|AG4005+:Tensor.GreaterThan<float>(x, 0f)|}, Log({|AG4005:x|}), x));")),
        ("a guarded root", Body("Tensor<float> h = x * W; return Sum(Where(Tensor.GreaterThan<float>(h, 0f), Sqrt({|AG4005:h|}), h));")),
        ("a guarded division", Body("Tensor<float> h = x * W; var isSafe = Tensor.GreaterThan<float>(h, 0f); return Sum(Where(isSafe, x / {|AG4005:h|}, x));")),
        ("a guarded power on the other side", Body("Tensor<float> h = x * W; return Sum(Where(Tensor.LessThan<float>(h, 0f), x, Pow({|AG4005:h|}, 0.5f)));")),
        ("a field that is changed", Body("{|AG4006:_factor|} = 2; return Sum(x * W);", "private float _factor = 2;")),
        ("the time", Body("return Sum(x * W) * {|AG4006:DateTime.Now|}.Second;")),
        ("labels that are computed with", Model(W + " [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x, [Shape(\"n\")] Tensor<int> y) => Sum(x * W) + SoftmaxCrossEntropy(x * W, {|AG4002:y + y|});")),
        ("a static variable", Body("return Sum(x * W * {|AG4006:_factor|});", "private static float _factor = 2;")),
        ("a static variable that is changed", Body("{|AG4006:_factor|} = 2; return Sum(x * W);", "private static float _factor = 2;")),
        ("a property of the environment", Function("[Differentiable] public static double F(double x) => x * {|AG4006:Environment.TickCount|};")),
        ("a norm at zero", Function("[Differentiable] public static double F([Shape(\"n\")] Tensor<double> x) => {|AG4007:Math.Sqrt(Sum(x * x))|};")),
        ("a root of a square", Body("Tensor<float> h = x * W; return Sum({|AG4007:Sqrt(h * h)|});")),
        ("a square of an absolute value", Function("[Differentiable] public static double F(double x) => {|AG4007:Math.Pow(Math.Abs(x), 2)|};")),
        ("a cast to an int", Body("return Sum(x * {|AG4008:(int)Sum(W)|});")),
    ];

    private static IEnumerable<(string Name, string Program)> Clips() =>
    [
        ("two norm clips on a class", Model(Sound, "Model, {|AG4301+:ClipNorm|}, {|AG4301:ClipGlobalNorm|}")),
        ("two norm clips on a parameter", Model(Sound.Replace("[Parameter(4)]", "[Parameter(4), ClipGlobalNorm(2f), {|AG4301:ClipNorm|}]", StringComparison.Ordinal))),
        ("a clip that each parameter replaces", Model(Sound.Replace("[Parameter(4)]", "[Parameter(4), ClipNorm(2f)]", StringComparison.Ordinal), "Model, {|AG4302:ClipNorm|}")),
        ("a clip of nothing", Model("", "Model, {|AG4302:ClipGlobalNorm|}")),
        ("a clip of what is no parameter", Model(Sound + " [{|AG4302:ClipValue|}] public float Rate { get; set; }")),
        ("a parameter that escapes", Model("[Parameter(4), ClipNorm] public partial Tensor<float> {|AG4303+:V|} { get; } " + Sound.Replace("> W {", "> {|AG4303:W|} {", StringComparison.Ordinal).Replace("x * W", "x * W * V", StringComparison.Ordinal))),
        ("a threshold of zero", Model(Sound, "Model, {|AG4304:ClipNorm(0f)|}")),
        ("a negative threshold", Model(Sound.Replace("[Parameter(4)]", "[Parameter(4), {|AG4304:ClipValue(-1f)|}]", StringComparison.Ordinal))),
        ("three norm clips on a parameter", Model(Sound.Replace("[Parameter(4)]", "[Parameter(4), ClipNorm, {|AG4301:ClipGlobalNorm|}, {|AG4301:AdaptiveClip|}]", StringComparison.Ordinal))),
        ("a threshold that is not a number", Model(Sound, "Model, {|AG4304:ClipValue(float.NaN)|}")),
    ];
}
