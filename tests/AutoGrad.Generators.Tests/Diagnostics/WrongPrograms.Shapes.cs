namespace AutoGrad.Generators.Tests.Diagnostics;

/// <content>AG3: shapes.</content>
internal static partial class WrongPrograms
{
    private static IEnumerable<(string Name, string Program)> Shapes() =>
    [
        ("a loss of two shapes", Model(W + " [Loss] public float Loss([Shape(\"n\")] Tensor<float> x, [{|AG3001+:Shape(\"m\")|}] Tensor<float> y) => Sum(W) + MeanSquaredError(x, {|AG3001:y|});")),
        ("labels of another batch", Model(W + " [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x, [Shape(\"m\")] Tensor<int> y) => SoftmaxCrossEntropy(x * W, {|AG3001:y|});")),
        ("an argument without a shape", Model(W + " [Loss] public float Loss(Tensor<float> {|AG3002:x|}) => Sum(x * W);")),
        ("a function's argument without a shape", Function("[Differentiable] public static double F(Tensor<double> {|AG3002:x|}) => Sum(x);")),
        ("a product whose inner lengths differ", Model("[{|AG3003+:Parameter(5, 3)|}] public partial Tensor<float> K { get; } [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(MatMul(x, {|AG3003:K|}));")),
        ("a product with a vector", Body("return Sum(MatMul(x, {|AG3003:W|}));")),
        ("a product with a variable", Body("Tensor<float> {|AG3003+:h|} = x * W; return Sum(MatMul(x, {|AG3003:h|}));")),
        ("a sum that cannot be broadcast", Model("[{|AG3004+:Parameter(3)|}] public partial Tensor<float> B { get; } [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(x + {|AG3004:B|});")),
        ("two symbols that differ", Model(W + " [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x, [{|AG3004+:Shape(\"m\", 4)|}] Tensor<float> y) => Sum(x * W * {|AG3004:y|});")),
        ("an axis of a sum", Body("return Sum(Sum(x * W, {|AG3005:2|}));")),
        ("an axis of the lengths", Body("return Sum(x * W) + x.Lengths[{|AG3005:2|}];")),
        ("a transposed vector", Body("return Sum(x * Transpose({|AG3005:W|}));")),
        ("a reshape that loses elements", Body("return Sum(x) * Sum(Reshape({|AG3006:W|}, 3));")),
        ("a length that does not divide", Body("return Sum(x) * Sum(Reshape(W, {|AG3006:3, -1|}));".Replace("{|AG3006:3, -1|}", "3, -1", StringComparison.Ordinal).Replace("Reshape(W, 3, -1)", "{|AG3006:Reshape(W, 3, -1)|}", StringComparison.Ordinal))),
        ("parts that do not fit", Model(W + " [{|AG3007+:Parameter(2, 3)|}] public partial Tensor<float> B { get; } [Loss] public float Loss([Shape(2, 4)] Tensor<float> x) => Sum(Concat(0, x * W, {|AG3007:B|}));")),
        ("an argument that contradicts the callee", Model(W + " [Forward] public Tensor<float> F([{|AG3008+:Shape(\"n\", 4)|}] Tensor<float> x) => x * W; [Loss] public float Loss([Shape(\"n\", 3)] Tensor<float> x) => Sum(F({|AG3008:x|}));")),
        ("a symbol that would stand for two lengths", Model("[Forward] public Tensor<float> F([{|AG3008+:Shape(\"n\", \"n\")|}] Tensor<float> x) => x; [Forward] public Tensor<float> G([Shape(\"n\", 4)] Tensor<float> x) => F({|AG3008:x|});")),
        ("two arguments of two lengths", Model("static Tensor<float> F([Shape(\"k\")] Tensor<float> x, [{|AG3008+:Shape(\"k\")|}] Tensor<float> y) => x; [Forward] public Tensor<float> G([Shape(\"n\")] Tensor<float> x, [Shape(\"m\")] Tensor<float> y) => F(x, {|AG3008:y|});")),
        ("a result that is declared otherwise", Model(W + " [Forward] [return: {|AG3009:Shape(\"n\", 5)|}] public Tensor<float> F([Shape(\"n\", 4)] Tensor<float> x) => x * W;")),
        ("a row that does not exist", Body("return Sum(x) * Sum(At(W, {|AG3010:4|}));")),
        ("a slice that ends outside", Body("return Sum(x) * Sum(Slice({|AG3010:W|}, 0, 2, 3));")),
        ("a loop whose variable changes its shape", Body("Tensor<float> {|AG3001+:h|} = W; {|AG3001:for|} (int i = 0; i < 3; i++) { h = Concat(0, h, W); } return Sum(x) * Sum(h);")),
        ("a branch with two shapes", Body("Tensor<float> h = {|AG3001:Sum(x) > 0 ? W : Concat(0, W, W)|}; return Sum(x) * Sum(h);")),
        ("an operator in place that would broadcast", Body("Tensor<float> h = W * W; {|AG3001:h += x|}; return Sum(h);")),
        ("two batches of products", Model("[{|AG3004+:Parameter(2, 4, 3)|}] public partial Tensor<float> K { get; } [Loss] public float Loss([Shape(5, 2, 4)] Tensor<float> x) => Sum(MatMul(x, {|AG3004:K|}));")),
        ("a doubled length that is not the width", Model("[Forward] public Tensor<float> F([Shape(\"n\", \"width\")] Tensor<float> x, [{|AG3008+:Shape(\"width\")|}] Tensor<float> y) => x * y; [Forward] public Tensor<float> G([Shape(\"n\", \"half\")] Tensor<float> x, [Shape(\"half\")] Tensor<float> y) => F(Concat(1, x, x), {|AG3008:y|});")),
        ("two lengths that are both to be found", Body("return Sum(x) * Sum({|AG3006:Reshape(W, -1, -1)|});")),
        ("rows of two shapes", Body("return Sum(x) * Sum(Stack(0, W, {|AG3007:x|}));")),
        ("a layer that is given another width", Model("[Layer(4)] public partial Part P { get; } [Loss] public float Loss([Shape(\"n\", 5)] Tensor<float> x) => Sum(P.Forward({|AG3008:x|}));") + " [Model] public sealed partial class Part(int width) { [Parameter(\"width\")] public partial Tensor<float> W { get; } [Forward] public Tensor<float> Forward([{|AG3008+:Shape(\"n\", \"width\")|}] Tensor<float> x) => x * W; }"),
        ("a layer of a stack that does not exist", Model("[Layer(4, Repeat = 2)] public partial Part[] P { get; } [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(P[0].Forward(P[{|AG3010:2|}].Forward(x)));") + " [Model] public sealed partial class Part(int width) { [Parameter(\"width\")] public partial Tensor<float> W { get; } [Forward] public Tensor<float> Forward([Shape(\"n\", \"width\")] Tensor<float> x) => x * W; }"),
        ("an element with too few indices", Body("return Sum(x * W) + {|AG3010:x[0]|};")),
        ("a kernel for other channels", Model("[Parameter(8, 3, 3, 3)] public partial Tensor<float> K { get; } [Loss] public float Loss([{|AG3011+:Shape(\"n\", 4, 9, 9)|}] Tensor<float> x) => Sum(Conv2d({|AG3011:x|}, K));")),
        ("a pool larger than the image", Model(W + " [Loss] public float Loss([{|AG3011+:Shape(\"n\", 1, 3, 9)|}] Tensor<float> x) => Sum(W) * Sum(MaxPool2d({|AG3011:x|}, 4, 4));")),
        ("a stride of nothing", Model(W + " [Loss] public float Loss([Shape(\"n\", 1, 3, 9)] Tensor<float> x) => Sum(W) * Sum({|AG3011:AvgPool2d(x, 2, 0)|});")),
        ("a layer whose kernel does not fit", Model("[Layer(1, 4, 5)] public partial AutoGrad.Layers.Conv2d C { get; } [Loss] public float Loss([Shape(\"n\", 1, 4, 9)] Tensor<float> x) => Sum({|AG3011:C.Forward(x)|});")),
        ("a layer whose groups do not divide the channels", Model("[Layer(3, 4, 1, 1, 0, 1, 2)] public partial AutoGrad.Layers.Conv2d C { get; } [Loss] public float Loss([Shape(\"n\", 3, 4, 9)] Tensor<float> x) => Sum({|AG3011:C.Forward(x)|});")),
    ];
}
