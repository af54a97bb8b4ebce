using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>The generator, run once and then again after an edit.</summary>
internal sealed class Run
{
    private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
        [new DifferentiableGenerator().AsSourceGenerator()],
        parseOptions: Source.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator, which must not fail; returns the program with what it adds.</summary>
    public Compilation Generate(Compilation compilation)
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> failures);
        Assert.Empty(failures);
        return updated;
    }

    /// <summary>What the last run did.</summary>
    public GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>Why each output of a named step is what it is.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) => Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);

    /// <summary>The same for the files written from the models, or those from their positions.</summary>
    public IEnumerable<IncrementalStepRunReason> OutputReasons(string step)
        => Result.TrackedOutputSteps.Values.SelectMany(s => s).Where(s => ComesFrom(s, DifferentiableGenerator.PositionsStep) == (step == DifferentiableGenerator.PositionsStep)).SelectMany(s => s.Outputs).Select(o => o.Reason);

    private static bool ComesFrom(IncrementalGeneratorRunStep step, string name) => step.Name == name || step.Inputs.Any(input => ComesFrom(input.Source, name));
}
