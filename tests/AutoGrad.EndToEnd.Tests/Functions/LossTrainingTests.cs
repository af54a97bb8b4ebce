using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>Ten steps of training under each loss, of networks of five sizes, beside TorchSharp in double.</summary>
public class LossTrainingTests
{
    private const int Steps = 10;

    private static readonly Lazy<System.Reflection.Assembly> s_assembly = new(() => new UserProject().Load([.. LossCase.All.Select(c => c.Source())]));

    private static readonly (int Batch, int Inputs, int Hidden, int Outputs)[] s_sizes = [(1, 4, 5, 3), (5, 7, 3, 2), (17, 3, 16, 10), (32, 20, 9, 4), (64, 12, 17, 33)];

    public static TheoryData<string> Names => [.. LossCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_are_those_of_TorchSharp(string name)
    {
        LossCase loss = LossCase.All.Single(c => c.Name == name);
        foreach ((int Batch, int Inputs, int Hidden, int Outputs) size in s_sizes)
        {
            using var scope = torch.NewDisposeScope();
            Train(loss, size);
        }
    }

    [Fact]
    public void Every_loss_is_trained_with()
    {
        HashSet<string> losses = [.. typeof(Nn).GetMethods().Where(m => m.GetParameters() is [{ Name: "prediction" or "logits" }, ..]).Select(m => m.Name)];
        Assert.Equal(losses.Order(), LossCase.All.Select(c => c.Call.Split('(')[0]).Distinct().Order());
    }

    private static void Train(LossCase loss, (int Batch, int Inputs, int Hidden, int Outputs) size)
    {
        var subject = (Subject)Activator.CreateInstance(s_assembly.Value.GetType(loss.Name + "Subject", throwOnError: true)!, size.Inputs, size.Hidden, size.Outputs)!;
        TorchParameter[] trained = [.. subject.Parameters.Select(p => new TorchParameter(torch.tensor(Doubles(p.Value)).reshape([.. p.Lengths.ToArray().Select(l => (long)l)])))];
        double[] before = subject.Values;
        float rate = loss.IsSum ? 0.1f / size.Batch : 0.1f;
        var optimizer = new Sgd(rate, momentum: 0.9f);
        using var sgd = torch.optim.SGD(trained, rate, momentum: 0.9f);
        var random = new Random(size.Batch);
        for (int step = 0; step < Steps; step++)
        {
            string where = $"step {step} of {size}";
            float[] x = Numbers.Between(size.Batch * size.Inputs, -1.5, 1.5, random);
            (object[] targets, TorchTensor y, TorchTensor w) = Targets(loss.Target, size.Batch, size.Outputs, random);
            subject.Inputs = [Numbers.Tensor(x, size.Batch, size.Inputs), .. targets];
            TorchTensor inputs = ToTorch(x, size.Batch, size.Inputs);

            sgd.zero_grad();
            TorchTensor expected = loss.Torch(((inputs.matmul(trained[0]) + trained[1]).tanh().matmul(trained[2]) + trained[3]), y, w);
            expected.backward();
            double value = expected.item<double>();
            Close.Assert(value, subject.Eager(), 1e-4, 0, $"the loss as written in {where}");
            StepReport report = subject.TrainStep(optimizer);
            Close.Assert(value, report.Loss, 1e-4, 0, $"the loss in {where}");
            foreach ((Parameter found, TorchParameter peer) in subject.Parameters.Zip(trained))
                Close.Assert(Elements(peer.grad!), Doubles(found.Gradient), 1e-4, $"the gradient of {found.Name} in {where}");
            sgd.step();
        }

        foreach ((Parameter found, TorchParameter peer) in subject.Parameters.Zip(trained))
            Close.Assert(Elements(peer), Doubles(found.Value), 1e-4, $"{found.Name} after {Steps} steps of {size}");
        double moved = Close.RootMeanSquare([.. subject.Values.Zip(before, (a, b) => a - b)]);
        Assert.True(moved > 1e-3, $"{Steps} steps of {size} move the parameters by {moved:G3}");
    }

    /// <summary>The arguments of the loss behind the input, and the same in torch.</summary>
    private static (object[] Own, TorchTensor Target, TorchTensor Weights) Targets(Target kind, int batch, int outputs, Random random)
    {
        if (kind is Target.Labels or Target.WeightedLabels)
        {
            int[] labels = [.. Enumerable.Range(0, batch).Select(_ => random.Next(outputs))];
            float[] weights = Numbers.Between(outputs, 0.3, 2.5, random);
            object[] own = [Numbers.Tensor(labels, batch), Numbers.Tensor(weights, outputs)];
            return (kind == Target.Labels ? own[..1] : own, torch.tensor(Array.ConvertAll(labels, l => (long)l)), ToTorch(weights, outputs));
        }

        float[] values = Numbers.Between(batch * outputs, -2, 2, random);
        values = kind switch
        {
            Target.Signs => Array.ConvertAll(values, v => v < 0 ? -1f : 1f),
            Target.Classes => Array.ConvertAll(values, v => v < 0 ? 0f : 1f),
            Target.Probabilities => Array.ConvertAll(values, v => (v + 2) / 4),
            Target.Distributions => Numbers.Elements(Nn.Softmax(Numbers.Tensor(values, batch, outputs))),
            _ => values,
        };
        return ([Numbers.Tensor(values, batch, outputs)], ToTorch(values, batch, outputs), torch.empty(0));
    }

    private static TorchTensor ToTorch(float[] values, params long[] shape) => torch.tensor(Array.ConvertAll(values, v => (double)v)).reshape(shape);

    private static double[] Elements(TorchTensor tensor) => tensor.detach().contiguous().data<double>().ToArray();

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
