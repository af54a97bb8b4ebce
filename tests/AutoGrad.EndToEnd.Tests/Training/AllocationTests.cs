using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

[Collection(nameof(Alone))]
public class AllocationTests
{
    private static readonly int[] s_batchSizes = [32, 7, 1, 33, 256];

    public static TheoryData<string> Optimizers => Data.OptimizerNames;

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_training_step_allocates_nothing_after_the_first(string optimizer)
    {
        var model = new SmallClassifier(seed: 1);
        Optimizer rule = Data.Optimizers[optimizer]();
        Tensor<float> images = Data.Floats(1, 32, 64);
        Tensor<int> labels = Data.Labels(2, 32, 10);

        Allocation.AssertNone(() => model.TrainStep(images, labels, rule));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Alternating_batch_sizes_allocate_nothing_once_all_were_seen(int threads)
    {
        using var setting = new Threads(threads);
        var model = new SmallClassifier(seed: 1);
        var rule = new Adam();
        (Tensor<float> X, Tensor<int> Y)[] batches = [.. s_batchSizes.Select(n => (Data.Floats(n, n, 64), Data.Labels(n, n, 10)))];

        Allocation.AssertNone(() =>
        {
            foreach ((Tensor<float> x, Tensor<int> y) in batches)
                model.TrainStep(x, y, rule);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_that_threads_share_allocates_nothing_on_any_of_them(int threads)
    {
        using var setting = new Threads(threads);
        var model = new WideClassifier(seed: 1);
        var rule = new Sgd(0.01f, momentum: 0.9f);
        Tensor<float> images = Data.Floats(1, 128, 784), fewer = Data.Floats(2, 96, 784);
        Tensor<int> labels = Data.Labels(2, 128, 10), fewerLabels = Data.Labels(3, 96, 10);
        void Steps()
        {
            model.TrainStep(images, labels, rule);
            model.TrainStep(fewer, fewerLabels, rule);
        }

        Allocation.AssertNone(Steps, times: 3);
        Allocation.AssertNoneOnAnyThread(Steps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_of_products_in_batches_soft_max_slices_and_joins_allocate_nothing(int threads)
    {
        using var setting = new Threads(threads);
        var model = new Attention(seed: 1);
        var rule = new AdamW();
        Tensor<float> x = Data.Floats(1, 16, 12, 24), longer = Data.Floats(2, 3, 40, 24);
        Tensor<int> labels = Data.Labels(2, 16, 5), fewer = Data.Labels(3, 3, 5);

        Allocation.AssertNone(() =>
        {
            model.TrainStep(x, labels, rule);
            model.TrainStep(longer, fewer, rule);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_of_large_element_wise_chains_and_reductions_allocate_nothing(int threads)
    {
        using var setting = new Threads(threads);
        var model = new Chain(seed: 1);
        var flat = new LongChain(seed: 1);
        Optimizer rule = new Sgd(0.01f), flatRule = new Adam();
        Tensor<float> x = Data.Floats(1, 700, 1100), y = Data.Floats(1, 200_003);
        void Steps()
        {
            model.TrainStep(x, rule);
            flat.TrainStep(y, flatRule);
        }

        Allocation.AssertNone(Steps, times: 3);
        Allocation.AssertNoneOnAnyThread(Steps);
    }

    [Fact]
    public void Loss_and_gradient_without_an_update_allocate_nothing()
    {
        var model = new SmallClassifier(seed: 1);
        Tensor<float> images = Data.Floats(1, 32, 64);
        Tensor<int> labels = Data.Labels(2, 32, 10);
        float norm = 0;

        Allocation.AssertNone(() =>
        {
            model.LossGradient(images, labels);
            norm += model.Parameters.GradientNorm + (float)model.Parameters["W1"].Gradient.FlattenedLength + model.Parameters.Gradients.FlattenedLength;
        });
    }

    [Fact]
    public void The_fused_forward_pass_allocates_nothing_for_dense_and_strided_tensors()
    {
        var model = new SmallClassifier(seed: 1);
        Tensor<float> images = Data.Floats(1, 32, 64), fewer = Data.Floats(2, 5, 64), strided = Tensor.Transpose(Data.Floats(3, 64, 9));
        Tensor<float> logits = Data.Floats(4, 32, 10), fewerLogits = Data.Floats(5, 5, 10), stridedLogits = Tensor.Transpose(Data.Floats(6, 10, 9));
        Assert.False(strided.IsDense || stridedLogits.IsDense);

        Allocation.AssertNone(() =>
        {
            model.Logits(images, logits);
            model.Logits(fewer, fewerLogits);
            model.Logits(strided, stridedLogits);
        });
    }

    [Fact]
    public void Strided_inputs_of_a_training_step_are_copied_without_allocation()
    {
        var model = new SmallClassifier(seed: 1);
        var rule = new Adam();
        Tensor<float> strided = Tensor.Transpose(Data.Floats(1, 64, 32));
        Tensor<int> labels = Data.Labels(2, 32, 10);

        Allocation.AssertNone(() => model.TrainStep(strided, labels, rule));
    }
}
