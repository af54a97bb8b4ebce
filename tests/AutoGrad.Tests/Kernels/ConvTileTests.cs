using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>The micro-kernels of both widths, called directly: a machine takes one of them only.</summary>
public unsafe class ConvTileTests
{
    private const int Taps = 11;

    [Fact]
    public void Tiles_of_256_bits_equal_the_definition()
    {
        CheckTile<float, N4, N3>(8, &ConvTile256.Run<float, N4, N3>);
        CheckTile<float, N1, N2>(8, &ConvTile256.Run<float, N1, N2>);
        CheckTile<double, N3, N1>(4, &ConvTile256.Run<double, N3, N1>);
        CheckTile<double, N2, N3>(4, &ConvTile256.Run<double, N2, N3>);
    }

    [Fact]
    public void Tiles_of_512_bits_equal_the_definition()
    {
        CheckTile<float, N4, N3>(16, &ConvTile512.Run<float, N4, N3>);
        CheckTile<float, N1, N2>(16, &ConvTile512.Run<float, N1, N2>);
        CheckTile<double, N3, N1>(8, &ConvTile512.Run<double, N3, N1>);
        CheckTile<double, N2, N3>(8, &ConvTile512.Run<double, N2, N3>);
    }

    [Fact]
    public void Dot_products_of_256_bits_equal_the_definition()
    {
        CheckDot<float, N4, N3>(8, &ConvDot256.Run<float, N4, N3>);
        CheckDot<float, N1, N2>(8, &ConvDot256.Run<float, N1, N2>);
        CheckDot<double, N3, N1>(4, &ConvDot256.Run<double, N3, N1>);
    }

    [Fact]
    public void Dot_products_of_512_bits_equal_the_definition()
    {
        CheckDot<float, N4, N3>(16, &ConvDot512.Run<float, N4, N3>);
        CheckDot<float, N1, N2>(16, &ConvDot512.Run<float, N1, N2>);
        CheckDot<double, N3, N1>(8, &ConvDot512.Run<double, N3, N1>);
    }

    private static void CheckTile<T, TRows, TVectors>(int lanes, delegate*<T*, nint*, nint, T*, T*, T*, T*, T*, T*, nint, void> run)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
        where TVectors : struct, INumber
    {
        int rows = TRows.Value, vectors = TVectors.Value;
        T[] weights = Numbers.Random<T>((Taps + 1) * rows, 1), x = Numbers.Random<T>(400, 2), tile = new T[rows * vectors * lanes];
        nint[] offsets = [.. Enumerable.Range(0, Taps).Select(t => (nint)(t * 7 % 13 * sizeof(T)))], starts = [3, 60, 121];
        fixed (T* w = weights, px = x, to = tile)
        fixed (nint* o = offsets)
            run(w, o, Taps, px + starts[0], px + starts[1], px + starts[2], to, to + lanes, to + 2 * lanes, vectors * lanes);
        for (int i = 0; i < tile.Length; i++)
        {
            int row = i / (vectors * lanes), vector = i / lanes % vectors, lane = i % lanes;
            double sum = double.CreateChecked(weights[row]);
            for (int t = 0; t < Taps; t++)
                sum += double.CreateChecked(weights[(t + 1) * rows + row] * x[starts[vector] + offsets[t] / sizeof(T) + lane]);
            Numbers.AssertClose(sum, tile[i], 1e-5, $"{rows} x {vectors} x {lanes}, element {i}");
        }
    }

    private static void CheckDot<T, TRows, TTaps>(int lanes, delegate*<T*, nint, T*, nint*, nint, nint*, T*, nint, void> run)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
        where TTaps : struct, INumber
    {
        int rows = TRows.Value, taps = TTaps.Value, vectors = 5, channel = vectors * lanes + 2;
        T[] y = Numbers.Random<T>(rows * channel, 1), x = Numbers.Random<T>(400, 2), sums = Numbers.Random<T>(rows * 4, 3), before = [.. sums];
        nint[] places = [0, 17 * sizeof(T), 40 * sizeof(T), 61 * sizeof(T), 200 * sizeof(T)], offsets = [2 * sizeof(T), 0, 33 * sizeof(T)];
        fixed (T* py = y, px = x, ps = sums)
        fixed (nint* p = places, o = offsets)
            run(py, channel * sizeof(T), px, p, vectors, o, ps, 4);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < 4; j++)
            {
                double sum = double.CreateChecked(before[i * 4 + j]);
                for (int v = 0; j < taps && v < vectors; v++)
                    for (int lane = 0; lane < lanes; lane++)
                        sum += double.CreateChecked(y[i * channel + v * lanes + lane] * x[(places[v] + offsets[j]) / sizeof(T) + lane]);
                Numbers.AssertClose(sum, sums[i * 4 + j], 1e-5, $"{rows} x {taps} x {lanes}, sum {i}, {j}");
            }
    }
}
