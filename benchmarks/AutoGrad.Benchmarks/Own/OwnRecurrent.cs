using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

/// <summary>A recurrent model of each size, from the other side's weights.</summary>
internal static class OwnRecurrent
{
    public static IContender Create(RecurrentProblem problem) => (problem.Cell, problem.Units) switch
    {
        (Cell.Rnn, 50) => Train(new Rnn50(), problem),
        (Cell.Rnn, 128) => Train(new Rnn128(), problem),
        (Cell.Rnn, 200) => Train(new Rnn200(), problem),
        (Cell.Gru, 50) => Train(new Gru50(), problem),
        (Cell.Gru, 128) => Train(new Gru128(), problem),
        (Cell.Gru, 200) => Train(new Gru200(), problem),
        (Cell.Lstm, 50) => Train(new Lstm50(), problem),
        (Cell.Lstm, 128) => Train(new Lstm128(), problem),
        (Cell.Lstm, 200) => Train(new Lstm200(), problem),
        _ => throw new ArgumentException($"no model class has the sizes of {problem.Name}", nameof(problem)),
    };

    private static OwnTraining Train(ITrainable<Tensor<float>, Tensor<float>> model, RecurrentProblem problem)
    {
        Tensor<float> x = Tensor.Create(problem.X(), [problem.Time, problem.Batch, problem.Inputs]);
        Tensor<float> y = Tensor.Create(problem.Y(), [problem.Batch, 1]);
        var sgd = new Sgd(RecurrentProblem.LearningRate, RecurrentProblem.Momentum);
        int columns = problem.Gates * problem.Units;
        Tensor.Create(problem.InputKernel(), [problem.Inputs, columns]).CopyTo(model.Parameters["Wx"].Value);
        Tensor.Create(problem.RecurrentKernel(), [problem.Units, columns]).CopyTo(model.Parameters["Wh"].Value);
        Tensor.Create(problem.Head(), [problem.Units, 1]).CopyTo(model.Parameters["Wo"].Value);
        return new OwnTraining(() => model.TrainStep(x, y, sgd), () => model.LossGradient(x, y));
    }
}
