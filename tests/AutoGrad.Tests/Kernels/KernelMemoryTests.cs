using AutoGrad.Kernels;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Kernels;

/// <summary>What kernels have to do with the collector: they give it no work, and they stand its moving their operands.</summary>
public class KernelMemoryTests
{
    private static readonly nint[] Lengths = [8, 64, 8, 64];
    private static readonly int[] Permutation = [0, 2, 1, 3];

    [Fact]
    public void After_the_first_call_kernels_allocate_nothing()
        => OnThreads.Each(() =>
        {
            float[] x = Numbers.Random<float>(512 * 512, 1), y = Numbers.Random<float>(512 * 512, 2), z = new float[512 * 512];
            double[] sums = new double[1];
            Allocation.AssertNone(() => RunAll(x, y, z, sums));
            return 0;
        });

    [Fact]
    public void Operands_may_move_while_kernels_run()
    {
        using CancellationTokenSource done = new();
        Thread collector = new(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
                Thread.Yield();
            }
        });
        collector.Start();
        try
        {
            OnThreads.Each(() =>
            {
                for (int repeat = 0; repeat < 20; repeat++)
                {
                    // Fresh arrays, still in the nursery, below the size of large objects.
                    float[] x = Numbers.Filled(20_000, 1f), y = Numbers.Filled(20_000, 2f), z = new float[20_000];
                    for (int again = 0; again < 5; again++)
                    {
                        double[] sums = [0];
                        AddKernel add = new(ref x[0], ref y[0], ref z[0], 100);
                        Loops.Run<AddKernel, float>(ref add, 200, 100, sums);
                        Assert.Equal(60_000, sums[0]);
                        Gemm.Multiply(in x[0], 100, 1, in y[0], 1, 100, 150, 130, 100, ref z[0], 130);
                        Assert.Equal(-1, z.AsSpan(0, 150 * 130).IndexOfAnyExcept(200f));
                    }
                }
                return 0;
            });
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }

    private static void RunAll(float[] x, float[] y, float[] z, double[] sums)
    {
        AddKernel add = new(ref x[0], ref y[0], ref z[0], 512);
        Loops.Run<AddKernel, float>(ref add, 512, 512, sums);
        Gemm.Multiply(in x[0], 512, 1, in y[0], 1, 512, 512, 512, 512, ref z[0], 512);
        Gemm.Multiply(in x[0], 512, 1, in y[0], 512, 1, 32, 1, 512, ref z[0], 1);
        Gemm.MultiplyBatch(in x[0], 4096, 64, 1, in y[0], 4096, 1, 64, 32, 64, 64, 64, ref z[0], 4096, 64);
        Softmax.Forward(in x[0], ref z[0], 512, 512, 1);
        Reduce.LogSumExp(in x[0], ref z[0], 4, 128, 512);
        Layout.Transpose(in x[0], ref z[0], Lengths, Permutation);
    }
}
