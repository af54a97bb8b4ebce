using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

internal sealed class OwnPart(ParameterSet parameters, Action step, Func<double[]> outcome) : IContender
{
    public static OwnPart Create(PartProblem problem)
    {
        switch (problem.Part)
        {
            case Part.CrossEntropy:
                var entropy = new CrossEntropyPart();
                Tensor<int> labels = Tensor.Create(problem.Labels(), [problem.Rows]);
                float loss = 0;
                return Started(entropy.Parameters, problem, () => loss = entropy.LossGradient(labels), p => [loss, p.GradientNorm]);
            case Part.Embedding or Part.EmbeddingStep:
                var embedding = new EmbeddingPart();
                Tensor<int> ids = Tensor.Create(problem.Ids(), [problem.Chosen]);
                Tensor<float> weights = Tensor.Create(problem.Weights(), [problem.Chosen, problem.Columns]);
                var sgd = new Sgd(PartProblem.LearningRate);
                float sum = 0;
                return Started(
                    embedding.Parameters,
                    problem,
                    problem.Part == Part.Embedding ? () => sum = embedding.LossGradient(ids, weights) : () => sum = embedding.TrainStep(ids, weights, sgd).Loss,
                    p => [sum, p.GradientNorm]);
            default:
                var dropout = new DropoutPart();
                Tensor<float> each = Tensor.Create(problem.Weights(), [problem.Rows, problem.Columns]);
                // Masks differ: both sides keep nine of ten.
                return Started(dropout.Parameters, problem, () => dropout.LossGradient(each), p => [Math.Round(Kept(p) * 50)]);
        }
    }

    public void Step() => step();

    public double[] Outcome() => outcome();

    public void Dispose() => GC.KeepAlive(parameters);

    private static OwnPart Started(ParameterSet parameters, PartProblem problem, Action step, Func<ParameterSet, double[]> outcome)
    {
        Tensor.Create(problem.Values(), [problem.Rows, problem.Columns]).CopyTo(parameters[0].Value);
        return new OwnPart(parameters, step, () => outcome(parameters));
    }

    private static double Kept(ParameterSet parameters)
    {
        var gradient = new float[parameters[0].Value.FlattenedLength];
        parameters[0].Gradient.FlattenTo(gradient);
        return gradient.Count(g => g != 0) / (double)gradient.Length;
    }
}
