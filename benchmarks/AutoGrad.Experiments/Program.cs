using System.Diagnostics;
using System.Globalization;
using AutoGrad;
using AutoGrad.Experiments;

// Experiments whose outcome is known, each from fixed seeds: all of them, or those named on the command line. "mnist" is followed by the folder of
// its files, without which it does not run, "transformer" by how many seconds each of its networks learns.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Compute.Threads = 1;
(string Name, Action Run)[] all =
[
    ("adding", AddingExperiment.Run),
    ("parity", ParityExperiment.Run),
    ("order", TemporalOrderExperiment.Run),
    ("characters", CharacterExperiment.Run),
    ("transformer", () => TransformerExperiment.Run([.. args.SkipWhile(a => a != "transformer").Skip(1)])),
    ("linear", LinearExperiment.Run),
    ("births", BirthsExperiment.Run),
    ("mnist", () => MnistExperiment.Run(args.SkipWhile(a => a != "mnist").ElementAtOrDefault(1))),
];
foreach ((string name, Action run) in all.Where(e => args.Length == 0 || args.Contains(e.Name)))
{
    Console.WriteLine($"## {name}\n");
    var clock = Stopwatch.StartNew();
    run();
    Console.WriteLine($"\n{clock.Elapsed.TotalSeconds:F1} s\n");
}
