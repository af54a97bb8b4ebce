using System.Diagnostics;

namespace AutoGrad.Health;

/// <summary>Tries remedies against exploding gradients on a model and its data.</summary>
public static class Remedies
{
    /// <summary>
    /// Trains a fresh model on the same batches under each remedy, and without one. Batches are copied first, so the sequence is
    /// enumerated once and may reuse its tensors. A run ends early once its parameters are not finite.
    /// </summary>
    /// <typeparam name="TModel">The model, whose loss has two inputs.</typeparam>
    /// <typeparam name="T1">The first input, a tensor.</typeparam>
    /// <typeparam name="T2">The second input, a tensor.</typeparam>
    /// <param name="create">Makes the model, always with the same initial values.</param>
    /// <param name="batches">The batches of the run, in order.</param>
    /// <param name="optimizer">Its settings are used; itself it is left as it is.</param>
    /// <param name="remedies">What to compare.</param>
    /// <exception cref="ArgumentException">There are no batches, or two models differ in their first values.</exception>
    public static RemedyReport Compare<TModel, T1, T2>(
        Func<TModel> create, IEnumerable<(T1 X, T2 Y)> batches, Optimizer optimizer, IEnumerable<Remedy> remedies)
        where TModel : class, ITrainable<T1, T2>
        where T1 : class
        where T2 : class
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(remedies);
        List<(T1 X, T2 Y)> copies = [.. batches.Select(b => (Samples.Copy(b.X), Samples.Copy(b.Y)))];
        if (copies.Count == 0)
            throw new ArgumentException("There must be at least one batch.", nameof(batches));
        return new RemedyReport(remedies.Prepend(Remedy.Nothing).DistinctBy(r => r.Name).ToList().Select(r => Run(create, copies, optimizer, r)));
    }

    private static RemedyOutcome Run<T1, T2>(Func<object> create, List<(T1 X, T2 Y)> batches, Optimizer optimizer, Remedy remedy)
        where T1 : class
        where T2 : class
    {
        if (remedy is ModelRemedy redesign)
            create = redesign.Create;
        if (create() is not ITrainable<T1, T2> model)
            throw new ArgumentException($"The model of '{remedy.Name}' must be a [Model] class whose loss takes {typeof(T1).Name} and {typeof(T2).Name}.");
        Optimizer rule = optimizer.Clone();
        if (remedy is RateRemedy rate)
            rule.LearningRate *= rate.Factor;
        if (remedy is PolicyRemedy clip)
            model.Parameters.Replace(clip.Policy);
        if (remedy is BatchRemedy pieces)
            batches = [.. batches.SelectMany(b => Samples.Cut(b.X, pieces.Size).Zip(Samples.Cut(b.Y, pieces.Size)))];

        List<float> losses = new(batches.Count);
        float largest = 0;
        int clipped = 0;
        bool isFinite = true;
        long start = Stopwatch.GetTimestamp();
        foreach ((T1 x, T2 y) in batches)
        {
            StepReport step = model.TrainStep(x, y, rule);
            losses.Add(step.DataLoss);
            largest = float.IsNaN(step.GradientNorm) ? step.GradientNorm : Math.Max(largest, step.GradientNorm);
            clipped += IsClipped(model.Parameters, step) ? 1 : 0;
            isFinite &= step.IsFinite;
            if (!step.IsFinite && !IsFinite(model.Parameters))
                break;
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        isFinite = isFinite && IsFinite(model.Parameters);
        float last = losses.Skip(losses.Count - Math.Max(1, losses.Count / 10)).Average();
        return new RemedyOutcome(remedy.Name, isFinite, losses[0], last, largest, losses.Count, batches.Count, clipped, time, losses);
    }

    private static bool IsClipped(ParameterSet parameters, in StepReport step)
    {
        if (step.ClipScale < 1)
            return true;
        for (int i = 0; i < parameters.Count; i++)
        {
            GradientPolicy policy = parameters[i].Policy;
            if (policy.Norm == NormClip.Parameter && parameters.NormOfGradient(i) > policy.NormThreshold)
                return true;
            // An element at the threshold was clamped to it.
            if (policy.ValueThreshold > 0 && parameters[i].LargestGradient >= policy.ValueThreshold)
                return true;
        }

        return false;
    }

    private static bool IsFinite(ParameterSet parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!double.IsFinite(SumOfSquares.InDouble(parameters.ValueSpan(i))))
                return false;
        }

        return true;
    }
}
