using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

internal static class OwnTransformer
{
    public static IContender Create(TransformerProblem problem)
    {
        var model = new TransformerModel();
        foreach ((string name, int inputs, int units, float[] values) in TransformerProblem.Matrices())
            Tensor.Create(values, [inputs, units]).CopyTo(model.Parameters["Block." + name].Value);
        Tensor<float> x = Tensor.Create(problem.X(), [problem.Batch, problem.Time, TransformerProblem.Width]);
        Tensor<float> y = Tensor.Create(problem.Y(), [problem.Batch, problem.Time, TransformerProblem.Width]);
        var sgd = new Sgd(TransformerProblem.LearningRate, TransformerProblem.Momentum);
        return new OwnTraining(() => model.TrainStep(x, y, sgd), () => model.LossGradient(x, y));
    }
}
