using System.Diagnostics;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// Trains a model over epochs, with what usually surrounds the loop. It is the plain loop over <c>TrainStep</c> and gives the same bits:
/// <code>
/// for (int epoch = 0; epoch &lt; epochs; epoch++)
///     foreach (var (x, y) in Batches.Shuffled(trainX, trainY, batchSize, seed + epoch))
///         model.TrainStep(x, y, optimizer);
/// </code>
/// </summary>
public static class Trainer
{
    /// <summary>Trains with data that fit into memory.</summary>
    /// <param name="model">The model, whose loss has two inputs.</param>
    /// <param name="data">The inputs and targets, [samples, ...] each.</param>
    /// <param name="options">How to train.</param>
    /// <returns>What the run came to.</returns>
    /// <exception cref="ArgumentException">The data have different numbers of samples, or none, or do not fit the model.</exception>
    public static TrainingResult Fit<TX, TY>(ITrainable<Tensor<TX>, Tensor<TY>> model, (Tensor<TX> X, Tensor<TY> Y) data, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Fit(
            model,
            epoch => options.Shuffle ? Batches.Shuffled(data.X, data.Y, options.BatchSize, unchecked(options.Seed + epoch)) : Batches.InOrder(data.X, data.Y, options.BatchSize),
            options,
            batch => batch.X.Lengths[0]);
    }

    /// <summary>Trains with batches that come from elsewhere, such as <see cref="Batches.Prefetched"/>.</summary>
    /// <param name="model">The model, whose loss has two inputs.</param>
    /// <param name="epochs">The batches of an epoch, which is counted from 0.</param>
    /// <param name="options">How to train; the sizes of batches and their order are those of the batches. Accumulated batches weigh the same.</param>
    /// <returns>What the run came to.</returns>
    /// <exception cref="ArgumentException">An epoch has no batch, or a batch does not fit the model.</exception>
    public static TrainingResult Fit<T1, T2>(ITrainable<T1, T2> model, Func<int, IEnumerable<(T1 X, T2 Y)>> epochs, TrainerOptions options)
        => Fit(model, epochs, options, _ => 1);

    private static TrainingResult Fit<T1, T2>(
        ITrainable<T1, T2> model, Func<int, IEnumerable<(T1 X, T2 Y)>> epochs, TrainerOptions options, Func<(T1 X, T2 Y), float> weight)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Schedule is not null && options.Plateau is not null)
            throw new ArgumentException("A schedule and a reduction on plateaus cannot both set the learning rate.", nameof(options));
        var run = new TrainingRun(model.Parameters, options);
        var stepper = new Stepper<T1, T2>(model, options, weight);
        bool goesOn = true;
        for (int epoch = 0; goesOn && epoch < options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            double losses = 0;
            long first = run.Steps;
            foreach ((T1 X, T2 Y) batch in epochs(epoch))
            {
                if (!(goesOn = !options.Cancellation.IsCancellationRequested))
                    break;
                run.SetRate();
                if (stepper.Add(batch) is { } report)
                    losses += run.Take(epoch, report);
            }

            if (goesOn && stepper.Finish() is { } last)
                losses += run.Take(epoch, last);
            if (goesOn && run.Steps == first)
                throw new ArgumentException($"Epoch {epoch} has no batch.", nameof(epochs));
            goesOn = goesOn && run.EndEpoch(epoch, losses / (run.Steps - first), start);
        }

        return run.End();
    }

    /// <summary>Makes a step of every batch, or of every so many.</summary>
    private sealed class Stepper<T1, T2>(ITrainable<T1, T2> model, TrainerOptions options, Func<(T1 X, T2 Y), float> weight)
    {
        private readonly GradientAccumulator? accumulator = options.Accumulation > 1 ? new GradientAccumulator(model.Parameters) : null;

        internal StepReport? Add((T1 X, T2 Y) batch)
        {
            if (accumulator is null)
                return model.TrainStep(batch.X, batch.Y, options.Optimizer);
            accumulator.Add(model, batch.X, batch.Y, weight(batch));
            return accumulator.Count == options.Accumulation ? accumulator.Step(options.Optimizer) : null;
        }

        /// <summary>The step of what is left at the end of an epoch.</summary>
        internal StepReport? Finish() => accumulator is { Count: > 0 } ? accumulator.Step(options.Optimizer) : null;
    }
}
