using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>Every operation and function of both widths and both element types beside the scalar one.</summary>
public class SimdTests
{
    private static readonly double[] s_inputs = [-3.5, -2, -1.25, -0.5, -0.0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4.75, 6, 9];

    [Fact]
    public void Floats_by_512_bits() => Check<Simd512<float>, float>(4e-6);

    [Fact]
    public void Floats_by_256_bits() => Check<Simd256<float>, float>(4e-6);

    [Fact]
    public void Doubles_by_512_bits() => Check<Simd512<double>, double>(1e-13);

    [Fact]
    public void Doubles_by_256_bits() => Check<Simd256<double>, double>(1e-13);

    private static void Check<TVector, T>(double tolerance)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [.. s_inputs.Take(TVector.Count).Select(T.CreateChecked)], y = [.. x.Reverse()], z = new T[TVector.Count], positive = [.. x.Select(v => T.Abs(v) + T.One)];
        TVector a = TVector.Load(in x[0], 0, TVector.Count), b = TVector.Load(in y[0], 0, TVector.Count), p = TVector.Load(in positive[0], 0, TVector.Count);
        T two = T.CreateChecked(2);

        Same(i => x[i] + y[i], a + b);
        Same(i => x[i] - y[i], a - b);
        Same(i => x[i] * y[i], a * b);
        Same(i => x[i] / positive[i], a / p);
        Same(i => -x[i], -a);
        Same(i => T.FusedMultiplyAdd(x[i], y[i], positive[i]), TVector.MultiplyAdd(a, b, p));
        Same(i => T.Max(x[i], y[i]), TVector.Max(a, b));
        Same(i => T.Min(x[i], y[i]), TVector.Min(a, b));
        Same(i => T.Abs(x[i]), TVector.Abs(a));
        Same(i => x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : x[i], TVector.Sign(a));
        Same(i => T.Sqrt(positive[i]), TVector.Sqrt(p));
        Same(i => T.Floor(x[i]), TVector.Floor(a));
        Same(i => T.Ceiling(x[i]), TVector.Ceiling(a));
        Same(i => T.Truncate(x[i]), TVector.Truncate(a));
        Same(i => T.Round(x[i]), TVector.Round(a));
        Same(i => x[i] < T.Zero ? T.Zero : x[i], TVector.Relu(a));

        Chosen((v, w) => v > w, TVector.GreaterThan(a, b));
        Chosen((v, w) => v >= w, TVector.GreaterThanOrEqual(a, b));
        Chosen((v, w) => v < w, TVector.LessThan(a, b));
        Chosen((v, w) => v <= w, TVector.LessThanOrEqual(a, b));
        Chosen((v, w) => v == w, TVector.Equals(a, b));
        Chosen((v, w) => v != w, ~TVector.Equals(a, b));
        Chosen((v, w) => v > w && v > T.One, TVector.GreaterThan(a, b) & TVector.GreaterThan(a, TVector.One));
        Chosen((v, w) => v > w || v > T.One, TVector.GreaterThan(a, b) | TVector.GreaterThan(a, TVector.One));

        Near(i => T.Exp(x[i]), TVector.Exp(a));
        Near(i => T.ExpM1(x[i]), TVector.ExpM1(a));
        Near(i => T.Log(positive[i]), TVector.Log(p));
        Near(i => T.LogP1(positive[i]), TVector.Log1P(p));
        Near(i => T.Pow(positive[i], y[i]), TVector.Pow(p, b));
        Near(i => T.Tanh(x[i]), TVector.Tanh(a));
        Near(i => T.One / (T.One + T.Exp(-x[i])), TVector.Sigmoid(a));
        Near(i => T.LogP1(T.Exp(x[i])), TVector.Softplus(a));
        Near(i => T.Sin(x[i]), TVector.Sin(a));
        Near(i => T.Cos(x[i]), TVector.Cos(a));
        Near(i => T.CreateChecked(VectorMath.Erf(double.CreateChecked(x[i]))), TVector.Erf(a));

        Same(i => i == 0 ? two : T.Zero, TVector.CreateScalar(two));
        Same(i => i < 3 ? x[i] : T.Zero, TVector.Keep(a, 3));
        Same(i => i < 3 ? x[i] : T.Zero, TVector.Load(in x[0], 0, 3));
        Assert.Equal(x.Aggregate((v, w) => v + w), TVector.Sum(a));

        void Same(Func<int, T> expected, TVector found) => Assert.Equal([.. Enumerable.Range(0, TVector.Count).Select(expected)], Stored(found));

        void Chosen(Func<T, T, bool> condition, TVector found)
            => Same(i => condition(x[i], y[i]) ? T.One : two, TVector.ConditionalSelect(found, TVector.One, TVector.Create(two)));

        void Near(Func<int, T> expected, TVector found)
        {
            T[] values = Stored(found);
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(double.CreateChecked(expected(i)), double.CreateChecked(values[i]), tolerance * Math.Max(1, Math.Abs(double.CreateChecked(expected(i)))));
        }

        T[] Stored(TVector value)
        {
            TVector.Store(value, ref z[0], 0, TVector.Count);
            return [.. z];
        }
    }
}
