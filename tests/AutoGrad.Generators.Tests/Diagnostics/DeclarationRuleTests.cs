using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class DeclarationRuleTests
{
    private const string Sound = "[Parameter(4)] public partial Tensor<float> W { get; } [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(x * W);";

    [Theory]
    [InlineData("[Model] public class {|AG1001:M|} { }")]
    [InlineData("public class {|AG1001:Outer|} { [Model] public partial class M { } }")]
    [InlineData("[Model] public partial class {|AG1002:M|}<T> { }")]
    [InlineData("[Model] public static partial class {|AG1002:M|} { }")]
    [InlineData("[Model] file partial class {|AG1002:M|} { }")]
    [InlineData("file partial class Outer { [Model] public partial class {|AG1002:M|} { } }")]
    [InlineData("public partial class Outer<T> { [Model] public partial class {|AG1002:M|} { } }")]
    [InlineData("[Model] public partial class A { } [Model] public partial class {|AG1002:M|} : A { }")]
    public Task A_model_is_a_partial_class_that_is_not_generic(string program) => Marked.Verify(program);

    [Theory]
    [InlineData("[Parameter(4)] public Tensor<float> {|AG1003:W|} { get; } = null!;")]
    [InlineData("[Parameter(4)] public partial Tensor<double> {|AG1003:W|} { get; }")]
    [InlineData("[Parameter(4)] public partial float {|AG1003:W|} { get; }")]
    [InlineData("[Parameter(4)] public partial Tensor<float> {|AG1003:W|} { get; set; }")]
    [InlineData("[Parameter(4)] public static partial Tensor<float> {|AG1003:W|} { get; }")]
    [InlineData("[Parameter(4)] public partial Tensor<float> {|AG1003:@in|} { get; }")]
    [InlineData("[Parameter(4)] public partial Tensor<float> {|AG1003:W|} { get; } public partial Tensor<float> W => null!;")]
    [InlineData("[{|AG1004:Parameter|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter()|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(4, 0)|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(-4)|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(4, \"hidden\")|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(65536, 65536)|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(4.0)|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(null!)|}] public partial Tensor<float> W { get; }")]
    [InlineData("[{|AG1004:Parameter(4, Scale = float.NaN)|}] public partial Tensor<float> W { get; }")]
    public Task A_parameter_is_a_partial_tensor_property_with_lengths(string members) => Marked.Verify($"[Model] public partial class M {{ {members} }}");

    [Theory]
    [InlineData("[Loss] public Tensor<float> {|AG1005:F|}([Shape(4)] Tensor<float> x) => x;")]
    [InlineData("[Loss] public double {|AG1005:F|}([Shape(4)] Tensor<float> x) => 0;")]
    [InlineData("[Forward] public float {|AG1005:F|}([Shape(4)] Tensor<float> x) => Sum(x);")]
    [InlineData("[Forward] public Tensor<double> {|AG1005:F|}([Shape(4)] Tensor<double> x) => x;")]
    [InlineData("[Forward] public virtual Tensor<float> {|AG1005:F|}([Shape(4)] Tensor<float> x) => x;")]
    [InlineData("[Forward, Loss] public float {|AG1005:F|}([Shape(4)] Tensor<float> x) => 0;")]
    [InlineData("[Forward] public static Tensor<float> {|AG1005:F|}([Shape(4)] Tensor<float> x) => x;")]
    [InlineData("[Forward] public Tensor<float> {|AG1005:F|}<T>([Shape(4)] Tensor<float> x) => x;")]
    [InlineData("[Forward] public Tensor<float> {|AG1005:F|}() => Zeros<float>(4);")]
    [InlineData("[Loss] public float F([Shape(4)] Tensor<float> x) => Sum(x); [Loss] public float {|AG1006:G|}([Shape(4)] Tensor<float> x) => Sum(x);")]
    [InlineData("[Forward] public Tensor<float> F([Shape(4)] Tensor<float> x) => x; [Forward] public Tensor<float> {|AG1007:F|}([Shape(4)] Tensor<float> x, [Shape(4)] Tensor<float> y) => x + y;")]
    [InlineData("[Forward] public Tensor<float> F([Shape(4)] Tensor<float> x) => x; public Tensor<float> {|AG1007:F|}(Tensor<float> x, Tensor<float> y) => x + y;")]
    [InlineData("[Forward] public Tensor<float> F([Shape(4)] Tensor<float> x, string {|AG1008:name|}) => x;")]
    [InlineData("[Forward] public Tensor<float> F(ref Tensor<float> {|AG1008:x|}) => x;")]
    [InlineData("[Forward] public Tensor<float> F(params float[] {|AG1008:x|}) => null!;")]
    [InlineData("[Loss] public float F([Shape(4)] Tensor<float> {|AG1008:optimizer|}) => Sum(optimizer);")]
    [InlineData("[Loss] public float F([Shape(\"n\")] Tensor<float> x, int {|AG1008:n|}) => Sum(x);")]
    [InlineData("[Loss] public float F([Shape(\"sums\")] Tensor<float> {|AG1008:x|}) => Sum(x);")]
    [InlineData("[Loss] public float F([{|AG1011:Shape(\"a b\")|}] Tensor<float> x) => Sum(x);")]
    [InlineData("[Loss] public float F([{|AG1011:Shape(\"int\")|}] Tensor<float> x) => Sum(x);")]
    [InlineData("[Loss] public float F([{|AG1011:Shape(0)|}] Tensor<float> x) => Sum(x);")]
    [InlineData("[Loss] public float F([{|AG1011:Shape|}] Tensor<float> x) => Sum(x);")]
    [InlineData("[Forward] [return: {|AG1011:Shape(1.5)|}] public Tensor<float> F([Shape(4)] Tensor<float> x) => x;")]
    public Task A_method_has_a_signature_that_can_be_generated(string members) => Marked.Verify($"[Model] public partial class M {{ {members} }}");

    [Theory]
    [InlineData("[Model, ClipNorm, {|AG4301:ClipGlobalNorm|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG4304:ClipNorm(0f)|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG4304:ClipValue(float.NaN)|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG1010:L1(-1f)|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, L2, {|AG1010:L1L2|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, ClipNorm, {|AG4301:AdaptiveClip|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG4304:AdaptiveClip(0f)|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG1010:ClipNorm(\"Threshold\")|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG1010:ClipGlobalNorm(nameof(Threshold))|}] public partial class M { public double Threshold { get; set; } " + Sound + " }")]
    [InlineData("[Model, {|AG1010:ClipValue(\"Threshold\")|}] public partial class M { " + Sound + " }")]
    [InlineData("[Model, {|AG1010:L1L2(nameof(First), nameof(Second))|}] public partial class M { public float First => 1; public int Second => 1; " + Sound + " }")]
    public Task Clips_and_penalties_do_not_contradict_each_other(string program) => Marked.Verify(program);

    [Theory]
    [InlineData("[Model] public partial class M { [Forward, {|AG1005:TruncatedBackprop(0)|}] public Tensor<float> F([Shape(4)] Tensor<float> x) => x; " + Sound + " }")]
    [InlineData("public static class C { [{|AG1005:TruncatedBackprop(-1)|}] public static double F(double x) => x; }")]
    [InlineData("public static partial class C { [Differentiable, TruncatedBackprop(2)] public static double F(double x) { {|AG2001:while|} (x < 10) x *= 2; return x; } }")]
    public Task Loops_are_cut_after_one_step_at_least_and_have_a_known_number_of_them(string program) => Marked.Verify(program);

    [Theory]
    [InlineData("public static class {|AG1001:C|} { [Differentiable] public static double F(double x) => x; }")]
    [InlineData("public partial class C { [Differentiable] public double {|AG1005:F|}(double x) => x; }")]
    [InlineData("public static partial class C { [Differentiable] public static int {|AG1005:F|}(double x) => 1; }")]
    [InlineData("public static partial class C { [Differentiable] public static double {|AG1005:F|}(int n) => n; }")]
    [InlineData("public static partial class C { [Differentiable] public static double {|AG1005:F|}([NonDifferentiable] double x) => x; }")]
    [InlineData("public static partial class C { [Differentiable] public static T {|AG1005:F|}<T>(T x) => x; }")]
    [InlineData("public static partial class C { [Differentiable] public static double F(double x, string {|AG1008:s|}) => x; }")]
    [InlineData("public static partial class C { [Differentiable] public static double F(ref double {|AG1008:x|}) => x; }")]
    [InlineData("public static partial class C { [Differentiable] public static double F(Tensor<double> {|AG3002:x|}) => Sum(x); }")]
    [InlineData("public static partial class C { [DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x, double g) => g; }")]
    [InlineData("public static partial class C { static double G(double x) => x; [DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x) => x; }")]
    [InlineData("public static partial class C { static double G(double x, double y) => x; [DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x, double y, double g) => g; }")]
    public Task A_function_that_cannot_be_differentiated_says_why(string program) => Marked.Verify(program);
}
