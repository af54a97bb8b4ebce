using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>A run with dropout and batch normalisation that is continued from a file draws the same masks, and has the same running statistics.</summary>
public sealed class DroppedCheckpointTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Optimizers => Data.OptimizerNames;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_resumed_run_equals_the_uninterrupted_one_bit_for_bit(string optimizer)
    {
        Run whole = new(optimizer, 1), first = new(optimizer, 1), second = new(optimizer, 2);
        List<float> expected = whole.Train(20);
        first.Train(9);
        first.Checkpoint.Save(_path);
        first.Train(3);
        second.Train(2);
        second.Checkpoint.Load(_path);
        Assert.Equal((9, 9), (second.Checkpoint.Step, second.Model.Parameters.Draws.Step));
        Assert.Equal(expected[9..], second.Train(11));
        AssertSame(whole.Model, second.Model);
        Assert.NotEqual(Data.Bits(new DroppedClassifier(seed: 1).Norm.RunningMean), Data.Bits(second.Model.Norm.RunningMean));
    }

    [Fact]
    public void Draws_and_statistics_alone_make_another_run()
    {
        Run whole = new("Adam", 1), drawn = new("Adam", 1), reset = new("Adam", 1);
        whole.Train(9);
        whole.Checkpoint.Save(_path);
        drawn.Checkpoint.Load(_path);
        drawn.Model.Parameters.Draws.Advance();
        reset.Checkpoint.Load(_path);
        reset.Model.ResetState();
        float next = whole.Train(1)[0];
        Assert.NotEqual(next, drawn.Train(1)[0]);
        Assert.Equal(next, reset.Train(1)[0]);
        Assert.NotEqual(Predictions(whole.Model), Predictions(reset.Model));
    }

    private static void AssertSame(DroppedClassifier expected, DroppedClassifier found)
    {
        Assert.Equal(Data.Bits(expected.Parameters.Values), Data.Bits(found.Parameters.Values));
        Assert.Equal(Data.Bits(expected.Norm.RunningMean), Data.Bits(found.Norm.RunningMean));
        Assert.Equal(Data.Bits(expected.Norm.RunningVariance), Data.Bits(found.Norm.RunningVariance));
        Assert.Equal((expected.Parameters.Draws.Seed, expected.Parameters.Draws.Step), (found.Parameters.Draws.Seed, found.Parameters.Draws.Step));
        Assert.Equal(Predictions(expected), Predictions(found));
    }

    private static int[] Predictions(DroppedClassifier model)
    {
        Tensor<float> logits = Nn.Zeros<float>(6, 5);
        model.Logits(Data.Floats(99, 6, 12), logits);
        return Data.Bits(logits);
    }

    /// <summary>The data of a step are a function of its number.</summary>
    private sealed class Run
    {
        public Run(string optimizer, int seed)
        {
            Model = new DroppedClassifier(seed);
            Optimizer = optimizer == "Groups" ? new AdamW(0.01f) { Groups = [new ParameterGroup("Head") { LearningRateFactor = 0.5f }] } : Data.Optimizers[optimizer]();
            Checkpoint = new Checkpoint(Model.Parameters, Optimizer);
        }

        public DroppedClassifier Model { get; }

        public Checkpoint Checkpoint { get; }

        private Optimizer Optimizer { get; }

        public List<float> Train(int steps)
        {
            var losses = new List<float>();
            for (int i = 0; i < steps; i++)
            {
                int step = (int)Checkpoint.Step++;
                losses.Add(Model.TrainStep(Data.Floats(step, 8, 12), Data.Labels(step + 100, 8, 5), Optimizer).Loss);
            }

            return losses;
        }
    }
}
