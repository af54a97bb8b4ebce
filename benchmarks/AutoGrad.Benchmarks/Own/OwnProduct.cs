using System.Numerics.Tensors;
using AutoGrad.Kernels;

namespace AutoGrad.Benchmarks;

internal sealed class OwnProduct(ProductProblem problem) : IContender
{
    private readonly float[] a = problem.A();
    private readonly float[] b = problem.B();
    private readonly float[] c = new float[problem.Rows * problem.Columns];

    public void Step()
        => Gemm.Multiply(
            in a[0], problem.Inner, 1,
            in b[0], problem.Columns, 1,
            problem.Rows, problem.Columns, problem.Inner, ref c[0], problem.Columns);

    public double[] Outcome() => [TensorPrimitives.Norm<float>(c)];

    public void Dispose()
    {
    }
}
