using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Recurrent;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>A run that is continued from a file takes the steps of one that was never interrupted.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Optimizers => Data.OptimizerNames;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_resumed_run_equals_the_uninterrupted_one_bit_for_bit(string optimizer)
    {
        Run whole = new(optimizer, 1), first = new(optimizer, 1), second = new(optimizer, 2);
        whole.Train(20);
        first.Train(9);
        first.Checkpoint.Save(_path);
        first.Train(3);
        second.Checkpoint.Load(_path);
        Assert.Equal(9, second.Checkpoint.Step);
        second.Train(11);
        Assert.Equal(Data.Bits(whole.Model.Parameters.Values), Data.Bits(second.Model.Parameters.Values));
        Assert.Equal(whole.Optimizer.LearningRate, second.Optimizer.LearningRate);
        whole.Average.Swap();
        second.Average.Swap();
        Assert.Equal(Data.Bits(whole.Model.Parameters.Values), Data.Bits(second.Model.Parameters.Values));
    }

    [Fact]
    public void A_checkpoint_before_the_first_step_is_one_too()
    {
        Run whole = new("Adam", 1), first = new("Adam", 1), second = new("Adam", 2);
        whole.Train(4);
        first.Checkpoint.Save(_path);
        second.Checkpoint.Load(_path);
        second.Train(4);
        Assert.Equal(Data.Bits(whole.Model.Parameters.Values), Data.Bits(second.Model.Parameters.Values));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        Run run = new("Adam", 1);
        run.Train(3);
        run.Checkpoint.Save(_path);
        Run other = new("Nadam", 2);
        other.Train(1);
        int[] before = Data.Bits(other.Model.Parameters.Values);
        Refuses(other.Checkpoint, "The state is that of Adam");
        Refuses(new Checkpoint(other.Model.Parameters, new Adam()), "it has a plateau, which this run has not");
        var model = new SmallClassifier(seed: 1);
        Refuses(new Checkpoint(model.Parameters, new Adam()) { Plateau = new ReduceOnPlateau(), Average = new WeightAverage(model.Parameters) }, "it has no tensor 'model.W1'");
        Assert.Equal(before, Data.Bits(other.Model.Parameters.Values));

        model.Parameters.Save(_path);
        Refuses(new Checkpoint(model.Parameters, new Adam()), "it is no checkpoint");
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..^1]);
        Refuses(new Checkpoint(model.Parameters, new Adam()), "cannot be read");
        run.Average.Swap();
        Assert.Throws<InvalidOperationException>(() => run.Checkpoint.Save(_path));
        Assert.Throws<InvalidOperationException>(() => run.Checkpoint.Load(_path));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Checkpoint.Step = -1);
    }

    private void Refuses(Checkpoint checkpoint, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => checkpoint.Load(_path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A model, a clip with memory, a plateau and an average; the data of a step are a function of its number.</summary>
    private sealed class Run
    {
        public Run(string optimizer, int seed)
        {
            Model = new Streaming(batch: 2, seed);
            Optimizer = Data.Optimizers[optimizer]();
            if (optimizer == "Adam")
                Optimizer = new Adam(0.01f) { Clip = new AutoClip(0.3f, window: 5) };
            if (optimizer == "Groups")
                Optimizer = new AdamW(0.01f) { Groups = [new ParameterGroup("Head") { LearningRateFactor = 0.5f }], Clip = new ZClip(warmUp: 3) };
            Plateau = new ReduceOnPlateau(0.9f, patience: 1);
            Average = new WeightAverage(Model.Parameters, 0.9f);
            Checkpoint = new Checkpoint(Model.Parameters, Optimizer) { Plateau = Plateau, Average = Average };
        }

        public Streaming Model { get; }

        public Optimizer Optimizer { get; }

        public WeightAverage Average { get; }

        public Checkpoint Checkpoint { get; }

        private ReduceOnPlateau Plateau { get; }

        public void Train(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                int step = (int)Checkpoint.Step++;
                Model.ResetState();
                StepReport report = Model.TrainStep(Data.Floats(step, 6, 2, 3), Data.Floats(step + 100, 2, 1), Optimizer);
                Optimizer.LearningRate = Plateau.Observe(report.Loss, Optimizer.LearningRate);
                Average.Update();
            }
        }
    }
}
