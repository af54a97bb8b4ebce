using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>Judges a model by samples that it is not trained with.</summary>
public abstract class Validation
{
    private protected Validation()
    {
    }

    /// <summary>Whether higher values of the first metric are better.</summary>
    internal abstract bool HigherIsBetter { get; }

    /// <summary>The name of the first metric.</summary>
    internal abstract string Watched { get; }

    /// <summary>A validation by metrics.</summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="y">The targets, [samples, ...].</param>
    /// <param name="predict">From a batch of inputs to predictions, [samples, ...], such as <c>x => model.Logits(x)</c>.</param>
    /// <param name="metrics">What is measured, at least one; the first is watched.</param>
    /// <param name="batchSize">How many samples are predicted at a time, at least 1.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ or are zero, or there is no metric, or two have one name.</exception>
    public static Validation Of<TX, TY>(Tensor<TX> x, Tensor<TY> y, Func<Tensor<TX>, Tensor<float>> predict, IReadOnlyList<Metric<TY>> metrics, int batchSize = 256)
        => new Measured<TX, TY>(x, y, predict, metrics, batchSize);

    /// <summary>Measures the model as it is.</summary>
    /// <returns>Each metric by its name.</returns>
    /// <exception cref="ArgumentException">The predictions have another number of samples than their inputs, or a metric refuses them.</exception>
    public abstract IReadOnlyDictionary<string, double> Evaluate();

    private sealed class Measured<TX, TY> : Validation
    {
        private readonly IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> batches;
        private readonly Tensor<TY> targets;
        private readonly Func<Tensor<TX>, Tensor<float>> predict;
        private readonly IReadOnlyList<Metric<TY>> metrics;

        internal Measured(Tensor<TX> x, Tensor<TY> y, Func<Tensor<TX>, Tensor<float>> predict, IReadOnlyList<Metric<TY>> metrics, int batchSize)
        {
            ArgumentNullException.ThrowIfNull(predict);
            ArgumentNullException.ThrowIfNull(metrics);
            batches = Batches.InOrder(x, y, batchSize);
            if (metrics.Count == 0 || metrics.Select(m => m.Name).Distinct(StringComparer.Ordinal).Count() < metrics.Count)
                throw new ArgumentException("There must be at least one metric, and no two of one name.", nameof(metrics));
            (targets, this.predict, this.metrics) = (y, predict, metrics);
        }

        internal override bool HigherIsBetter => metrics[0].HigherIsBetter;

        internal override string Watched => metrics[0].Name;

        public override IReadOnlyDictionary<string, double> Evaluate()
        {
            var all = new List<float>();
            nint[] lengths = [];
            foreach ((Tensor<TX> x, _) in batches)
            {
                Tensor<float> predicted = predict(x);
                if (predicted.Lengths[0] != x.Lengths[0])
                    throw new ArgumentException($"Predictions of {x.Lengths[0]} samples must have so many rows but have lengths [{string.Join(", ", predicted.Lengths.ToArray())}].");
                lengths = predicted.Lengths.ToArray();
                all.AddRange(Elements.Of(predicted.AsReadOnlyTensorSpan()));
            }

            lengths[0] = targets.Lengths[0];
            Tensor<float> predictions = Tensor.Create([.. all], lengths);
            return metrics.ToDictionary(m => m.Name, m => m.Measure(predictions, targets), StringComparer.Ordinal);
        }
    }
}
