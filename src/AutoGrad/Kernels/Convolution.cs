using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>
/// Convolution over two axes and its transposes. Images are [n, channels, height, width], kernels [filters, channels / groups, height, width];
/// both lengths, the strides, paddings and dilations of the two axes and the number of groups come with each call. They are not checked here.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Convolution
{
    /// <summary>
    /// y[n, f, i, j] = bias[f] + sum over c, k, l of kernel[f, c, k, l] x[n, c, i stride + k dilation - padding, j stride + l dilation - padding].
    /// </summary>
    public static void Forward<T>(
        ref readonly T x, ref readonly T kernel, ref readonly T bias, ref T y,
        ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding, ReadOnlySpan<nint> dilation, nint groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvShape shape = new(image, window, stride, padding, dilation, groups);
        if (shape.Images * shape.Filters * shape.Rows * shape.Columns == 0)
            return;
        fixed (T* px = &x, pk = &kernel, pb = &bias, py = &y)
            Run(CorrelationJob<T>.Forward(px, pk, pb, py, in shape), shape.Work<T>());
    }

    /// <summary>The same without a bias.</summary>
    public static void Forward<T>(
        ref readonly T x, ref readonly T kernel, ref T y,
        ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding, ReadOnlySpan<nint> dilation, nint groups)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Forward(in x, in kernel, in Unsafe.NullRef<T>(), ref y, image, window, stride, padding, dilation, groups);

    /// <summary>x[n, c, h, w] = bias[c] + the sum of y[n, f, i, j] kernel[f, c, k, l] over all places where the convolution multiplies x[n, c, h, w] by kernel[f, c, k, l].</summary>
    public static void InputGradient<T>(
        ref readonly T y, ref readonly T kernel, ref readonly T bias, ref T x,
        ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding, ReadOnlySpan<nint> dilation, nint groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvShape shape = new(image, window, stride, padding, dilation, groups);
        if (shape.Images * shape.Channels * shape.Height * shape.Width == 0)
            return;
        fixed (T* py = &y, pk = &kernel, pb = &bias, px = &x)
            Run(CorrelationJob<T>.Input(py, pk, pb, px, in shape), shape.Work<T>());
    }

    /// <summary>The same without a bias.</summary>
    public static void InputGradient<T>(
        ref readonly T y, ref readonly T kernel, ref T x,
        ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding, ReadOnlySpan<nint> dilation, nint groups)
        where T : unmanaged, IFloatingPointIeee754<T>
        => InputGradient(in y, in kernel, in Unsafe.NullRef<T>(), ref x, image, window, stride, padding, dilation, groups);

    /// <summary>kernel[f, c, k, l] = the sum of y[n, f, i, j] x[n, c, i stride + k dilation - padding, j stride + l dilation - padding] over n, i and j.</summary>
    public static void KernelGradient<T>(
        ref readonly T y, ref readonly T x, ref T kernel,
        ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding, ReadOnlySpan<nint> dilation, nint groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvShape shape = new(image, window, stride, padding, dilation, groups);
        nint count = shape.Filters * shape.Taps;
        if (shape.Images * shape.Rows * shape.Columns == 0)
        {
            Layout.Fill(ref kernel, count, T.Zero);
            return;
        }

        fixed (T* py = &y, px = &x, pk = &kernel)
        {
            KernelGradientJob<T> job = new(py, px, in shape);
            if (job.Chunks > 1)
                WorkerPool.Run(job.Chunks, &RunKernelChunk<T>, &job);
            else
                job.RunChunk(0);
            Layout.Copy(in *job.Sums, count, ref kernel, count, 1, count);
            for (int chunk = 1; chunk < job.Chunks; chunk++)
                for (nint i = 0; i < count; i++)
                    pk[i] += job.Sums[chunk * count + i];
        }
    }

    private static void Run<T>(CorrelationJob<T> job, nint work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (work >= GemmJob<T>.LeastParallel)
            WorkerPool.Run(job.Chunks, &RunChunk<T>, &job);
        else
            for (int chunk = 0; chunk < job.Chunks; chunk++)
                job.RunChunk(chunk);
    }

    private static void RunChunk<T>(void* job, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
        => ((CorrelationJob<T>*)job)->RunChunk(chunk);

    private static void RunKernelChunk<T>(void* job, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
        => ((KernelGradientJob<T>*)job)->RunChunk(chunk);
}
