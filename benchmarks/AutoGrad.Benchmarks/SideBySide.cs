using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>All comparisons of a group, as BenchmarkDotNet runs them.</summary>
[MemoryDiagnoser]
public abstract class SideBySide(string group) : IDisposable
{
    private IContender? torchSharp;
    private IContender? autoGrad;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public IEnumerable<string> Cases => OfGroup().Select(comparison => comparison.Name);

    [GlobalSetup]
    public void Setup()
    {
        Threads.Use(1); // Here, because torch keeps the number for the calling thread, and this is the one that is timed.
        Comparison comparison = OfGroup().Single(comparison => comparison.Name == Case);
        torchSharp = comparison.TorchSharp();
        autoGrad = comparison.AutoGrad();
    }

    [Benchmark(Baseline = true)]
    public void TorchSharp() => torchSharp!.Step();

    [Benchmark]
    public void AutoGrad() => autoGrad!.Step();

    [GlobalCleanup]
    public void Dispose()
    {
        torchSharp?.Dispose();
        autoGrad?.Dispose();
        GC.SuppressFinalize(this);
    }

    private IEnumerable<Comparison> OfGroup() => Comparison.All.Where(comparison => comparison.Group == group);
}

public class TrainingStep() : SideBySide(nameof(TrainingStep));

public class RecurrentStep() : SideBySide(nameof(RecurrentStep));

public class RecurrentLayerStep() : SideBySide(nameof(RecurrentLayerStep));

public class ConvolutionalStep() : SideBySide(nameof(ConvolutionalStep));

public class ElementwiseChain() : SideBySide(nameof(ElementwiseChain));

public class LayerNormPass() : SideBySide(nameof(LayerNormPass));

public class TransformerStep() : SideBySide(nameof(TransformerStep));

public class NetworkPart() : SideBySide(nameof(NetworkPart));

public class OptimizerStep() : SideBySide(nameof(OptimizerStep));

public class MatrixProduct() : SideBySide(nameof(MatrixProduct));
