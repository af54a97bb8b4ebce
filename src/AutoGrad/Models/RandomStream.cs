namespace AutoGrad;

/// <summary>What random numbers are drawn for. Each use has streams of its own, so that one seed can serve all.</summary>
internal enum RandomUse : uint
{
    InitialValues,
    Shuffle,
    Draw,
}

/// <summary>The numbers of <see cref="Philox"/> for one seed, use and index, one after the other.</summary>
internal struct RandomStream(int seed, RandomUse use, int index)
{
    private ulong block;

    /// <summary>The next four numbers.</summary>
    internal (uint A, uint B, uint C, uint D) NextBlock()
    {
        ulong current = block++;
        return Philox.Block((uint)current, (uint)(current >> 32), (uint)index, (uint)use, (uint)seed, 0);
    }

    /// <summary>The next four numbers as fractions, each in (0, 1).</summary>
    internal (double A, double B, double C, double D) NextUniforms()
    {
        (uint a, uint b, uint c, uint d) = NextBlock();
        return (Fraction(a), Fraction(b), Fraction(c), Fraction(d));

        // Half a step is added so that neither 0, whose logarithm is infinite, nor 1 occurs.
        static double Fraction(uint bits) => (bits + 0.5) / 4294967296.0;
    }

    /// <summary>Four independent numbers of the standard normal distribution (Box and Muller 1958).</summary>
    internal (double A, double B, double C, double D) NextNormals()
    {
        (double a, double b, double c, double d) = NextUniforms();
        (double x, double y) = Pair(a, b);
        (double z, double w) = Pair(c, d);
        return (x, y, z, w);

        static (double X, double Y) Pair(double radius, double angle)
        {
            double r = Math.Sqrt(-2 * Math.Log(radius));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * angle);
            return (r * cos, r * sin);
        }
    }

    /// <summary>
    /// A number below <paramref name="limit"/>, each equally likely: the high half of a product, with those products drawn
    /// again that would favour some results (Lemire 2019).
    /// </summary>
    internal uint NextBelow(uint limit)
    {
        uint unfair = (0 - limit) % limit;
        while (true)
        {
            // One number a block: shuffles are short, and a stream without a buffer is a plain counter.
            ulong product = (ulong)NextBlock().A * limit;
            if ((uint)product >= unfair)
                return (uint)(product >> 32);
        }
    }
}
