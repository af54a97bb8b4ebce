using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Training;

[Collection(ThreadsCollection.Name)]
public sealed class DeterminismTests : IDisposable
{
    private readonly int _threads = Compute.Threads;

    public void Dispose() => Compute.Threads = _threads;

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_two_runs_and_with_one_and_two_threads()
    {
        uint[] first = TrainWide(threads: 1);
        Assert.Equal(first, TrainWide(threads: 1));
        Assert.Equal(first, TrainWide(threads: 2));
        Assert.Equal(first, TrainWide(threads: 2));
    }

    [Fact]
    public void Sums_over_many_elements_have_the_same_bits_with_one_and_two_threads()
    {
        uint[] first = TrainChain(threads: 1);
        for (int run = 0; run < 5; run++)
            Assert.Equal(first, TrainChain(threads: 2));
    }

    [Fact]
    public void Another_seed_gives_other_parameters()
    {
        Assert.NotEqual(Bits(new SmallClassifier(seed: 1).Parameters), Bits(new SmallClassifier(seed: 2).Parameters));
        Assert.Equal(Bits(new SmallClassifier(seed: 3).Parameters), Bits(new SmallClassifier(seed: 3).Parameters));
    }

    private static uint[] TrainWide(int threads)
    {
        Compute.Threads = threads;
        var model = new WideClassifier(seed: 5);
        var optimizer = new Sgd(0.05f, 0.9f);
        var reports = new List<uint>();
        for (int step = 0; step < 4; step++)
        {
            StepReport report = model.TrainStep(Inputs.Numbers(step, 128, 784), Inputs.Labels(step, 128, 10), optimizer);
            reports.Add(BitConverter.SingleToUInt32Bits(report.Loss));
            reports.Add(BitConverter.SingleToUInt32Bits(report.GradientNorm));
        }

        return [.. reports, .. Bits(model.Parameters)];
    }

    private static uint[] TrainChain(int threads)
    {
        Compute.Threads = threads;
        var model = new LongChain(seed: 5);
        var optimizer = new Adam();
        float loss = 0;
        for (int step = 0; step < 3; step++)
            loss = model.TrainStep(Inputs.Numbers(step, 200_003), optimizer).Loss;
        return [BitConverter.SingleToUInt32Bits(loss), .. Bits(model.Parameters)];
    }

    private static uint[] Bits(ParameterSet parameters)
    {
        float[] values = new float[parameters.Values.FlattenedLength];
        parameters.Values.FlattenTo(values);
        return Array.ConvertAll(values, BitConverter.SingleToUInt32Bits);
    }
}
