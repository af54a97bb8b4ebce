using System.Globalization;
using AutoGrad.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is [MemoryRun.One, var model, var side, var time])
{
    Threads.Use(1);
    MemoryRun.Measure(model, side, int.Parse(time, CultureInfo.InvariantCulture));
    return 0;
}

if (args is [TorchDigits.Argument, var epochs])
{
    Threads.Use(1);
    TorchDigits.Run(int.Parse(epochs, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["--quick" or "--smoke", .. var options])
{
    PairedTimer.IsSmoke = args is ["--smoke", ..];
    int threads = 1;
    if (options is ["--threads", var number, ..])
    {
        threads = int.Parse(number, CultureInfo.InvariantCulture);
        options = options[2..];
    }

    Threads.Use(threads);
    if (options is ["costs"])
    {
        CostRun.Print();
        return 0;
    }

    if (options is ["layers"])
    {
        LayerRun.Print();
        return 0;
    }

    if (options is ["memory"])
    {
        MemoryRun.Print();
        return 0;
    }

    string filter = string.Join(' ', options);
    bool agreed = QuickRun.Print(filter);
    ScalarRun.Print(filter);
    if (PairedTimer.IsSmoke && filter.Length == 0)
    {
        CostRun.Print();
        LayerRun.Print();
    }

    return agreed ? 0 : 1;
}

// In this process, because a folder of TorchSharp's output for each benchmark would be a gigabyte each.
IConfig config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithMaxIterationCount(30))
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40));
BenchmarkSwitcher.FromAssembly(typeof(TrainingStep).Assembly).Run(args, config);
return 0;
