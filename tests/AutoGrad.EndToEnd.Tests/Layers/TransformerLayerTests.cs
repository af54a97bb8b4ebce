using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using Xunit.Sdk;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Normalisation, attention, positions and blocks of transformers beside TorchSharp, differences, and the users' own methods.</summary>
public class TransformerLayerTests
{
    private const float Momentum = 0.9f;

    private static readonly Lazy<Subject[]> s_subjects = new(Compile);

    [Fact]
    public void Values_gradients_and_ten_steps_are_those_of_TorchSharp() => ForEach((layer, subject) =>
    {
        using var scope = torch.NewDisposeScope();
        TorchSide torchSide = Torch(layer, subject);
        TorchTensor weights = ToTorch((System.Numerics.Tensors.Tensor<float>)subject.Inputs[0]);
        var optimizer = new Sgd(layer.LearningRate, Momentum);
        var velocity = torchSide.Leaves.ToDictionary(l => l.Key, l => torch.zeros_like(l.Value.Leaf));
        for (int step = 0; step < 10; step++)
        {
            foreach ((TorchTensor leaf, _) in torchSide.Leaves.Values)
                leaf.grad = null;
            TorchTensor value = torchSide.Value() * weights, loss = value.sum();
            loss.backward();
            var fused = System.Numerics.Tensors.Tensor.CreateFromShape<float>(subject.EagerValue()!.Lengths);
            subject.FusedValue(fused);
            Close.Assert(Doubles(value), Doubles(fused), 1e-4, $"the value of step {step}");
            Close.Assert(loss.item<float>(), subject.TrainStep(optimizer).Loss, 1e-4, Close.RootMeanSquare(Doubles(value)) * 10, $"the loss of step {step}");
            double size = layer.Cancels ? Close.RootMeanSquare(subject.Gradients) : 0;
            foreach (Parameter parameter in subject.Parameters)
                Close.Assert(Doubles(Ours(torchSide, parameter.Name, l => l.grad!)), Doubles(parameter.Gradient), 1e-4, $"the gradient of {parameter.Name} in step {step}", size);
            using var guard = torch.no_grad();
            foreach ((string name, (TorchTensor leaf, _)) in torchSide.Leaves)
            {
                velocity[name].mul_(Momentum).add_(leaf.grad!);
                leaf.sub_(velocity[name] * layer.LearningRate);
            }
        }

        foreach (Parameter parameter in subject.Parameters)
            Close.Assert(Doubles(Ours(torchSide, parameter.Name, l => l)), Doubles(parameter.Value), 1e-4, $"{parameter.Name} after ten steps");
    });

    [Fact]
    public void Gradients_agree_with_differences_in_double() => ForEach((_, subject) =>
    {
        double[] values = subject.Values;
        Assert.Equal(values.Length, subject.Twin(values).Gradient.Length);
        var random = new Random(3);
        for (int probe = 0; probe < 12; probe++)
        {
            // A direction in which every element moves, so that all of the gradient is seen.
            double[] direction = [.. values.Select(_ => random.NextDouble() - 0.5)];
            double expected = Differences.Along(subject, values, direction, 1e-3), size = Math.Sqrt(direction.Sum(d => d * d));
            double[] gradient = subject.Twin(values).Gradient;
            double scale = Math.Sqrt(gradient.Sum(g => g * g)) * size;
            Close.Assert(expected, gradient.Zip(direction, (g, d) => g * d).Sum(), 1e-6, scale, "the gradient along a direction");
        }
    });

    // TorchSharp has up to 5e-7 in single precision as well, and up to 6e-6 where terms cancel.
    [Fact]
    public void The_gradient_is_within_a_millionth_of_the_double_twin_s() => ForEach((layer, subject) =>
    {
        double[] exact = subject.Twin(subject.Values).Gradient;
        subject.LossGradient();
        double error = Math.Sqrt(exact.Zip(subject.Gradients, (e, g) => (e - g) * (e - g)).Sum() / exact.Sum(e => e * e));
        Assert.True(error < (layer.Cancels ? 1e-5 : 1e-6), $"the gradient is {error:G2} of its norm off the twin's");
    });

    [Fact]
    public void The_fused_form_agrees_with_the_users_own_method() => ForEach((layer, subject) =>
    {
        var eager = subject.EagerValue()!;
        var fused = System.Numerics.Tensors.Tensor.CreateFromShape<float>(eager.Lengths);
        subject.FusedValue(fused);
        Close.Assert(Doubles(eager), Doubles(fused), 1e-5, "the value");
    });

    [Fact]
    public void A_step_allocates_nothing() => ForEach((_, subject) =>
    {
        var optimizer = new Sgd(0);
        Allocation.AssertNone(() => subject.TrainStep(optimizer));
    });

    private static void ForEach(Action<LayerCase, Subject> check)
    {
        List<string> failures = [];
        for (int i = 0; i < LayerCases.All.Count; i++)
        {
            try
            {
                Reset(s_subjects.Value[i], i);
                check(LayerCases.All[i], s_subjects.Value[i]);
            }
            catch (Exception e)
            {
                failures.Add($"{LayerCases.All[i]}\n    {(e is XunitException ? e.Message : e)}");
            }
        }

        if (failures.Count > 0)
            throw new XunitException($"{failures.Count} of {LayerCases.All.Count} layers fail:\n{string.Join("\n", failures)}");
    }

    private static Subject[] Compile()
    {
        System.Reflection.Assembly assembly = new UserProject().Load([.. LayerCases.All.Select((c, i) => c.Source($"Layer{i}"))]);
        return [.. LayerCases.All.Select((c, i) =>
        {
            var subject = (Subject)Activator.CreateInstance(assembly.GetType($"Layer{i}Subject")!)!;
            float[] weights = Numbers.Between(Numbers.Count(c.Input), -1.5, 1.5, new Random(i));
            subject.Inputs = [Numbers.Tensor(weights, c.Input), .. c.Mask.Length > 0 ? [Numbers.Tensor(c.Mask, c.MaskShape)] : Array.Empty<object>()];
            return subject;
        })];
    }

    // What adds and scales is no longer zero and one.
    private static void Reset(Subject subject, int seed)
        => Numbers.Set(subject.Parameters, Numbers.Between(subject.Values.Length, -0.8, 1.2, new Random(100 + seed)));

    private static TorchSide Torch(LayerCase layer, Subject subject)
    {
        Dictionary<string, TorchTensor> own = subject.Parameters.ToDictionary(p => p.Name, p => ToTorch(p.Value).requires_grad_());
        TorchSide side = layer.Torch(own);
        using var guard = torch.no_grad();
        foreach ((string name, (TorchTensor leaf, bool isTransposed)) in side.Leaves)
            leaf.copy_(isTransposed ? own[name].t() : own[name]);
        return side;
    }

    private static TorchTensor Ours(TorchSide side, string name, Func<TorchTensor, TorchTensor> of)
        => side.Leaves[name] is var (leaf, isTransposed) && isTransposed ? of(leaf).t() : of(side.Leaves[name].Leaf);

    private static TorchTensor ToTorch(System.Numerics.Tensors.Tensor<float> tensor) => torch.tensor(Numbers.Elements(tensor), [.. tensor.Lengths.ToArray().Select(l => (long)l)]);

    private static double[] Doubles(TorchTensor tensor) => Array.ConvertAll(tensor.detach().contiguous().data<float>().ToArray(), v => (double)v);

    private static double[] Doubles(System.Numerics.Tensors.Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
