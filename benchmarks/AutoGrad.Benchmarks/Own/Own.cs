using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

/// <summary>AutoGrad's side of each comparison.</summary>
internal static partial class Own
{
    public static void Use(int threads) => Compute.Threads = threads;

    public static IContender Training(MlpProblem problem)
    {
        Tensor<float> x = Tensor.Create(problem.Inputs(), [problem.Batch, problem.Widths[0]]);
        var sgd = new Sgd(MlpProblem.LearningRate, MlpProblem.Momentum);
        if (problem.IsRegression)
        {
            var mlp20 = new Mlp20();
            Start(mlp20.Parameters, problem);
            Tensor<float> y = Tensor.Create(problem.Targets(), [problem.Batch, problem.Widths[^1]]);
            return new OwnTraining(() => mlp20.TrainStep(x, y, sgd), () => mlp20.Loss(x, y));
        }

        Tensor<int> labels = Tensor.Create(problem.Labels(), [problem.Batch]);
        switch (problem.Widths)
        {
            case [64, 128, 10]:
                var mlp64 = new Mlp64();
                Start(mlp64.Parameters, problem);
                return new OwnTraining(() => mlp64.TrainStep(x, labels, sgd), () => mlp64.Loss(x, labels));
            case [784, 256, 128, 10]:
                var mlp784 = new Mlp784();
                Start(mlp784.Parameters, problem);
                return new OwnTraining(() => mlp784.TrainStep(x, labels, sgd), () => mlp784.Loss(x, labels));
            case [784, 1024, 1024, 10]:
                var wide = new Mlp784Wide();
                Start(wide.Parameters, problem);
                return new OwnTraining(() => wide.TrainStep(x, labels, sgd), () => wide.Loss(x, labels));
            default:
                throw new ArgumentException($"no model class has the widths of {problem.Name}", nameof(problem));
        }
    }

    public static IContender Recurrent(RecurrentProblem problem) => OwnRecurrent.Create(problem);

    public static IContender RecurrentLayer(RecurrentProblem problem) => OwnRecurrent.CreateOfLayers(problem);

    public static IContender Chain(ChainProblem problem) => new OwnChain(problem);

    public static IContender Norm(NormProblem problem) => new OwnNorm(problem);

    public static IContender Transformer(TransformerProblem problem) => OwnTransformer.Create(problem);

    public static IContender Product(ProductProblem problem) => new OwnProduct(problem);

    /// <summary>The same first weights as the other side's; biases start at zero on both.</summary>
    private static void Start(ParameterSet parameters, MlpProblem problem)
    {
        for (int layer = 0; layer < problem.Layers; layer++)
            Tensor.Create(problem.Weights(layer), [problem.Widths[layer], problem.Widths[layer + 1]]).CopyTo(parameters[2 * layer].Value);
    }
}
