using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;
using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Values, gradients and ten steps of training of recurrent layers beside TorchSharp's modules with the same weights.</summary>
public class TorchRecurrentTests
{
    private const int Time = 9, Batch = 4;
    private const float LearningRate = 0.2f, Momentum = 0.9f;

    [Fact]
    public void Rnn_is_that_of_TorchSharp()
    {
        var ours = new DeepRnn(seed: 4);
        var module = torch.nn.RNN(3, 5);
        var second = torch.nn.RNN(5, 4);
        Compare(ours, [(module, Torch(ours.First)), (second, Torch(ours.Second))], x => second.forward(module.forward(x, null).Item1, null).Item1);
    }

    [Fact]
    public void A_rectified_Rnn_is_that_of_TorchSharp()
    {
        var rnn = new Rnn(3, 5, RnnActivation.Relu);
        var module = torch.nn.RNN(3, 5, nonLinearity: torch.nn.NonLinearities.ReLU);
        Set(module, Torch(rnn));
        Tensor<float> x = Data.Floats(1, Time, Batch, 3);
        Close.Assert(Doubles(module.forward(ToTorch(x), null).Item1), Doubles(rnn.Forward(x)), 1e-4, "values");
    }

    [Fact]
    public void Lstm_is_that_of_TorchSharp()
    {
        var ours = new DeepLstm(seed: 4);
        var module = torch.nn.LSTM(3, 5);
        var second = torch.nn.LSTM(5, 4);
        Compare(ours, [(module, Torch(ours.First)), (second, Torch(ours.Second))], x => second.forward(module.forward(x).Item1).Item1);
    }

    [Fact]
    public void Gru_is_that_of_TorchSharp()
    {
        var ours = new DeepGru(seed: 4);
        var module = torch.nn.GRU(3, 5);
        var second = torch.nn.GRU(5, 4);
        Compare(ours, [(module, Torch(ours.First)), (second, Torch(ours.Second))], x => second.forward(module.forward(x, null).Item1, null).Item1);
    }

    [Fact]
    public void Both_directions_are_those_of_TorchSharp()
    {
        var ours = new BidirectionalLstm(3, 5);
        var module = torch.nn.LSTM(3, 5, bidirectional: true);
        Set(module, Torch(ours.Ahead));
        Set(module, Torch(ours.Back), "_reverse");
        Tensor<float> x = Data.Floats(1, Time, Batch, 3);
        Close.Assert(Doubles(module.forward(ToTorch(x)).Item1), Doubles(ours.Forward(x)), 1e-4, "values");
    }

    // Ten steps of momentum on the mean squared error of all outputs.
    private static void Compare(ITrainable<Tensor<float>, Tensor<float>> ours, (torch.nn.Module Module, TorchWeights Weights)[] layers, Func<TorchTensor, TorchTensor> forward)
    {
        using var scope = torch.NewDisposeScope();
        Tensor<float> x = Data.Floats(1, Time, Batch, 3), y = Data.Floats(2, Time, Batch, 4);
        bool hasTwo = ours.Parameters.Any(p => p.Name.EndsWith("RecurrentBias", StringComparison.Ordinal));
        List<TorchSharp.Modules.Parameter> trained = [];
        foreach ((torch.nn.Module module, TorchWeights weights) in layers)
        {
            Set(module, weights);
            // Two biases that are only ever added would learn twice as fast as one.
            string[] names = hasTwo ? ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"] : ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"];
            trained.AddRange(names.Select(n => module.get_parameter(n)!));
        }

        var optimizer = new Sgd(LearningRate, Momentum);
        var sgd = torch.optim.SGD(trained, LearningRate, Momentum);
        for (int step = 0; step < 10; step++)
        {
            foreach ((torch.nn.Module module, _) in layers)
                module.zero_grad();
            TorchTensor loss = torch.nn.functional.mse_loss(forward(ToTorch(x)), ToTorch(y));
            loss.backward();
            StepReport report = ours.TrainStep(x, y, optimizer);
            Close.Assert(loss.item<float>(), report.Loss, 1e-4, 0, "the loss");
            foreach ((TorchSharp.Modules.Parameter theirs, Parameter own) in trained.Zip(ours.Parameters))
                Close.Assert(Doubles(theirs.dim() == 2 ? theirs.grad!.t() : theirs.grad!), Doubles(own.Gradient), 1e-4, $"the gradient of {own.Name} in step {step}");
            sgd.step();
        }

        foreach ((TorchSharp.Modules.Parameter theirs, Parameter own) in trained.Zip(ours.Parameters))
            Close.Assert(Doubles(theirs.dim() == 2 ? theirs.t() : theirs), Doubles(own.Value), 1e-4, own.Name);
    }

    private static TorchWeights Torch(Rnn layer) => WeightExchange.ToTorch(layer);

    private static TorchWeights Torch(Lstm layer) => WeightExchange.ToTorch(layer);

    private static TorchWeights Torch(Gru layer) => WeightExchange.ToTorch(layer);

    private static void Set(torch.nn.Module module, TorchWeights weights, string suffix = "")
    {
        using var guard = torch.no_grad();
        module.get_parameter("weight_ih_l0" + suffix)!.copy_(ToTorch(weights.WeightIh));
        module.get_parameter("weight_hh_l0" + suffix)!.copy_(ToTorch(weights.WeightHh));
        module.get_parameter("bias_ih_l0" + suffix)!.copy_(ToTorch(weights.BiasIh));
        module.get_parameter("bias_hh_l0" + suffix)!.copy_(ToTorch(weights.BiasHh));
    }

    private static TorchTensor ToTorch(Tensor<float> tensor) => torch.tensor(Numbers.Elements(tensor), [.. tensor.Lengths.ToArray().Select(l => (long)l)]);

    private static double[] Doubles(TorchTensor tensor) => Array.ConvertAll(tensor.detach().contiguous().data<float>().ToArray(), v => (double)v);

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
