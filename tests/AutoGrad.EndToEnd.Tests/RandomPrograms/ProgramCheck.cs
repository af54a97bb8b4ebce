using AutoGrad.EndToEnd.Tests.Testing;
using Xunit.Sdk;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>Compares all ways to compute one random program, for two sets of run-time lengths, the second larger or smaller than the first.</summary>
internal sealed class ProgramCheck(RandomProgram program, Subject subject)
{
    private const double FloatTolerance = 1e-5;
    private const double DifferenceTolerance = 1e-6;

    // Some roundings of single precision.
    private const double Disturbance = 2e-6;

    private static readonly int[] s_sizes = [2, 3, 7, 17, 33];

    private readonly Random _random = new(program.Seed);

    /// <summary>Whether a comparison held only with what a disturbance of all numbers by a few roundings explains.</summary>
    public bool IsSensitive { get; private set; }

    public void Run()
    {
        for (int round = 0; round < 2; round++)
        {
            Dictionary<string, int> sizes = program.Symbols.ToDictionary(s => s, s => s == "time" ? _random.Next(2, 6) : s_sizes[_random.Next(s_sizes.Length)]);
            subject.Inputs = [.. program.Inputs.Select(i => MakeInput(i, sizes))];
            string at = string.Concat(sizes.Select(s => $" {s.Key}={s.Value}"));
            try
            {
                CheckDifferences();
                CheckFused();
                CheckForward(sizes);
            }
            catch (Exception e)
            {
                throw new XunitException($"At{at}: {(e is XunitException ? e.Message : e)}");
            }
        }
    }

    private object MakeInput(ProgramInput input, Dictionary<string, int> sizes)
    {
        int[] shape = [.. input.Shape.Select(l => l.At(sizes))];
        return input.Classes > 0
            ? Numbers.Tensor([.. Enumerable.Range(0, Numbers.Count(shape)).Select(_ => _random.Next(input.Classes))], shape)
            : Numbers.Tensor(Numbers.Between(Numbers.Count(shape), -1.5, 1.5, _random), shape);
    }

    private void CheckDifferences()
    {
        double[] values = subject.Values, gradient = subject.Twin(values).Gradient;
        if (gradient.Any(g => !double.IsFinite(g)))
            throw new XunitException("the gradient of the double twin is not finite");
        for (int i = 0; i < 6; i++)
        {
            double[] direction = [.. values.Select(_ => (2 * _random.NextDouble()) - 1)];
            if (i >= 3)
            {
                int coordinate = _random.Next(values.Length);
                direction = [.. values.Select((_, j) => j == coordinate ? 1.0 : 0)];
            }

            double expected = direction.Zip(gradient, (d, g) => d * g).Sum();
            double scale = Close.RootMeanSquare([.. direction.Zip(gradient, (d, g) => d * g)]);
            if (i >= 3)
                scale = Close.RootMeanSquare(gradient);
            // A difference may reach over a kink: then a smaller one, at another place, does not.
            double found = 0;
            foreach (double h in new[] { 1e-5, 1e-6, 1e-7 })
            {
                found = Differences.Along(subject, values, direction, h);
                double noise = 1e-15 / h * (1 + Math.Abs(subject.Twin(values).Loss));
                if (Math.Abs(found - expected) <= (DifferenceTolerance * (Math.Abs(expected) + scale)) + noise)
                {
                    found = expected;
                    break;
                }
            }

            if (found != expected)
                throw new XunitException($"the gradient of the double twin along {(i < 3 ? "a random direction" : "coordinate " + Array.IndexOf(direction, 1.0))} is {expected:R} but differences give {found:R}");
        }
    }

