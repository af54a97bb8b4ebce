using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>
/// Pools over two axes and their transposes. Images are [n, channels, height, width]; the lengths of windows, strides and paddings of both axes
/// come with each call and are not checked here. Channels are independent of each other, so they may run at the same time.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Pooling
{
    /// <summary>The elements that a chunk reads, about.</summary>
    private const nint ChunkElements = 32 << 10;

    private const int LeastParallelChunks = 4;

    /// <summary>The largest element of each window, and its place in its channel in row-major order: the first of equal ones, a NaN before all others.</summary>
    public static void Max<T>(
        ref readonly T x, ref T y, ref int places, ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y)
        fixed (int* pp = &places)
        {
            PoolJob<T> job = new(px, py, image, window, stride, padding) { Places = pp };
            Run(&job, job.Planes, job.ImageElements, &RunMax<T>);
        }
    }

    /// <summary>The same without places.</summary>
    public static void Max<T>(
        ref readonly T x, ref T y, ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Max(in x, ref y, ref Unsafe.NullRef<int>(), image, window, stride, padding);

    /// <summary>The mean of each window, zeros outside of the image included.</summary>
    public static void Average<T>(
        ref readonly T x, ref T y, ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y)
        {
            PoolJob<T> job = new(px, py, image, window, stride, padding);
            Run(&job, job.Planes, job.ImageElements, &RunAverage<T>);
        }
    }

    /// <summary>Its transpose: each y is shared equally among its window, of which what is outside of the image is lost.</summary>
    public static void AverageGradient<T>(
        ref readonly T y, ref T x, ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y)
        {
            PoolJob<T> job = new(px, py, image, window, stride, padding);
            Run(&job, job.Planes, job.ImageElements, &RunAverageGradient<T>);
        }
    }

    /// <summary>y[p, i] = x[p, places[p, i]] for each of <paramref name="planes"/> of <paramref name="length"/> elements.</summary>
    public static void Gather<T>(ref readonly T x, ref readonly int places, ref T y, nint planes, nint length, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y)
        fixed (int* pp = &places)
            for (nint p = 0; p < planes; p++)
                for (nint i = 0; i < count; i++)
                    py[p * count + i] = px[p * length + pp[p * count + i]];
    }

    /// <summary>x = 0, then x[p, places[p, i]] += y[p, i], one i after the other; each plane of y has <paramref name="count"/> elements, and of x <paramref name="length"/>.</summary>
    public static void Scatter<T>(ref readonly T y, ref readonly int places, ref T x, nint planes, nint count, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y)
        fixed (int* pp = &places)
        {
            ScatterJob<T> job = new() { X = px, Y = py, Places = pp, Count = count, Length = length };
            Run(&job, planes, length, &RunScatter<T>);
        }
    }

    private static void Run(void* job, nint planes, nint elements, delegate*<void*, nint, nint, void> body)
    {
        nint share = nint.Clamp(ChunkElements / nint.Max(1, elements), 1, nint.Max(1, planes));
        int chunks = checked((int)((planes + share - 1) / share));
        Work work = new() { Job = job, Body = body, Planes = planes, Share = share };
        if (chunks >= LeastParallelChunks)
            WorkerPool.Run(chunks, &RunChunk, &work);
        else
            body(job, 0, planes);
    }

    private static void RunChunk(void* state, int chunk)
    {
        Work* work = (Work*)state;
        nint first = chunk * work->Share;
        work->Body(work->Job, first, nint.Min(work->Planes, first + work->Share));
    }

    private static void RunMax<T>(void* job, nint first, nint end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; first < end; first++)
            ((PoolJob<T>*)job)->Max(first);
    }

    private static void RunAverage<T>(void* job, nint first, nint end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; first < end; first++)
            ((PoolJob<T>*)job)->Average(first);
    }

    private static void RunAverageGradient<T>(void* job, nint first, nint end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; first < end; first++)
            ((PoolJob<T>*)job)->AverageGradient(first);
    }

    private static void RunScatter<T>(void* state, nint first, nint end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScatterJob<T>* job = (ScatterJob<T>*)state;
        for (; first < end; first++)
        {
            T* x = job->X + first * job->Length, y = job->Y + first * job->Count;
            int* places = job->Places + first * job->Count;
            new Span<T>(x, checked((int)job->Length)).Clear();
            for (nint i = 0; i < job->Count; i++)
                x[places[i]] += y[i];
        }
    }

    private struct ScatterJob<T>
        where T : unmanaged
    {
        internal T* X, Y;
        internal int* Places;
        internal nint Count, Length;
    }

    private struct Work
    {
        internal void* Job;
        internal delegate*<void*, nint, nint, void> Body;
        internal nint Planes, Share;
    }
}
