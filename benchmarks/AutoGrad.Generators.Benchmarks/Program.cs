using AutoGrad.Generators.Benchmarks;

// --smoke: once each, to see that it runs; its figures mean nothing.
bool isSmoke = args.Contains("--smoke"), isQuick = args.Contains("--quick");
int rounds = isSmoke ? 1 : isQuick ? 9 : 31, warmUp = isSmoke ? 0 : 2;

Console.WriteLine("| edit of the sample project | generator ms (least) | analyzer ms (least) | of which in the analyzer | an idle analyzer |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
long lines = 0;
foreach (Edit edit in Edit.All)
{
    (Milliseconds generator, lines) = Measurements.Generator(edit, rounds, warmUp);
    (Milliseconds elapsed, Milliseconds inAnalyzer, Milliseconds idle) = Measurements.Analyzer(edit, isSmoke ? 1 : isQuick ? 5 : 15, warmUp);
    Console.WriteLine($"| {edit.Name} | {generator} | {elapsed} | {inAnalyzer} | {idle} |");
}

Console.WriteLine(FormattableString.Invariant($"\nLines that are generated: {lines:N0}\n"));
if (args.Contains("--no-build"))
    return;

using var builds = new Builds();
if (isSmoke)
{
    builds.BuildTwice();
    return;
}

Print("a new compiler", builds.Measure(isQuick ? 6 : 10, isShared: false));
Print("the compiler's server", builds.Measure(isQuick ? 5 : 8, isShared: true));

static void Print(string by, (Seconds Without, Seconds With, Seconds? Unset) builds)
{
    Console.WriteLine(FormattableString.Invariant($"Build by {by}, seconds (least): {builds.Without.Least:F1} without the generator"));
    Console.WriteLine(FormattableString.Invariant($"  with the package: {builds.With.Least:F1}, {builds.With.More:F1} more (median of pairs)"));
    if (builds.Unset is { } unset)
        Console.WriteLine(FormattableString.Invariant($"  with the package, its CscEnvironment unset: {unset.Least:F1}, {unset.More:F1} more"));
}
