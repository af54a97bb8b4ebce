using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Training;

[Collection(ThreadsCollection.Name)]
public sealed class AllocationTests : IDisposable
{
    private readonly int _threads = Compute.Threads;

    public static TheoryData<string, int> Optimizers
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in new[] { "sgd", "momentum", "nesterov", "adam", "adamw" })
            {
                data.Add(name, 1);
                data.Add(name, 2);
            }

            return data;
        }
    }

    public void Dispose() => Compute.Threads = _threads;

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_step_allocates_nothing_after_the_first(string name, int threads)
    {
        Compute.Threads = threads;
        var model = new SmallClassifier(seed: 1);
        Optimizer optimizer = Create(name);
        Tensor<float> small = Inputs.Numbers(1, 3, 7), large = Inputs.Numbers(2, 64, 7);
        Tensor<int> smallLabels = Inputs.Labels(1, 3, 5), largeLabels = Inputs.Labels(2, 64, 5);
        AssertNoAllocation(() =>
        {
            model.TrainStep(small, smallLabels, optimizer);
            model.TrainStep(large, largeLabels, optimizer);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_fused_forward_pass_allocates_nothing(int threads)
    {
        Compute.Threads = threads;
        var model = new SmallClassifier(seed: 1);
        Tensor<float> inputs = Inputs.Numbers(1, 64, 7), logits = Tensor.CreateFromShape<float>([64, 5]);
        AssertNoAllocation(() => model.Logits(inputs, logits));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_whose_kernels_are_shared_among_threads_allocates_nothing(int threads)
    {
        Compute.Threads = threads;
        var model = new WideClassifier(seed: 1);
        var optimizer = new Adam();
        Tensor<float> inputs = Inputs.Numbers(1, 128, 784);
        Tensor<int> labels = Inputs.Labels(1, 128, 10);
        AssertNoAllocation(() => model.TrainStep(inputs, labels, optimizer));
    }

    private static Optimizer Create(string name) => name switch
    {
        "sgd" => new Sgd(0.01f),
        "momentum" => new Sgd(0.01f, 0.9f),
        "nesterov" => new Sgd(0.01f, 0.9f, nesterov: true),
        "adam" => new Adam(),
        _ => new AdamW(),
    };

    private static void AssertNoAllocation(Action step)
    {
        for (int i = 0; i < 3; i++)
            step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
