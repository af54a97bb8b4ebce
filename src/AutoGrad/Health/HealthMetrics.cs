using System.Diagnostics.Metrics;

namespace AutoGrad.Health;

/// <summary>
/// What monitors observe, as metrics of the meter <c>AutoGrad</c>: gauges <c>autograd.loss</c>, <c>autograd.gradient.norm</c> and
/// <c>autograd.clip.scale</c>, counters <c>autograd.steps</c> and <c>autograd.findings</c> (with the tag <c>kind</c>). Without a listener they cost next to nothing.
/// </summary>
internal static class HealthMetrics
{
    private static readonly Meter Meter = new("AutoGrad");
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("autograd.steps", "{step}", "Training steps.");
    private static readonly Counter<long> Findings = Meter.CreateCounter<long>("autograd.findings", "{finding}", "Signs of unhealthy training, by kind.");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("autograd.loss", description: "The loss of the last step, penalties in it.");
    private static readonly Gauge<double> Norm = Meter.CreateGauge<double>("autograd.gradient.norm", description: "The norm of the last gradient before every clip.");
    private static readonly Gauge<double> Scale = Meter.CreateGauge<double>("autograd.clip.scale", description: "The factor of the global norm clip.");

    internal static void Record(in StepReport step, List<Finding> found)
    {
        Steps.Add(1);
        if (Loss.Enabled)
            Loss.Record(step.Loss);
        if (Norm.Enabled)
            Norm.Record(step.GradientNorm);
        if (Scale.Enabled)
            Scale.Record(step.ClipScale);
        if (Findings.Enabled)
        {
            foreach (Finding finding in found)
                Findings.Add(1, new KeyValuePair<string, object?>("kind", finding.Kind.ToString()));
        }
    }
}
