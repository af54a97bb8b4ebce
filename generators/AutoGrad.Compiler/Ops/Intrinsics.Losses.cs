using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <content>Losses. Each is the mean of what its elements or rows cost, or their sum.</content>
public static partial class Intrinsics
{
    // What stands in for the length of a vector of zeros, as in PyTorch.
    private const double LeastNorm = 1e-8;

    private static IEnumerable<Intrinsic> Losses =>
    [
        .. Named(c => Difference(c) is var d ? Reduced(c, 2, d * d) : default, "Nn.MeanSquaredError"),
        .. Named(c => Reduced(c, 2, Difference(c).Apply("abs")), "Nn.MeanAbsoluteError"),
        .. Named(c => Reduced(c, 3, Huber(Difference(c), Above(c, 2, "delta"))), "Nn.Huber"),
        .. Named(c => Reduced(c, 2, Hinge(c)), "Nn.Hinge"),
        .. Named(c => Reduced(c, 4, BinaryCrossEntropy(c)), "Nn.BinaryCrossEntropy"),
        .. Named(c => Reduced(c, 4, Focal(c)), "Nn.Focal"),
        .. Named(SoftmaxCrossEntropyOf, "Nn.SoftmaxCrossEntropy"),
        .. Named(c => Reduced(c, 2, KullbackLeibler(c)), "Nn.KullbackLeibler"),
        .. Named(c => Reduced(c, 2, CosineDistance(c)), "Nn.CosineDistance"),
    ];

    private static Expr Reduced(Invocation c, int at, Expr costs) => IsSum(c, at) ? Total(costs, "reduce_sum") : MeanOfAll(costs);

    // The values of the enum Reduction.
    private static bool IsSum(Invocation c, int at)
        => c.Count > at && ((c.Index(at).Constant ?? throw new ShapeException("a constant reduction is expected", at)) switch
        {
            0 => false,
            1 => true,
            _ => throw new ShapeException("the reduction is Mean or Sum", at),
        });

    private static double Above(Invocation c, int at, string name)
        => c.Number(at) is > 0 and var number ? number : throw new ShapeException($"{name} must be above 0", at);

    private static double Smoothing(Invocation c, int at)
        => c.Count <= at ? 0 : c.Number(at) is >= 0 and < 1 and var number ? number : throw new ShapeException("labelSmoothing must be at least 0 and below 1", at);

    private static Expr Difference(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        return c[0] - c[1];
    }

    // Huber 1964: quadratic within delta, linear outside.
    private static Expr Huber(Expr d, double delta)
    {
        Expr size = d.Apply("abs");
        return Expr.Where(size.Apply("less_equal", size.Number(delta)), 0.5 * (d * d), delta * (size - (0.5 * delta)));
    }

    // max(0, 1 - t x) for targets of -1 and 1.
    private static Expr Hinge(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        return (1 - (c[0] * c[1])).Apply("relu");
    }

    // log(1 + e^x) - x t: of logits, without overflow. With a weight p of positives p t log(1 + e^-x) + (1 - t) log(1 + e^x).
    private static Expr BinaryCrossEntropy(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        Expr x = c[0], t = c[1];
        if (Smoothing(c, 2) is not 0 and var smoothing)
            t = ((1 - smoothing) * t) + (0.5 * smoothing);
        double weight = c.Count > 3 ? Above(c, 3, "positiveWeight") : 1;
        return weight == 1 ? x.Apply("softplus") - (x * t) : ((weight * t) * (-x).Apply("softplus")) + ((1 - t) * x.Apply("softplus"));
    }

    // Lin et al. 2017, of z = (2 t - 1) x, the logit of the true class: (1 - p)^gamma (-log p) with p = sigmoid(z), the power by its logarithm.
    private static Expr Focal(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        double gamma = c.Count > 2 ? c.Number(2) : 2, alpha = c.Count > 3 ? c.Number(3) : 0.25;
        if (!(gamma >= 0))
            throw new ShapeException("gamma must be at least 0", 2);
        if (!(alpha >= 0 && alpha <= 1))
            throw new ShapeException("alpha must be at least 0 and at most 1", 3);
        Expr z = ((2 * c[1]) - 1) * c[0], cost = (-z).Apply("softplus");
        Expr hard = (-gamma * z.Apply("softplus")).Apply("exp") * cost;
        return ((((2 * alpha) - 1) * c[1]) + (1 - alpha)) * hard;
    }

