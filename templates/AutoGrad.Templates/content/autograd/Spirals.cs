using System.Numerics.Tensors;

namespace AutoGradApp;

/// <summary>Points on two spirals that wind around each other, with a little noise.</summary>
internal static class Spirals
{
    /// <summary>Points [points, 2], and which spiral each is on [points].</summary>
    public static (Tensor<float> X, Tensor<int> Y) Make(int points, int seed)
    {
        var random = new Random(seed);
        var x = new float[points * 2];
        var y = new int[points];
        for (int i = 0; i < points; i++)
        {
            y[i] = i % 2;
            double radius = random.NextDouble();
            double angle = (1.5 * Math.PI * radius) + (y[i] * Math.PI);
            x[i * 2] = (float)((radius * Math.Cos(angle)) + (0.02 * (random.NextDouble() - 0.5)));
            x[(i * 2) + 1] = (float)((radius * Math.Sin(angle)) + (0.02 * (random.NextDouble() - 0.5)));
        }

        return (Tensor.Create(x, [points, 2]), Tensor.Create(y, [points]));
    }
}
