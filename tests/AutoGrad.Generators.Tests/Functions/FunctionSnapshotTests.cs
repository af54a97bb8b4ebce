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
    public void Numbers_that_are_read_often_have_a_name() => Verify("""
        [Differentiable]
        public static float Saturated(float x, int n, float one)
        {
            float s = 1f / (1f + x * x);
            for (int i = 0; i < n; i++)
                s = 2f * s / (1f + 2f * s * s);
            return one - s * s + 0.5f * x;
        }
        """);

    [Fact]
    public void A_kernel_computes_again_what_is_cheaper_than_a_place_in_memory() => Verify("""
        [Differentiable]
        public static double Spread([Shape("n")] Tensor<double> x)
        {
            Tensor<double> gate = 0.5 * Tanh(0.5 * (x + 0.5)) + 0.5;
            Tensor<double> centred = gate - Full(Mean(gate), x.Lengths[0]);
            return Mean(centred * centred);
        }
        """);

    [Fact]
    public void A_function_that_is_refused_keeps_its_signatures() => Verify("""
        [Differentiable]
        public static double Again(double x) => x > 1 ? Again(x / 2) : x;
        """);

    [Fact]
    public void A_range_is_a_counted_loop_and_an_element_is_read_at_a_time() => Verify("""
        [Differentiable]
        public static double Both([Shape("n")] Tensor<double> x, double y)
        {
            double s = 0;
            foreach (int i in Enumerable.Range(1, 4))
                s += y * i;
            foreach (double v in x)
                s = Math.Sin(s + v);
            return s;
        }
        """);

    [Fact]
    public void What_ends_after_its_body_decides_there() => Verify("""
        [Differentiable]
        public static double Halves(double x, int n)
        {
            int i = 0;
            do
            {
                i++;
                if (i == 3)
                    continue;
                x = x * x + 0.5;
            }
            while (i < n && x < 10);
            return x;
        }
        """);

    [Fact]
    public void An_inner_loop_is_run_again_on_the_way_back() => Verify("""
        [Differentiable]
        public static double Nested(double x, int n)
        {
            double s = 1;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < i; j++)
                    s = Math.Tanh(s * x);
                if (s < 0)
                    return s;
                s += x;
            }

            return s;
        }
        """);

    [Fact]
    public void An_enum_is_an_int_inside() => Verify("""
        public enum Kind { Linear, Square, Other }

        [Differentiable]
        public static double Choose(double x, Kind kind, bool twice)
        {
            double y;
            switch (kind)
            {
                case Kind.Linear when !twice:
                    y = x;
                    break;
                case Kind.Linear or Kind.Square:
                    y = x * x;
                    break;
                default:
                    return 3 * x;
            }

            return twice switch { true => 2 * y, false => y };
        }
        """);

    [Fact]
    public void Local_functions_lambdas_tuples_and_helpers_are_written_out() => Verify("""
        [Differentiable]
        public static double Inlined(double x, double y)
        {
            double s = 0;
            void Add(double v) => s += v * y;
            Func<double, double> f = v => v * v + x;
            Add(f(x));
            (double a, double b) = Split(s);
            (a, b) = (b, a);
            return a - Horner(b, y);
        }

        private static (double, double) Split(double v) => (Math.Sin(v), Math.Cos(v));

        private static T Horner<T>(T x, T c) where T : INumber<T> => (c * x + T.One) * x;
        """);

    [Fact]
    public void An_operator_in_place_makes_a_new_value() => Verify("""
        [Differentiable]
        public static double Accumulate([Shape("time", 3)] Tensor<double> x, [Shape(3)] Tensor<double> y)
        {
            Tensor<double> h = Zeros<double>(3);
            for (int t = 0; t < x.Lengths[0]; t++)
            {
                h *= y;
                h += At(x, t);
            }

            return Sum(h);
        }
        """);

    [Fact]
    public void Tensors_that_change_places_are_copied() => Verify("""
        [Differentiable]
        public static double Swap([Shape("n")] Tensor<double> x, [Shape("n")] Tensor<double> y, int steps)
        {
            for (int i = 0; i < steps; i++)
                (x, y) = (y, x);
            return Tensor.Dot<double>(x, y * y);
        }
        """);

    [Fact]
    public void The_gradient_of_a_gradient_is_a_function_like_others() => Verify("""
        [Differentiable]
        public static double Slope(double x) => Cube(2 * x).X;

        private static (double Value, double X) Cube(double x) => CubicGradient(x);

        [Differentiable]
        public static double Cubic(double x) => x * x * Math.Sin(x);
        """, "Functions.Slope.Derivatives.g.cs");

    private static void Verify(string function, string? file = null, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        var run = new Run();
        run.Generate(Source.Compile($"public static partial class Functions\n{{\n{function}\n}}"));
        Snapshot.Verify(Assert.Single(run.Result.GeneratedSources, s => file is null || s.HintName == file).SourceText.ToString(), "cs", method: method);
    }
}
