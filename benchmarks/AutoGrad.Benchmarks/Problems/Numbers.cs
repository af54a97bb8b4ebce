namespace AutoGrad.Benchmarks;

internal static class Numbers
{
    /// <summary>Normally distributed numbers (Box and Muller 1958), the same for the same seed.</summary>
    public static float[] Normal(int count, double deviation, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }
}
