using System.Numerics.Tensors;
using AutoGrad.Health;

namespace AutoGrad.Benchmarks;

/// <content>Steps that differ in one attribute.</content>
internal static partial class Own
{
    public static IContender Plain(MlpProblem problem)
    {
        var model = new PlainMlp();
        return Costs(problem, model, model.Parameters, step => step);
    }

    public static IContender NormClipped(MlpProblem problem)
    {
        var model = new NormClippedMlp();
        return Costs(problem, model, model.Parameters, step => step);
    }

    public static IContender GloballyClipped(MlpProblem problem)
    {
        var model = new GloballyClippedMlp();
        return Costs(problem, model, model.Parameters, step => step);
    }

    public static IContender Monitored(MlpProblem problem)
    {
        var model = new MonitoredMlp();
        var monitor = new GradientMonitor(model.Parameters, new GradientMonitorOptions { KeepHistory = false });
        return Costs(problem, model, model.Parameters, step =>
        {
            monitor.Observe(step);
            return step;
        });
    }

    private static OwnTraining Costs(MlpProblem problem, ITrainable<Tensor<float>, Tensor<int>> model, ParameterSet parameters, Func<StepReport, StepReport> observe)
    {
        Start(parameters, problem);
        Tensor<float> x = Tensor.Create(problem.Inputs(), [problem.Batch, problem.Widths[0]]);
        Tensor<int> labels = Tensor.Create(problem.Labels(), [problem.Batch]);
        var sgd = new Sgd(MlpProblem.LearningRate, MlpProblem.Momentum);
        return new OwnTraining(() => observe(model.TrainStep(x, labels, sgd)), () => model.LossGradient(x, labels));
    }
}
