using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>What surrounds the loop, and that it is the loop.</summary>
public class TrainerTests
{
    private static readonly Tensor<float> s_x = Data.Floats(1, 100, 64), s_testX = Data.Floats(2, 40, 64);
    private static readonly Tensor<int> s_y = Data.Labels(1, 100, 10), s_testY = Data.Labels(2, 40, 10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_and_the_plain_loop_give_the_same_bits(bool shuffle)
    {
        SmallClassifier fitted = new(seed: 1), plain = new(seed: 1);
        var schedule = new OneCycle(0.02f, 12);
        TrainingResult result = Trainer.Fit(fitted, (s_x, s_y), new TrainerOptions { Optimizer = new Adam(), Epochs = 3, BatchSize = 32, Seed = 5, Shuffle = shuffle, Schedule = schedule });

        var adam = new Adam();
        long step = 0;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            foreach ((Tensor<float> x, Tensor<int> y) in shuffle ? Batches.Shuffled(s_x, s_y, 32, seed: 5 + epoch) : Batches.InOrder(s_x, s_y, 32))
            {
                adam.LearningRate = schedule.Rate(step++);
                plain.TrainStep(x, y, adam);
            }
        }

        Assert.Equal(Data.Bits(plain.Parameters.Values), Data.Bits(fitted.Parameters.Values));
        Assert.Equal((TrainingEnd.Completed, 12L, 3), (result.End, result.Steps, result.Epochs.Count));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_does_not()
    {
        static int[] Run(int seed)
        {
            var model = new SmallClassifier(seed: 1);
            Trainer.Fit(model, (s_x, s_y), new TrainerOptions { Optimizer = new Sgd(0.1f), Epochs = 2, Seed = seed });
            return Data.Bits(model.Parameters.Values);
        }

        Assert.Equal(Run(3), Run(3));
        Assert.NotEqual(Run(3), Run(4));
    }

    [Fact]
    public void Accumulated_batches_make_the_step_of_a_large_one()
    {
        SmallClassifier pieces = new(seed: 1), whole = new(seed: 1);
        TrainingResult result = Trainer.Fit(pieces, (s_x, s_y), new TrainerOptions { Optimizer = new Sgd(0.1f), Epochs = 2, BatchSize = 9, Accumulation = 4, Shuffle = false });
        Trainer.Fit(whole, (s_x, s_y), new TrainerOptions { Optimizer = new Sgd(0.1f), Epochs = 2, BatchSize = 36, Shuffle = false });
        Assert.Equal(6, result.Steps);
        Close.Assert(Doubles(whole), Doubles(pieces), 1e-6, "weights");
    }

    [Fact]
    public void Each_epoch_is_judged_and_reported()
    {
        var model = new SmallClassifier(seed: 1);
        List<EpochReport> reports = [];
        List<StepProgress> steps = [];
        TrainingResult result = Trainer.Fit(model, (s_x, s_y), new TrainerOptions
        {
            Optimizer = new Adam(), Epochs = 3, BatchSize = 50, Validation = Judge(model, Metric.Accuracy, Metric.TopKAccuracy(3), Metric.MacroF1, Metric.Perplexity),
            OnEpoch = reports.Add, OnStep = steps.Add,
        });
        Assert.Equal(result.Epochs, reports);
        Assert.Equal([0, 1, 2], reports.Select(r => r.Epoch));
        Assert.Equal([0L, 1, 2, 3, 4, 5], steps.Select(s => s.Step));
        Assert.Equal([0, 0, 1, 1, 2, 2], steps.Select(s => s.Epoch));
        Assert.Equal(steps.Take(2).Average(s => (double)s.Report.Loss), reports[0].Loss, 1e-12);
        Assert.Equal(["F1", "accuracy", "perplexity", "top-3 accuracy"], reports[2].Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Metrics.Accuracy(model.Logits(s_testX), s_testY), reports[2].Metrics["accuracy"]);
        Assert.Equal(Metrics.Perplexity(model.Logits(s_testX), s_testY), reports[2].Metrics["perplexity"], 1e-6);
        Assert.True(reports[2].Loss < reports[0].Loss);
    }

    [Fact]
    public void The_best_weights_come_back_and_a_run_that_is_no_better_ends()
    {
        // A rate that makes the loss grow, from the first epoch on.
        var model = new SmallClassifier(seed: 1);
        List<int[]> weights = [];
        TrainingResult result = Trainer.Fit(model, (s_x, s_y), new TrainerOptions
        {
            Optimizer = new Sgd(0.1f), Schedule = new StepDecay(0.5f, 4, 40f), Epochs = 50, RestoreBest = true, EarlyStopping = new EarlyStopping(Patience: 3),
            OnEpoch = _ => weights.Add(Data.Bits(model.Parameters.Values)),
        });
        Assert.Equal(TrainingEnd.EarlyStopped, result.End);
        Assert.Equal(result.BestEpoch + 4, result.Epochs.Count);
        Assert.Equal(result.Epochs.MinBy(e => e.Loss)!.Epoch, result.BestEpoch);
        Assert.Equal(weights[result.BestEpoch!.Value], Data.Bits(model.Parameters.Values));
        Assert.NotEqual(weights[^1], Data.Bits(model.Parameters.Values));
    }

    [Fact]
    public void A_cancelled_run_leaves_the_model_of_its_last_whole_step()
    {
        SmallClassifier cancelled = new(seed: 1), plain = new(seed: 1);
        using var cancellation = new CancellationTokenSource();
        TrainingResult result = Trainer.Fit(cancelled, (s_x, s_y), new TrainerOptions
        {
            Optimizer = new Adam(), Epochs = 9, BatchSize = 30, Cancellation = cancellation.Token, OnStep = step =>
            {
                if (step.Step == 5)
                    cancellation.Cancel();
            },
        });
        Assert.Equal((TrainingEnd.Cancelled, 6L, 1), (result.End, result.Steps, result.Epochs.Count));
        var adam = new Adam();
        foreach ((Tensor<float> x, Tensor<int> y) in Batches.Shuffled(s_x, s_y, 30, 0).Select(b => (Tensor.Create(Numbers.Elements(b.X), b.X.Lengths), Tensor.Create(Numbers.Elements(b.Y), b.Y.Lengths))).Concat(Batches.Shuffled(s_x, s_y, 30, 1)).Take(6))
            plain.TrainStep(x, y, adam);
        Assert.Equal(Data.Bits(plain.Parameters.Values), Data.Bits(cancelled.Parameters.Values));
    }

    [Fact]
    public void A_run_that_is_cancelled_before_it_begins_changes_nothing()
    {
        var model = new SmallClassifier(seed: 1);
        int[] before = Data.Bits(model.Parameters.Values);
        TrainingResult result = Trainer.Fit(model, (s_x, s_y), new TrainerOptions { Optimizer = new Adam(), RestoreBest = true, Cancellation = new CancellationToken(canceled: true) });
        Assert.Equal((TrainingEnd.Cancelled, 0L, null), (result.End, result.Steps, result.BestEpoch));
        Assert.Equal(before, Data.Bits(model.Parameters.Values));
    }

    [Fact]
    public void A_plateau_lowers_the_rate_and_an_average_is_what_is_judged()
    {
        var model = new SmallClassifier(seed: 1);
        var average = new WeightAverage(model.Parameters, 0.9f);
        List<double> own = [];
        var worst = new Metric<int>("constant", (_, _) => 1, HigherIsBetter: false);
        Validation validation = Validation.Of(s_testX, s_testY, x => model.Logits(x), [worst, Metric.Perplexity]);
        TrainingResult result = Trainer.Fit(model, (s_x, s_y), new TrainerOptions
        {
            Optimizer = new Sgd(0.5f), Epochs = 4, Plateau = new ReduceOnPlateau(0.5f, patience: 0), Average = average, Validation = validation,
            OnEpoch = _ => own.Add(validation.Evaluate()["perplexity"]),
        });
        Assert.Equal([0.5f, 0.5f, 0.25f, 0.125f], result.Epochs.Select(e => e.LearningRate));
        Assert.Equal(16, average.Updates);
        Assert.False(average.IsSwapped);
        Assert.All(result.Epochs.Zip(own), pair => Assert.NotEqual(pair.Second, pair.First.Metrics["perplexity"]));
        average.Swap();
        Assert.Equal(validation.Evaluate()["perplexity"], result.Epochs[3].Metrics["perplexity"]);
    }

    [Fact]
    public void Batches_may_come_from_elsewhere_and_be_made_ahead()
    {
        SmallClassifier ahead = new(seed: 1), plain = new(seed: 1);
        Trainer.Fit(ahead, epoch => Batches.Prefetched(Batches.Shuffled(s_x, s_y, 16, epoch)), new TrainerOptions { Optimizer = new Adam(), Epochs = 2 });
        Trainer.Fit(plain, (s_x, s_y), new TrainerOptions { Optimizer = new Adam(), Epochs = 2, BatchSize = 16 });
        Assert.Equal(Data.Bits(plain.Parameters.Values), Data.Bits(ahead.Parameters.Values));
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        var model = new SmallClassifier(seed: 1);
        TrainerOptions options = new() { Optimizer = new Adam() };
        Assert.Throws<ArgumentException>(() => Trainer.Fit(model, (s_x, s_testY), options));
        Assert.Contains("Epoch 0 has no batch", Assert.Throws<ArgumentException>(() => Trainer.Fit(model, _ => Enumerable.Empty<(Tensor<float>, Tensor<int>)>(), options)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Trainer.Fit(model, (s_x, s_y), new TrainerOptions { Optimizer = new Adam(), Schedule = new ConstantRate(1), Plateau = new ReduceOnPlateau() }));
        Assert.Equal("Epochs", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { Optimizer = new Adam(), Epochs = 0 }).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
        Assert.Throws<ArgumentException>(() => Judge(model, Metric.Accuracy, Metric.Accuracy));
        Assert.Throws<ArgumentException>(() => Judge(model));
        Assert.Contains("so many rows", Assert.Throws<ArgumentException>(() => Validation.Of(s_testX, s_testY, _ => Data.Floats(1, 3, 10), [Metric.Accuracy]).Evaluate()).Message, StringComparison.Ordinal);
    }

    private static Validation Judge(SmallClassifier model, params Metric<int>[] metrics)
        => Validation.Of(s_testX, s_testY, x => model.Logits(x), metrics, batchSize: 15);

    private static double[] Doubles(SmallClassifier model) => Array.ConvertAll(Numbers.Elements(model.Parameters.Values), v => (double)v);
}
