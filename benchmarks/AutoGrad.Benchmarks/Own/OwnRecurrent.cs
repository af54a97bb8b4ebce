using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

/// <summary>A recurrent model of each size, from the other side's weights: as a loop that a user writes, or of layers.</summary>
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

    public static IContender CreateOfLayers(RecurrentProblem problem) => (problem.Cell, problem.Units) switch
    {
        (Cell.Rnn, 50) => Train(new RnnLayer50(), problem),
        (Cell.Rnn, 128) => Train(new RnnLayer128(), problem),
        (Cell.Rnn, 200) => Train(new RnnLayer200(), problem),
        (Cell.Gru, 50) => Train(new GruLayer50(), problem),
        (Cell.Gru, 128) => Train(new GruLayer128(), problem),
        (Cell.Gru, 200) => Train(new GruLayer200(), problem),
        (Cell.Lstm, 50) => Train(new LstmLayer50(), problem),
        (Cell.Lstm, 128) => Train(new LstmLayer128(), problem),
        (Cell.Lstm, 200) => Train(new LstmLayer200(), problem),
        _ => throw new ArgumentException($"no model class has the sizes of {problem.Name}", nameof(problem)),
    };

    private static OwnTraining Train(ITrainable<Tensor<float>, Tensor<float>> model, RecurrentProblem problem)
    {
        Tensor<float> x = Tensor.Create(problem.X(), [problem.Time, problem.Batch, problem.Inputs]);
        Tensor<float> y = Tensor.Create(problem.Y(), [problem.Batch, 1]);
        var sgd = new Sgd(RecurrentProblem.LearningRate, RecurrentProblem.Momentum);
        int columns = problem.Gates * problem.Units;
        // Biases start at zero, those of forget gates too.
        foreach (Parameter parameter in model.Parameters)
            Tensor.CreateFromShape<float>(parameter.Value.Lengths).CopyTo(parameter.Value);
        Set(model.Parameters, ["Wx", "Memory.InputKernel"], problem.InputKernel(), problem.Inputs, columns);
        Set(model.Parameters, ["Wh", "Memory.RecurrentKernel"], problem.RecurrentKernel(), problem.Units, columns);
        Set(model.Parameters, ["Wo", "Head.Kernel"], problem.Head(), problem.Units, 1);
        return new OwnTraining(() => model.TrainStep(x, y, sgd), () => model.LossGradient(x, y));
    }

    // A parameter has one name in a loop and another one in a layer.
    private static void Set(ParameterSet parameters, string[] names, float[] values, int rows, int columns)
        => Tensor.Create(values, [rows, columns]).CopyTo(parameters.First(p => names.Contains(p.Name)).Value);
}
