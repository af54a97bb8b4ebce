namespace AutoGrad.Benchmarks;

/// <summary>The same work by both sides.</summary>
internal sealed record Comparison(string Group, string Name, Func<IContender> TorchSharp, Func<IContender> AutoGrad)
{
    public static IReadOnlyList<Comparison> All { get; } =
    [
        Training(new MlpProblem("20-25-1, batch 32", [20, 25, 1], Batch: 32, IsRegression: true)),
        Training(new MlpProblem("64-128-10, batch 32", [64, 128, 10], Batch: 32)),
        Training(new MlpProblem("784-256-128-10, batch 64", [784, 256, 128, 10], Batch: 64)),
        Training(new MlpProblem("784-1024-1024-10, batch 128", [784, 1024, 1024, 10], Batch: 128)),
        Convolutional(new CnnProblem(Batch: 32)),
        Chain(new ChainProblem(1 << 20)),
        .. new[] { Cell.Lstm, Cell.Gru, Cell.Rnn }.SelectMany(Recurrent),
        .. new[] { Cell.Lstm, Cell.Gru, Cell.Rnn }.SelectMany(RecurrentOfLayers),
        Norm(new NormProblem(512, 768)),
        Transformer(new TransformerProblem(Batch: 8, Time: 64)),
        Alone(new PartProblem(Part.CrossEntropy, 64, 10_000)),
        Alone(new PartProblem(Part.Embedding, 50_000, 64, Chosen: 2048)),
        Alone(new PartProblem(Part.EmbeddingStep, 50_000, 64, Chosen: 2048)),
        Alone(new PartProblem(Part.Dropout, 512, 768)),
        .. Enum.GetValues<Rule>().Select(rule => Update(new OptimizerProblem(rule, 1 << 20))),
        Product(new ProductProblem(24, 192, 64)),
        Product(new ProductProblem(32, 64, 64)),
        Product(new ProductProblem(64, 128, 128)),
        Product(new ProductProblem(256, 256, 256)),
        Product(new ProductProblem(512, 512, 512)),
    ];

    private static Comparison Training(MlpProblem problem)
        => new(nameof(TrainingStep), problem.Name, () => new TorchMlp(problem), () => Own.Training(problem));

    private static IEnumerable<Comparison> Recurrent(Cell cell)
        => RecurrentProblem.Of(cell).Select(problem => new Comparison(nameof(RecurrentStep), problem.Name, () => new TorchRecurrent(problem), () => Own.Recurrent(problem)));

    private static IEnumerable<Comparison> RecurrentOfLayers(Cell cell)
        => RecurrentProblem.Of(cell).Select(problem => new Comparison(nameof(RecurrentLayerStep), problem.Name, () => new TorchRecurrent(problem), () => Own.RecurrentLayer(problem)));

    private static Comparison Convolutional(CnnProblem problem)
        => new(nameof(ConvolutionalStep), problem.Name, () => new TorchCnn(problem), () => Own.Convolutional(problem));

    private static Comparison Chain(ChainProblem problem)
        => new(nameof(ElementwiseChain), problem.Name, () => new TorchChain(problem), () => Own.Chain(problem));

    private static Comparison Norm(NormProblem problem)
        => new(nameof(LayerNormPass), problem.Name, () => new TorchNorm(problem), () => Own.Norm(problem));

    private static Comparison Transformer(TransformerProblem problem)
        => new(nameof(TransformerStep), problem.Name, () => new TorchTransformer(problem), () => Own.Transformer(problem));

    private static Comparison Alone(PartProblem problem)
        => new(nameof(NetworkPart), problem.Name, () => new TorchPart(problem), () => OwnPart.Create(problem));

    private static Comparison Update(OptimizerProblem problem)
        => new(nameof(OptimizerStep), problem.Name, () => new TorchOptimizer(problem), () => new OwnOptimizer(problem));

    private static Comparison Product(ProductProblem problem)
        => new(nameof(MatrixProduct), problem.Name, () => new TorchProduct(problem), () => Own.Product(problem));
}
