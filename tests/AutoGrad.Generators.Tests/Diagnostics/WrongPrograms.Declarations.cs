namespace AutoGrad.Generators.Tests.Diagnostics;

/// <content>AG1: declarations.</content>
internal static partial class WrongPrograms
{
    private static IEnumerable<(string Name, string Program)> Declarations() =>
    [
        ("a model that is not partial", "[Model] public class {|AG1001:M|} { }"),
        ("a model that is not partial and has a parameter", "[Model] public class {|AG1001:M|} { [Parameter(4)] public partial Tensor<float> W { get; } }"),
        ("a model within a class that is not partial", "public class {|AG1001:Outer|} { [Model] public partial class M { } }"),
        ("a function in a class that is not partial", "public static class {|AG1001:C|} { [Differentiable] public static double F(double x) => x; [Differentiable] public static double G(double x) => x; }"),
        ("a generic model", "[Model] public partial class {|AG1002:M|}<T> { }"),
        ("a static model", "[Model] public static partial class {|AG1002:M|} { }"),
        ("a model that derives from one", "[Model] public partial class A { } [Model] public partial class {|AG1002:M|} : A { }"),
        ("a parameter that is not partial", Model("[Parameter(4)] public Tensor<float> {|AG1003:W|} { get; } = null!;")),
        ("a parameter of double", Model("[Parameter(4)] public partial Tensor<double> {|AG1003:W|} { get; }")),
        ("a parameter with a setter", Model("[Parameter(4)] public partial Tensor<float> {|AG1003:W|} { get; set; }")),
        ("a static parameter", Model("[Parameter(4)] public static partial Tensor<float> {|AG1003:W|} { get; }")),
        ("a parameter whose name is a keyword", Model("[Parameter(4)] public partial Tensor<float> {|AG1003:@in|} { get; }")),
        ("a parameter without lengths", Model("[{|AG1004:Parameter|}] public partial Tensor<float> W { get; }")),
        ("a parameter with a length of zero", Model("[{|AG1004:Parameter(0, 4)|}] public partial Tensor<float> W { get; }")),
        ("a loss that returns double", Model(W + " [Loss] public double {|AG1005:Loss|}([Shape(4)] Tensor<float> x) => Sum(x * W);")),
        ("a forward pass that returns a number", Model(W + " [Forward] public float {|AG1005:F|}([Shape(4)] Tensor<float> x) => Sum(x * W);")),
        ("a static forward pass", Model("[Forward] public static Tensor<float> {|AG1005:F|}([Shape(4)] Tensor<float> x) => x;")),
        ("a generic function", Function("[Differentiable] public static T {|AG1005:F|}<T>(T x) => x;")),
        ("a function that returns an int", Function("[Differentiable] public static int {|AG1005:F|}(double x) => 1;")),
        ("two losses", Model(W + " [Loss] public float {|AG1006+:A|}([Shape(4)] Tensor<float> x) => Sum(x * W); [Loss] public float {|AG1006:B|}([Shape(4)] Tensor<float> x) => Sum(x * W);")),
        ("an overload that hides the destination", Model("[Forward] public Tensor<float> {|AG1007+:F|}([Shape(4)] Tensor<float> x) => x; public Tensor<float> {|AG1007:F|}(Tensor<float> x, Tensor<float> y) => x + y;")),
        ("an argument that is a string", Model("[Forward] public Tensor<float> F([Shape(4)] Tensor<float> x, string {|AG1008:name|}) => x;")),
        ("an argument by reference", Function("[Differentiable] public static double F(ref double {|AG1008:x|}) => x;")),
        ("an argument with the name of a length", Model(W + " [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x, int {|AG1008:n|}) => Sum(x * W);")),
        ("one penalty twice", Model(Sound, "Model, L2, {|AG1010:L1L2|}")),
        ("a negative penalty", Model(Sound, "Model, {|AG1010:L1(-1f)|}")),
        ("a shape with a space", Model(W + " [Loss] public float Loss([{|AG1011:Shape(\"a b\")|}] Tensor<float> x) => Sum(x * W);")),
        ("a shape without lengths", Model(W + " [Loss] public float Loss([{|AG1011:Shape|}] Tensor<float> x) => Sum(x * W);")),
        ("a forward pass that nothing uses", "internal partial class Outer { [Model] private sealed partial class M { " + Sound + " [Forward] public Tensor<float> {|AG1018:Unused|}([Shape(4)] Tensor<float> x) => x * W; } }"),
        ("a parameter that no method uses", Model(W + " [Parameter(3)] public partial Tensor<float> {|AG1019:V|} { get; } [Forward] public Tensor<float> F([Shape(4)] Tensor<float> x) => x * W;")),
        ("a layer whose constructor takes something else", Model("[{|AG1012:Layer(4f)|}] public partial Part P { get; }") + " [Model] public sealed partial class Part(int width) { [Parameter(\"width\")] public partial Tensor<float> W { get; } [Forward] public Tensor<float> Forward([Shape(\"n\", \"width\")] Tensor<float> x) => x * W; }"),
        ("a result with a length of its own", Model(W + " [Forward] [return: {|AG1014:Shape(\"rows\", 4)|}] public Tensor<float> F([Shape(\"n\", 4)] Tensor<float> x) => x * W;")),
        ("a derivative of nothing", Function("[DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x, double g) => g;")),
        ("a derivative without a cotangent", Function("static double {|AG1015+:G|}(double x) => x; [DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x) => x;")),
        ("a derivative that returns too little", Function("static double G(double x, double y) => x; [DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x, double y, double g) => g;")),
        ("a derivative that does not fit and is used", Function("static double G(double x, double y) => x * y; [DerivativeOf(\"G\")] public static double {|AG1015:D|}(double x, double y, double g) => g; [Differentiable] public static double F(double x) => G(x, x);")),
        ("two gradients of one name", Function("[Differentiable] public static double F(double x, double {|AG1016:X|}) => x * X;")),
        ("a member called Parameters", Model(Sound + " public int {|AG1017:Parameters|} => 1;")),
        ("a member called LossGradient", Model(Sound + " private float {|AG1017:LossGradient|};")),
        ("a method called FGradient", Function("[Differentiable] public static double F(double x) => x * x; public static double {|AG1017:FGradient|}(double x) => 2 * x;")),
    ];
}
