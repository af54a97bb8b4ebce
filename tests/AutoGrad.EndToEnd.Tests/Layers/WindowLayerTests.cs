using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using Xunit.Sdk;
using TorchParameter = TorchSharp.Modules.Parameter;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Values, gradients and ten steps of training of convolutions and pools beside TorchSharp.</summary>
public class WindowLayerTests
{
    private static readonly Lazy<Assembly> s_program = new(() => new UserProject().Load(["global using AutoGrad.Layers;", .. WindowLayers.All.Select(l => l.Source)]));

    [Fact]
    public void Values_are_those_of_TorchSharp_and_of_the_user_s_own_method() => ForEach((layer, subject, x) =>
    {
        TorchTensor expected = layer.Predict(x, [.. subject.Parameters.Select(ToTorch)]);
        Tensor<float> eager = subject.EagerValue()!;
        var fused = System.Numerics.Tensors.Tensor.CreateFromShape<float>(eager.Lengths);
        subject.FusedValue(fused);
        Assert.Equal(expected.shape, eager.Lengths.ToArray().Select(l => (long)l));
        Close.Assert(expected.detach().contiguous().data<double>().ToArray(), Doubles(eager), 1e-5, "the user's own value");
        Close.Assert(expected.detach().contiguous().data<double>().ToArray(), Doubles(fused), 1e-5, "the fused value");
    });

    [Fact]
    public void Gradients_agree_with_central_differences() => ForEach((layer, subject, x) =>
    {
        double[] values = subject.Values;
        (double loss, double[] gradient) = subject.Twin(values);
        Close.Assert(Differences.All(subject, values, 2e-5), gradient, 1e-6, "the gradient of the double twin");
        Close.Assert(loss, subject.LossGradient(), 1e-5, 1, "the loss");
        Close.Assert(gradient, subject.Gradients, 1e-5, "the gradient");
    });

    [Fact]
    public void Ten_steps_are_those_of_TorchSharp() => ForEach((layer, subject, x) =>
    {
        TorchParameter[] trained = [.. subject.Parameters.Select(ToTorch)];
        var sgd = torch.optim.SGD(trained, 0.1, 0.9);
        var optimizer = new Sgd(0.1f, momentum: 0.9f);
        for (int i = 0; i < 10; i++)
        {
            sgd.zero_grad();
            TorchTensor loss = (layer.Predict(x, trained) - 0.3).square().mean();
            loss.backward();
            sgd.step();
            Close.Assert(loss.item<double>(), subject.TrainStep(optimizer).Loss, 1e-4, 0, $"the loss of step {i}");
        }

        foreach ((Parameter parameter, TorchParameter expected) in subject.Parameters.Zip(trained))
            Close.Assert(expected.detach().data<double>().ToArray(), Doubles(parameter.Value), 1e-4, parameter.Name);
    });

    [Fact]
    public void A_training_step_allocates_nothing() => ForEach((layer, subject, x) =>
    {
        var optimizer = new Sgd(0.1f);
        Allocation.AssertNone(() => subject.TrainStep(optimizer));
    });

    private static void ForEach(Action<WindowLayer, Subject, TorchTensor> check)
    {
        var failures = new List<string>();
        foreach (WindowLayer layer in WindowLayers.All)
        {
            using var scope = torch.NewDisposeScope();
            var subject = (Subject)Activator.CreateInstance(s_program.Value.GetType(layer.Name + "Subject", throwOnError: true)!)!;
            int[] lengths = [WindowLayer.Batch, WindowLayer.Inputs, .. layer.Image];
            float[] x = Numbers.Between(Numbers.Count(lengths), -2, 2, new Random(layer.Name.Length));
            subject.Inputs = [Numbers.Tensor(x, lengths)];
            try
            {
                check(layer, subject, torch.tensor(Array.ConvertAll(x, v => (double)v)).reshape([.. lengths.Select(l => (long)l)]));
            }
            catch (Exception e)
            {
                failures.Add($"{layer}\n    {(e is XunitException ? e.Message : e)}");
            }
        }

        if (failures.Count > 0)
            throw new XunitException($"{failures.Count} of {WindowLayers.All.Count} layers fail:\n{string.Join("\n", failures)}");
    }

    private static TorchParameter ToTorch(Parameter parameter)
        => new(torch.tensor(Doubles(parameter.Value)).reshape([.. parameter.Lengths.ToArray().Select(l => (long)l)]));

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
