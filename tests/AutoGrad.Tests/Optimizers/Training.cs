using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

/// <summary>Training beside a formula in double: the gradients of every step are drawn at random, so no step repeats another.</summary>
internal static class Training
{
    /// <summary>Lengths that put one, two and many parameters into a vector, and whole vectors into a parameter.</summary>
    internal static readonly int[] Lengths = [1, 100, 3, 1, 1, 2, 64, 33, 16, 5];

    /// <summary>One element's update in double: its value and gradient, to its new value.</summary>
    internal delegate double Formula(int step, int element, double w, double g);

    internal static void Follows(Optimizer optimizer, Formula formula, int steps = 50, float learningRateFactor = 1)
    {
        ParameterSet set = Sets.Vectors(default, Lengths);
        set.Initialize(1);
        var random = new Random(2);
        for (int t = 1; t <= steps; t++)
        {
            float[] before = Sets.Read(set.Values);
            float[] gradient = Gradient(random, set.Length);
            set.Finish(gradient);
            optimizer.Update(set);
            float[] actual = Sets.Read(set.Values);
            for (int i = 0; i < actual.Length; i++)
            {
                // The state runs on in double; each step starts at the float value, so that roundings do not add up.
                double expected = formula(t, i, before[i], gradient[i]);
                Assert.Equal(expected, actual[i], 1e-7 * (1 + Math.Abs(expected)));
            }

            optimizer.LearningRate *= learningRateFactor;
        }
    }

    internal static float[] Gradient(Random random, int length)
        => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
}
