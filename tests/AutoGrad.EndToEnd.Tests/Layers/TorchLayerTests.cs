using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Layers beside TorchSharp: values, gradients of inputs and parameters, ten steps of training, and what training leaves behind.</summary>
public class TorchLayerTests
{
    [Theory]
    [InlineData(2, 1, 1, 1)]
    [InlineData(4, 3, 5, 5)]
    [InlineData(5, 8, 1, 7)]
    [InlineData(3, 17, 4, 2)]
    [InlineData(16, 2, 3, 3)]
    public void BatchNorm_of_images_is_torchs(int n, int features, int height, int width)
    {
        var model = new BatchNormOfImages(n, features, height, width, seed: 3);
        TorchTensor mean = torch.zeros(features, torch.float64), variance = torch.ones(features, torch.float64);
        int[] shape = [n, features, height, width];
        Compare(model, shape, p => torch.nn.functional.batch_norm(p[0], mean, variance, p[1], p[2], training: true), Cancelled(n * height * width));
        CompareInference(model.Norm, mean, variance, shape, (x, y) => model.Apply(x, y));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    [InlineData(7, 16)]
    [InlineData(33, 5)]
    [InlineData(64, 100)]
    public void BatchNorm_of_rows_is_torchs(int n, int features)
    {
        var model = new BatchNormOfRows(n, features, seed: 3);
        TorchTensor mean = torch.zeros(features, torch.float64), variance = torch.ones(features, torch.float64);
        Compare(model, [n, features], p => torch.nn.functional.batch_norm(p[0], mean, variance, p[1], p[2], training: true), Cancelled(n));
        CompareInference(model.Norm, mean, variance, [n, features], (x, y) => model.Apply(x, y));
    }

    [Theory]
    [InlineData(2, 1, 4, 3, 3)]
    [InlineData(3, 2, 6, 1, 5)]
    [InlineData(1, 4, 4, 2, 2)]
    [InlineData(5, 3, 12, 4, 1)]
    [InlineData(2, 8, 16, 3, 5)]
    public void GroupNorm_is_torchs(int n, int groups, int features, int height, int width)
        => Compare(new GroupNormOfImages(n, groups, features, height, width, seed: 3), [n, features, height, width], p => torch.nn.functional.group_norm(p[0], groups, p[1], p[2]));

    [Theory]
    [InlineData(10, 4, 3, 2, 1)]
    [InlineData(5, 1, 2, 2, 2)]
    [InlineData(3, 17, 6, 1, 4)]
    [InlineData(100, 8, 5, 5, 5)]
    [InlineData(1, 6, 2, 1, 1)]
    public void Embedding_is_torchs_under_every_optimizer(int count, int width, int a, int b, int c)
    {
        foreach ((string name, Func<Optimizer> create) in Data.Optimizers)
        {
            var model = new EmbeddingOfRanks(count, width, seed: 3);
            var dense = new TorchParameter(ToTorch(model.Table.Table));
            Optimizer optimizer = create();
            using torch.optim.Optimizer? peer = Peer(name, dense);
            if (peer is null)
                continue;
            for (int step = 0; step < 10; step++)
            {
                Tensor<int> one = Ids(step, count, a), two = Ids(step + 20, count, a, b), three = Ids(step + 40, count, a, b, c);
                Tensor<float> r = Data.Floats(step, a, b, c, width);
                peer.zero_grad();
                TorchTensor loss = (Look(dense, three) * ToTorch(r)).sum() + Look(dense, two).pow(2).mean() - (0.5 * Look(dense, one).sum());
                loss.backward();
                StepReport report = model.TrainStep(one, two, three, r, optimizer);
                Close.Assert(loss.item<double>(), report.Loss, 1e-4, 1, $"{name}: the loss of step {step}");
                Close.Assert(Elements(dense.grad!), Doubles(model.Parameters[0].Gradient), 1e-4, $"{name}: the gradient of step {step}");
                peer.step();
            }

            Close.Assert(Elements(dense), Doubles(model.Table.Table), 1e-4, name);
        }
    }

    [Fact]
    public void Gradients_agree_with_differences_in_double()
    {
        AssertSmall(GradientCheck.Run(new BatchNormOfImages(3, 2, 2, 3, seed: 1), Data.Floats(1, 3, 2, 2, 3)));
        AssertSmall(GradientCheck.Run(new BatchNormOfRows(7, 3, seed: 1), Data.Floats(1, 7, 3)));
        AssertSmall(GradientCheck.Run(new GroupNormOfImages(2, 2, 6, 2, 3, seed: 1), Data.Floats(1, 2, 6, 2, 3)));
        AssertSmall(GradientCheck.Run(new DropoutOfRows(4, 9, 0.4f, seed: 1), Data.Floats(1, 4, 9)));
        AssertSmall(GradientCheck.Run(new EmbeddingOfRanks(5, 3, seed: 1), Ids(1, 5, 4), Ids(2, 5, 4, 2), Ids(3, 5, 4, 2, 2), Data.Floats(1, 4, 2, 2, 3)));

        static void AssertSmall(GradientCheck.Result result) => Assert.True(result.MaxRelativeError < 1e-6, result.ToString());
    }

    // Two numbers are normalised to almost the same whatever they are: their gradient is what is left of terms of about 50, the weight over the deviation,
    // and 5e-5 is a millionth of those.
    private static double Cancelled(int count) => count == 2 ? 0.5 : 1e-2;

    private static void Compare(ITrainable<Tensor<float>> model, int[] shape, Func<TorchParameter[], TorchTensor> forward, double cancelled = 1e-2)
    {
        TorchParameter[] peers = [.. model.Parameters.Select(p => new TorchParameter(ToTorch(p.Value)))];
        var optimizer = new Sgd(0.02f, momentum: 0.9f);
        using var peer = torch.optim.SGD(peers, 0.02, momentum: 0.9);
        for (int step = 0; step < 10; step++)
        {
            Tensor<float> r = Data.Floats(step + 1, shape);
            peer.zero_grad();
            TorchTensor loss = (forward(peers) * ToTorch(r)).sum();
            loss.backward();
            StepReport report = model.TrainStep(r, optimizer);
            Close.Assert(loss.item<double>(), report.Loss, 1e-4, Math.Sqrt(Numbers.Count(shape)), $"the loss of step {step}");
            foreach ((Parameter found, TorchParameter expected) in model.Parameters.Zip(peers))
                Close.Assert(Elements(expected.grad!), Doubles(found.Gradient), 1e-4, $"the gradient of {found.Name} in step {step}", cancelled);
            peer.step();
        }

        foreach ((Parameter found, TorchParameter expected) in model.Parameters.Zip(peers))
            Close.Assert(Elements(expected), Doubles(found.Value), 1e-4, found.Name);
    }

    private static void CompareInference(BatchNorm norm, TorchTensor mean, TorchTensor variance, int[] shape, Action<Tensor<float>, Tensor<float>> infer)
    {
        Close.Assert(Elements(mean), Doubles(norm.RunningMean), 1e-4, "the running mean", atLeast: 1e-2);
        Close.Assert(Elements(variance), Doubles(norm.RunningVariance), 1e-4, "the running variance");
        Tensor<float> x = Data.Floats(77, shape), y = Data.Floats(78, shape);
        infer(x, y);
        TorchTensor expected = torch.nn.functional.batch_norm(ToTorch(x), mean, variance, ToTorch(norm.Scale), ToTorch(norm.Offset), training: false);
        Close.Assert(Elements(expected), Doubles(y), 1e-4, "the inference");
        Close.Assert(Elements(expected), Doubles(norm.Forward(x)), 1e-4, "the inference as written");
    }

    private static torch.optim.Optimizer? Peer(string name, TorchParameter parameter) => name switch
    {
        "Sgd" => torch.optim.SGD([parameter], 0.1),
        "Sgd with momentum" => torch.optim.SGD([parameter], 0.05, momentum: 0.9),
        "Sgd by Nesterov" => torch.optim.SGD([parameter], 0.05, momentum: 0.9, nesterov: true),
        "Adam" => torch.optim.Adam([parameter], 1e-3),
        "AdamW" => torch.optim.AdamW([parameter], 1e-3, weight_decay: 0.01),
        _ => null, // decoupled decay of Sgd has no counterpart
    };

    private static Tensor<int> Ids(int seed, int count, params int[] shape)
    {
        var random = new Random(seed);
        return Numbers.Tensor([.. Enumerable.Range(0, Numbers.Count(shape)).Select(_ => random.Next(count))], shape);
    }

    private static TorchTensor Look(TorchTensor table, Tensor<int> ids)
        => table.index_select(0, torch.tensor(Array.ConvertAll(Numbers.Elements(ids), i => (long)i))).reshape([.. ids.Lengths.ToArray().Select(l => (long)l), table.shape[1]]);

    private static TorchTensor ToTorch(Tensor<float> tensor) => torch.tensor(Doubles(tensor)).reshape([.. tensor.Lengths.ToArray().Select(l => (long)l)]);

    private static double[] Elements(TorchTensor tensor) => tensor.detach().contiguous().data<double>().ToArray();

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