    // Leading axes of logits are more rows: the mean is over all labels.
    private static Expr SoftmaxCrossEntropyOf(Invocation c)
    {
        Shape logits = c[0].Type.Shape, labels = c[1].Type.Shape;
        if (logits.Rank < 2 || labels != new Shape(logits.Dims.Take(logits.Rank - 1).ToEquatableArray()))
            throw new ShapeException($"logits {logits.ToDisplayString()} need labels of the same lengths without the last, the classes, not {labels.ToDisplayString()}", 1);
        Dim classes = logits[logits.Rank - 1];
        Expr rows = c[0].Reshape(new Shape([labels.Count, classes])), flat = c[1].Reshape(new Shape([labels.Count]));
        bool isSum = IsSum(c, Math.Max(2, c.Count - 1));
        if (c.Count == 5)
            return WeightedCrossEntropy(rows, flat, c[2], Smoothing(c, 3), isSum);
        double smoothing = c.Count == 4 ? Smoothing(c, 2) : 0;
        var loss = new Expr(c.Builder, c.Builder.Add("softmax_cross_entropy", [rows.Value, flat.Value]));
        if (smoothing != 0)
            loss = ((1 - smoothing) * loss) - (smoothing * MeanOfAll(LogSoftmaxOf(rows)));
        return isSum ? loss * new Expr(c.Builder, c.Builder.Dimension(labels.Count, loss.Type.Element)) : loss;
    }

    // As PyTorch: a row weighs what its label does, the smoothed part what each class does, and the mean is by the weights of the labels.
    private static Expr WeightedCrossEntropy(Expr rows, Expr labels, Expr weights, double smoothing, bool isSum)
    {
        Shape shape = rows.Type.Shape;
        if (weights.Type.Shape != new Shape([shape[1]]))
            throw new ShapeException($"there must be a weight for each of the {shape[1]} classes, and the weights are {weights.Type.Shape.ToDisplayString()}", 2);
        GraphBuilder builder = rows.Builder;
        Expr log = LogSoftmaxOf(rows), own = new(builder, builder.Add("gather", [weights.Value, labels.Value]));
        Expr loss = -Total(own * new Expr(builder, builder.Add("pick", [log.Value, labels.Value])), "reduce_sum");
        if (smoothing != 0)
        {
            Expr all = Total(weights.BroadcastTo(shape, [1]) * log, "reduce_sum");
            loss = ((1 - smoothing) * loss) - (smoothing * Divide(all, shape[1]));
        }

        return isSum ? loss : loss / Total(own, "reduce_sum");
    }

    // Of targets that are probabilities along the last axis, and logits: sum of t (log t - log softmax(x)), where 0 log 0 is 0.
    private static Expr KullbackLeibler(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        Expr t = c[1], isPositive = t > 0;
        Expr entropy = Expr.Where(isPositive, t * Expr.Where(isPositive, t, t.Number(1)).Apply("log"), t.Number(0));
        return (entropy - (t * LogSoftmaxOf(c[0]))).Sum([t.Type.Shape.Rank - 1]);
    }

    // 1 - x y / (|x| |y|) along the last axis.
    private static Expr CosineDistance(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        long last = c[0].Type.Shape.Rank - 1;
        Expr Norm(Expr x) => (x * x).Sum([last]) is var square ? square.Apply("maximum", square.Number(LeastNorm * LeastNorm)).Apply("sqrt") : default;
        return 1 - ((c[0] * c[1]).Sum([last]) / (Norm(c[0]) * Norm(c[1])));
    }

    private static Expr LogSoftmaxOf(Expr x) => new(x.Builder, x.Builder.Add("log_softmax", [x.Value], NodeAttribute.Integers("axes", [x.Type.Shape.Rank - 1])));

    private static void RequireEqual(Shape prediction, Shape target)
    {
        if (prediction != target)
            throw new ShapeException($"a loss compares tensors of one shape, not {prediction.ToDisplayString()} and {target.ToDisplayString()}", 1);
    }
}
