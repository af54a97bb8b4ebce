using System.Reflection;
using System.Runtime.CompilerServices;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace AutoGrad.Generators.Tests.Functions;

/// <summary>Functions written at random, compiled with what the generator adds, and run.</summary>
public class RandomProgramTests
{
    private const int FunctionsOfOne = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_random_programs_agree_with_differences_and_with_forward_mode(int seed)
    {
        Compilation program = new Run().Generate(Source.Compile(new RandomProgram(seed, statements: 9).Write("Program", FunctionsOfOne)));
        using var image = new MemoryStream();
        EmitResult emitted = program.WithOptions(program.Options.WithOptimizationLevel(OptimizationLevel.Release)).Emit(image);
        Assert.Equal([], emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        Type type = Assembly.Load(image.ToArray()).GetType("Program")!;
        for (int i = 0; i < FunctionsOfOne; i++)
            Check(type, FormattableString.Invariant($"F{i}"), new Random(seed));
    }

    private static void Check(Type type, string name, Random random)
    {
        var function = type.GetMethod(name)!.CreateDelegate<Func<double, double, int, bool, double>>();
        MethodInfo gradient = type.GetMethod(name + "Gradient")!, jvp = type.GetMethod(name + "Jvp")!;
        for (int run = 0; run < 20; run++)
        {
            (double x, double y, int n, bool flag) = (random.NextDouble() * 2, random.NextDouble() * 2, random.Next(6), random.Next(2) == 0);
            string at = FormattableString.Invariant($"{name}({x:R}, {y:R}, {n}, {flag})");
            var found = (ITuple)gradient.Invoke(null, [x, y, n, flag])!;
            (double value, double dx, double dy) = ((double)found[0]!, (double)found[1]!, (double)found[2]!);
            Assert.True(IsClose(function(x, y, n, flag), value, 1e-12), $"value of {at}");
            Compare(h => function(x + h, y, n, flag), dx, "dx of " + at);
            Compare(h => function(x, y + h, n, flag), dy, "dy of " + at);
            double tangent = (double)((ITuple)jvp.Invoke(null, [x, y, n, flag, 0.7, -0.4])!)[1]!;
            Assert.True(Math.Abs(tangent - ((0.7 * dx) - (0.4 * dy))) <= 1e-12 * (1 + Math.Abs(dx) + Math.Abs(dy)), $"tangent of {at}");
        }
    }

    // A branch between the points makes differences useless, and shows in that two of them do not agree.
    private static void Compare(Func<double, double> along, double expected, string what)
    {
        double Central(double h) => (along(h) - along(-h)) / (2 * h);
        double coarse = Central(2e-5), fine = Central(1e-5), difference = fine + ((fine - coarse) / 3);
        if (Math.Abs(coarse - fine) < 1e-3 * (1 + Math.Abs(fine)))
            Assert.True(IsClose(difference, expected, 1e-6), FormattableString.Invariant($"{what} is {expected:R}, by differences {difference:R}"));
    }

    private static bool IsClose(double expected, double actual, double tolerance) => Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected));
}
