namespace AutoGrad;

/// <summary>
/// First values of parameters. Each parameter draws from a stream of its own, so its values do not depend on the others.
/// </summary>
internal static class Initializer
{
    /// <summary>Fills a parameter.</summary>
    /// <param name="init">How.</param>
    /// <param name="scale">Multiplies the values.</param>
    /// <param name="lengths">The parameter's lengths.</param>
    /// <param name="destination">Its elements.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">The parameter's position in the model.</param>
    internal static void Fill(Init init, float scale, ReadOnlySpan<nint> lengths, Span<float> destination, int seed, int parameter)
    {
        var random = new RandomStream(seed, RandomUse.InitialValues, parameter);
        (double fanIn, double fanOut) = Fans(lengths);
        switch (Resolve(init, lengths.Length))
        {
            case Init.Zeros: destination.Clear(); break;
            case Init.Ones or Init.Constant: destination.Fill(scale); break;
            case Init.Normal: Normal(destination, scale, random); break;
            case Init.Uniform: Uniform(destination, scale, random); break;
            case Init.GlorotUniform: Uniform(destination, scale * Math.Sqrt(6 / (fanIn + fanOut)), random); break;
            case Init.GlorotNormal: Normal(destination, scale * Math.Sqrt(2 / (fanIn + fanOut)), random); break;
            case Init.HeUniform: Uniform(destination, scale * Math.Sqrt(6 / fanIn), random); break;
            case Init.HeNormal: Normal(destination, scale * Math.Sqrt(2 / fanIn), random); break;
            case Init.LeCunNormal: Normal(destination, scale * Math.Sqrt(1 / fanIn), random); break;
            case Init.Orthogonal: OrthogonalMatrix.Fill(destination, (int)lengths[0], scale, random); break;
            default: throw new ArgumentOutOfRangeException(nameof(init), init, "There is no such initialiser.");
        }
    }

    /// <summary>[in, out] at rank 2, [out, in, k...] above; at rank 1 both are the length.</summary>
    internal static (double In, double Out) Fans(ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length == 1)
            return (lengths[0], lengths[0]);
        if (lengths.Length == 2)
            return (lengths[0], lengths[1]);
        double field = 1;
        foreach (nint length in lengths[2..])
            field *= length;
        return (lengths[1] * field, lengths[0] * field);
    }

    private static Init Resolve(Init init, int rank)
        => init != Init.Default ? init : rank == 1 ? Init.Zeros : Init.GlorotUniform;

    private static void Uniform(Span<float> destination, double bound, RandomStream random)
    {
        for (int i = 0; i < destination.Length; i += 4)
        {
            (double a, double b, double c, double d) = random.NextUniforms();
            ReadOnlySpan<float> values = [Spread(a), Spread(b), Spread(c), Spread(d)];
            values[..Math.Min(4, destination.Length - i)].CopyTo(destination[i..]);
        }

        float Spread(double fraction) => (float)(bound * (2 * fraction - 1));
    }

    private static void Normal(Span<float> destination, double deviation, RandomStream random)
    {
        for (int i = 0; i < destination.Length; i += 4)
        {
            (double a, double b, double c, double d) = random.NextNormals();
            ReadOnlySpan<float> values = [(float)(deviation * a), (float)(deviation * b), (float)(deviation * c), (float)(deviation * d)];
            values[..Math.Min(4, destination.Length - i)].CopyTo(destination[i..]);
        }
    }
}
