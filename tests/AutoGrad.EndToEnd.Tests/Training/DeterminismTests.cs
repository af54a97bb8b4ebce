using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

[Collection(nameof(Alone))]
public class DeterminismTests
{
    public static TheoryData<string> Optimizers => Data.OptimizerNames;

    [Fact]
    public void A_wide_network_trains_to_the_same_bits_on_two_runs_and_with_any_number_of_threads()
    {
        static int[] Run(int threads) => TrainWide(threads, new Sgd(0.05f, momentum: 0.9f), steps: 4);
        int[] once = Run(1);

        Assert.Equal(once, Run(1));
        Assert.Equal(once, Run(2));
        Assert.Equal(once, Run(3));
        Assert.Equal(once, Run(7));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_optimizer_updates_to_the_same_bits_with_two_threads(string optimizer)
        => Assert.Equal(TrainWide(1, Data.Optimizers[optimizer](), steps: 2), TrainWide(2, Data.Optimizers[optimizer](), steps: 2));

    [Fact]
    public void Element_wise_chains_and_reductions_give_the_same_bits_with_any_number_of_threads()
    {
        Tensor<float> x = Data.Floats(1, 700, 1100);
        int[] Run(int threads)
        {
            using var setting = new Threads(threads);
            var model = new Chain(seed: 3);
            return Train(model.Parameters, 3, rule => model.TrainStep(x, rule), new Adam());
        }

        int[] once = Run(1);
        Assert.Equal(once, Run(1));
        Assert.Equal(once, Run(2));
        Assert.Equal(once, Run(5));
    }

    [Fact]
    public void One_long_row_gives_the_same_bits_with_any_number_of_threads()
    {
        Tensor<float> x = Data.Floats(1, 200_003);
        int[] Run(int threads)
        {
            using var setting = new Threads(threads);
            var model = new LongChain(seed: 3);
            return Train(model.Parameters, 3, rule => model.TrainStep(x, rule), new Adam());
        }

        int[] once = Run(1);
        Assert.Equal(once, Run(1));
        Assert.Equal(once, Run(2));
        Assert.Equal(once, Run(3));
    }

    [Fact]
    public void Batched_products_and_soft_max_give_the_same_bits_with_any_number_of_threads()
    {
        Tensor<float> x = Data.Floats(1, 64, 50, 24);
        Tensor<int> labels = Data.Labels(2, 64, 5);
        int[] Run(int threads)
        {
            using var setting = new Threads(threads);
            var model = new Attention(seed: 3);
            return Train(model.Parameters, 4, rule => model.TrainStep(x, labels, rule), new AdamW());
        }

        int[] once = Run(1);
        Assert.Equal(once, Run(1));
        Assert.Equal(once, Run(2));
        Assert.Equal(once, Run(5));
    }

    [Fact]
    public void The_fused_forward_pass_gives_the_same_bits_with_any_number_of_threads()
    {
        Tensor<float> images = Data.Floats(1, 200, 784);
        var model = new WideClassifier(seed: 3);
        int[] Run(int threads)
        {
            using var setting = new Threads(threads);
            Tensor<float> logits = Tensor.CreateFromShape<float>([200, 10]);
            model.Logits(images, logits);
            return Data.Bits(logits);
        }

        Assert.Equal(Run(1), Run(2));
        Assert.Equal(Run(1), Run(4));
    }

    [Fact]
    public void What_was_computed_before_in_the_same_workspace_does_not_matter()
    {
        Tensor<float> images = Data.Floats(1, 32, 64), more = Data.Floats(3, 100, 64);
        Tensor<int> labels = Data.Labels(2, 32, 10), moreLabels = Data.Labels(4, 100, 10);
        SmallClassifier fresh = new(seed: 5), used = new(seed: 5);
        used.LossGradient(more, moreLabels);
        used.Logits(more, Tensor.CreateFromShape<float>([100, 10]));

        Assert.Equal(Train(fresh.Parameters, 3, rule => fresh.TrainStep(images, labels, rule), new Adam()), Train(used.Parameters, 3, rule => used.TrainStep(images, labels, rule), new Adam()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_parameters_and_another_one_others()
    {
        Assert.Equal(Data.Bits(new SmallClassifier(seed: 7).Parameters.Values), Data.Bits(new SmallClassifier(seed: 7).Parameters.Values));
        Assert.NotEqual(Data.Bits(new SmallClassifier(seed: 7).Parameters.Values), Data.Bits(new SmallClassifier(seed: 8).Parameters.Values));
    }

    private static int[] TrainWide(int threads, Optimizer optimizer, int steps)
    {
        using var setting = new Threads(threads);
        var model = new WideClassifier(seed: 3);
        Tensor<float> images = Data.Floats(1, 128, 784);
        Tensor<int> labels = Data.Labels(2, 128, 10);
        return Train(model.Parameters, steps, rule => model.TrainStep(images, labels, rule), optimizer);
    }

    // The bits of all losses and norms, of the last gradient, and of the parameters.
    private static int[] Train(ParameterSet parameters, int steps, Func<Optimizer, StepReport> step, Optimizer optimizer)
    {
        var bits = new List<int>();
        for (int i = 0; i < steps; i++)
        {
            StepReport report = step(optimizer);
            bits.AddRange([BitConverter.SingleToInt32Bits(report.Loss), BitConverter.SingleToInt32Bits(report.DataLoss), BitConverter.SingleToInt32Bits(report.GradientNorm)]);
        }

        return [.. bits, .. Data.Bits(parameters.Gradients), .. Data.Bits(parameters.Values)];
    }
}
