namespace AutoGrad.Benchmarks;

/// <summary>Stands in for Own/ while that is not built.</summary>
internal static class Own
{
    public static void Use(int threads)
    {
    }

    public static IContender? Training(MlpProblem problem) => null;

    public static IContender? Chain(ChainProblem problem) => null;

    public static IContender? Product(ProductProblem problem) => null;
}
