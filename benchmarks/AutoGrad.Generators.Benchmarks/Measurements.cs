using System.Collections.Immutable;
using System.Diagnostics;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace AutoGrad.Generators.Benchmarks;

/// <summary>Milliseconds: the median of some, and the least.</summary>
internal readonly record struct Milliseconds(double Median, double Least)
{
    public static Milliseconds Of(IReadOnlyCollection<double> values) => new(values.Order().ElementAt(values.Count / 2), values.Min());

    public override string ToString() => FormattableString.Invariant($"{Median:N0} ({Least:N0})");
}

/// <summary>What generator and analyzer take for an edit of the sample project.</summary>
internal static class Measurements
{
    /// <summary>The generator's time for each edit, and the lines that it has written.</summary>
    public static (Milliseconds Time, long Lines) Generator(Edit edit, int rounds, int warmUp)
    {
        var compilations = new Compilations();
        GeneratorDriver driver = Compilations.Driver().RunGenerators(compilations.Current);
        List<double> times = [];
        for (int round = -warmUp; round < rounds; round++)
        {
            edit.Do(compilations, round + warmUp);
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilations.Current);
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception)
            throw exception;
        return (Milliseconds.Of(times), result.GeneratedSources.Sum(s => (long)s.SourceText.Lines.Count));
    }

    /// <summary>
    /// The analyzer's time for each edit: all that analysing the whole compilation takes beyond what an analyzer that does nothing makes the
    /// compiler do, and the time that the compiler says was spent in it.
    /// </summary>
    public static (Milliseconds Elapsed, Milliseconds InAnalyzer, Milliseconds Idle) Analyzer(Edit edit, int rounds, int warmUp)
    {
        var compilations = new Compilations();
        GeneratorDriver driver = Compilations.Driver();
        List<double> elapsed = [], inAnalyzer = [], idle = [];
        for (int round = -warmUp; round < rounds; round++)
        {
            edit.Do(compilations, round + warmUp);
            driver = driver.RunGeneratorsAndUpdateCompilation(compilations.Current, out Compilation output, out _);
            double nothing = Analyze(output.Clone(), new IdleAnalyzer()).Elapsed;
            (double all, double within) = Analyze(output.Clone(), new ModelAnalyzer());
            if (round < 0)
                continue;
            elapsed.Add(all);
            inAnalyzer.Add(within);
            idle.Add(nothing);
        }

        return (Milliseconds.Of(elapsed), Milliseconds.Of(inAnalyzer), Milliseconds.Of(idle));
    }

    private static (double Elapsed, double InAnalyzer) Analyze(Compilation compilation, DiagnosticAnalyzer analyzer)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: true);
        var analysis = new CompilationWithAnalyzers(compilation, [analyzer], options);
        long start = Stopwatch.GetTimestamp();
        ImmutableArray<Diagnostic> problems = analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        // The chains of the sample's models are of any functions: that their gradients may vanish is rightly said, and stops nothing.
        if (problems.FirstOrDefault(p => p.Severity >= DiagnosticSeverity.Warning && !p.Id.StartsWith("AG5", StringComparison.Ordinal)) is { } problem)
            throw new InvalidOperationException(problem.ToString());
        AnalyzerTelemetryInfo telemetry = analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult();
        return (elapsed, telemetry.ExecutionTime.TotalMilliseconds);
    }
}
