using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>
/// Uniform random numbers in [0, 1): multiples of 2^-24, which float and double hold alike, from <see cref="Philox"/>. An element depends on its
/// place, the seed, the step and the draw, and on nothing else: neither on threads nor on the width of vectors.
/// </summary>
/// <remarks>
/// Blocks of four words go to groups of <see cref="Group"/> elements: word w of block 8 g + k is element 32 g + 8 w + k, so that vectors of
/// eight blocks are stored as they are.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Uniforms
{
    internal const int Group = 32, Blocks = Group / 4;

    // Below some tens of microseconds of work the caller does it all.
    private const nint ChunkLength = 1 << 16;

    /// <summary>Fills <paramref name="count"/> elements.</summary>
    /// <param name="destination">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="draws">Seed and step.</param>
    /// <param name="draw">Which draw of the step it is.</param>
    public static void Fill<T>(ref T destination, nint count, RandomDraws draws, int draw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(draws);
        Fill(ref destination, count, draws.Seed, draws.Step, draw);
    }

    internal static void Fill<T>(ref T destination, nint count, int seed, long step, int draw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* first = &destination)
        {
            var work = new Work<T>(first, count, new Key((uint)draw, (uint)RandomUse.Draw, (uint)seed, (uint)step, (uint)(step >> 32)));
            WorkerPool.Run(checked((int)((count + ChunkLength - 1) / ChunkLength)), &Run<T>, &work);
        }
    }

    private static void Run<T>(void* state, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Work<T> work = *(Work<T>*)state;
        nint end = nint.Min(work.Count, (chunk + 1) * ChunkLength);
        float* words = stackalloc float[Group];
        for (nint i = chunk * ChunkLength; i < end; i += Group)
        {
            bool isWhole = end - i >= Group;
            float* target = typeof(T) == typeof(float) && isWhole ? (float*)(work.First + i) : words;
            if (Avx2.IsSupported)
                Vector256Group(target, (uint)(i / 4), work.Key);
            else
                ScalarGroup(target, (uint)(i / 4), work.Key);
            for (nint k = 0; target == words && k < nint.Min(Group, end - i); k++)
                work.First[i + k] = T.CreateTruncating(words[k]);
        }
    }

    /// <summary>A group, block by block.</summary>
    internal static void ScalarGroup(float* target, uint firstBlock, in Key key)
    {
        for (uint k = 0; k < Blocks; k++)
        {
            (uint a, uint b, uint c, uint d) = Philox.Block(firstBlock + k, key.HighStep, key.Draw, key.Use, key.Seed, key.Step);
            target[k] = Fraction(a);
            target[k + Blocks] = Fraction(b);
            target[k + (2 * Blocks)] = Fraction(c);
            target[k + (3 * Blocks)] = Fraction(d);
        }

        static float Fraction(uint bits) => (bits >> 8) * (1f / (1 << 24));
    }

    /// <summary>A group in lanes of 64 bits, which hold a word each: their product with a multiplier is one instruction.</summary>
    internal static void Vector256Group(float* target, uint firstBlock, in Key key)
    {
        Vector256<ulong> low = Vector256.Create((ulong)firstBlock) + Vector256.Create(0ul, 1, 2, 3), high = low + Vector256.Create(4ul);
        Vector256<ulong> c1 = Vector256.Create((ulong)key.HighStep), c2 = Vector256.Create((ulong)key.Draw), c3 = Vector256.Create((ulong)key.Use);
        (Vector256<ulong> x0, Vector256<ulong> x1, Vector256<ulong> x2, Vector256<ulong> x3) = (low, c1, c2, c3);
        (Vector256<ulong> y0, Vector256<ulong> y1, Vector256<ulong> y2, Vector256<ulong> y3) = (high, c1, c2, c3);
        uint k0 = key.Seed, k1 = key.Step;
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Round(ref x0, ref x1, ref x2, ref x3, Vector256.Create((ulong)k0), Vector256.Create((ulong)k1));
            Round(ref y0, ref y1, ref y2, ref y3, Vector256.Create((ulong)k0), Vector256.Create((ulong)k1));
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        Store(x0, y0, target);
        Store(x1, y1, target + Blocks);
        Store(x2, y2, target + (2 * Blocks));
        Store(x3, y3, target + (3 * Blocks));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Vector256<ulong> c0, ref Vector256<ulong> c1, ref Vector256<ulong> c2, ref Vector256<ulong> c3, Vector256<ulong> k0, Vector256<ulong> k1)
    {
        Vector256<ulong> product0 = Avx2.Multiply(c0.AsUInt32(), Vector256.Create(Philox.Multiplier0));
        Vector256<ulong> product1 = Avx2.Multiply(c2.AsUInt32(), Vector256.Create(Philox.Multiplier1));
        // The upper halves of lanes may hold anything: products read the lower ones, and words are cut in the end.
        c0 = (product1 >> 32) ^ c1 ^ k0;
        c2 = (product0 >> 32) ^ c3 ^ k1;
        c1 = product1;
        c3 = product0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<ulong> low, Vector256<ulong> high, float* target)
    {
        Vector256<uint> words = Vector256.Narrow(low & Vector256.Create(0xFFFFFFFFul), high & Vector256.Create(0xFFFFFFFFul));
        (Vector256.ConvertToSingle((words >> 8).AsInt32()) * Vector256.Create(1f / (1 << 24))).Store(target);
    }

    /// <summary>What all elements of a draw share.</summary>
    internal readonly record struct Key(uint Draw, uint Use, uint Seed, uint Step, uint HighStep);

    private readonly struct Work<T>(T* first, nint count, Key key)
        where T : unmanaged
    {
        public readonly T* First = first;
        public readonly nint Count = count;
        public readonly Key Key = key;
    }
}