    private void CheckFused()
    {
        double[] values = subject.Values;
        (double loss, double[] gradient) = subject.Twin(values);
        double penalty = ExpectedGradient.Penalty(subject.Parameters, values), norm = ExpectedGradient.Norm(gradient);
        double[] expected = [.. gradient];
        double clipScale = ExpectedGradient.Clip(subject.Parameters, expected);

        double fused = subject.LossGradient();
        Compare([loss], [fused], 1, "the fused loss", () => [subject.Twin(subject.Values).Loss]);
        Compare(expected, subject.Gradients, 0, "the fused gradient", ClippedTwin);
        Compare([subject.Eager() + penalty], [fused], 1, "the fused loss beside the user's method", () => [subject.Twin(subject.Values).Loss]);

        StepReport report = subject.TrainStep(new Sgd(learningRate: 0));
        Compare([loss], [report.Loss], 1, "the step's loss", () => [subject.Twin(subject.Values).Loss]);
        Compare([loss - penalty], [report.DataLoss], 1, "the step's data loss", () => [subject.Twin(subject.Values).Loss]);
        Compare([norm], [report.GradientNorm], 0, "the step's gradient norm", () => [ExpectedGradient.Norm(subject.Twin(subject.Values).Gradient)]);
        Compare([clipScale], [report.ClipScale], 0, "the step's clip scale", () => [ExpectedGradient.Clip(subject.Parameters, subject.Twin(subject.Values).Gradient)]);
        Compare(expected, subject.Gradients, 0, "the step's gradient", ClippedTwin);
        if (!report.IsFinite)
            throw new XunitException("the step's report says that it is not finite");
        Close.Assert(values, subject.Values, 0, "the parameters after a step of rate 0");
    }

    private void CheckForward(Dictionary<string, int> sizes)
    {
        int[] shape = [.. program.Result.Select(l => l.At(sizes))];
        double[] eager = Eager();
        var destination = Numbers.Tensor(new float[Numbers.Count(shape)], shape);
        subject.FusedValue(destination);
        Compare(eager, Array.ConvertAll(Numbers.Elements(destination), v => (double)v), 0, "the fused forward pass beside the user's method", Eager);
    }

    private double[] Eager() => Array.ConvertAll(Numbers.Elements(subject.EagerValue()!), v => (double)v);

    private double[] ClippedTwin()
    {
        double[] gradient = subject.Twin(subject.Values).Gradient;
        ExpectedGradient.Clip(subject.Parameters, gradient);
        return gradient;
    }

    private void Compare(double[] expected, double[] actual, double scale, string what, Func<double[]> recompute)
    {
        scale += Close.RootMeanSquare(expected);
        double[] errors = [.. expected.Zip(actual, (e, a) => e.Equals(a) ? 0 : Math.Abs(a - e) - (FloatTolerance * (Math.Abs(e) + scale)) - 1e-9)];
        if (expected.Length == actual.Length && errors.All(e => e <= 0))
            return;
        // Programs may magnify roundings, by differences of nearly equal numbers or near a kink; then they magnify any disturbance.
        double[] spread = Spread(expected, recompute);
        double everywhere = Close.RootMeanSquare(spread);
        if (expected.Length == actual.Length && errors.Zip(spread, (e, s) => e <= 3 * (s + everywhere)).All(ok => ok))
        {
            IsSensitive = true;
            return;
        }

        int worst = Array.IndexOf(errors, errors.Max());
        throw new XunitException($"{what}: element {worst} of {expected.Length} is {actual[worst]:R} but should be {expected[worst]:R} (difference {actual[worst] - expected[worst]:G3}, all together {scale:G3}, explained by roundings {spread[worst]:G3})");
    }

    // How far the result moves when parameters and inputs move by some roundings.
    private double[] Spread(double[] reference, Func<double[]> recompute)
    {
        float[] values = Array.ConvertAll(subject.Values, v => (float)v);
        object[] inputs = subject.Inputs;
        var spread = new double[reference.Length];
        float Move(float v) => (float)(v * (1 + (Disturbance * ((2 * _random.NextDouble()) - 1))));
        double[] before = recompute();
        for (int i = 0; i < 5; i++)
        {
            Numbers.Set(subject.Parameters, Array.ConvertAll(values, Move));
            subject.Inputs = [.. inputs.Select(x => x is System.Numerics.Tensors.Tensor<float> t ? System.Numerics.Tensors.Tensor.Create(Array.ConvertAll(Numbers.Elements(t), Move), t.Lengths) : x)];
            double[] moved = recompute();
            for (int j = 0; j < spread.Length; j++)
                spread[j] = Math.Max(spread[j], Math.Abs(moved[j] - before[j]));
        }

        Numbers.Set(subject.Parameters, values);
        subject.Inputs = inputs;
        return spread;
    }
}
