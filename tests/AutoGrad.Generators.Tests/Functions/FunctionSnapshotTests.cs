using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Functions;

/// <summary>What is generated for functions, as users read it.</summary>
public class FunctionSnapshotTests
{
    [Fact]
    public void A_loop_that_ends_early_is_run_backwards() => Verify("""
        [Differentiable]
        public static double NewtonSqrt(double x, int iterations)
        {
            double guess = x > 1 ? x / 2 : x;
            for (int i = 0; i < iterations; i++)
            {
                double next = 0.5 * (guess + x / guess);
                if (Math.Abs(next - guess) < 1e-14)
                    break;
                guess = next;
            }

            return guess;
        }
        """);

    [Fact]
    public void A_counted_loop_over_rows_is_sliced() => Verify("""
        [Differentiable]
        public static double Total([Shape("n")] Tensor<double> x, double decay)
        {
            double s = 0;
            for (int i = 0; i < x.Lengths[0]; i++)
                s = decay * s + x[i] * x[i];
            return s;
        }
        """);

    [Fact]
    public void Branches_compute_only_what_is_taken() => Verify("""
        [Differentiable]
        public static double Piecewise(double x, int n)
        {
            if (x < 0)
                return 0;
            return n switch { 0 => x, 1 => Math.Sin(x), _ => Math.Exp(-x) };
        }
        """);

    [Fact]
    public void A_function_that_is_refused_keeps_its_signatures() => Verify("""
        [Differentiable]
        public static double Again(double x) => x > 1 ? Again(x / 2) : x;
        """);

    private static void Verify(string function, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        var run = new Run();
        run.Generate(Source.Compile($"public static partial class Functions\n{{\n{function}\n}}"));
        Snapshot.Verify(Assert.Single(run.Result.GeneratedSources).SourceText.ToString(), "cs", method: method);
    }
}
