using System.Numerics.Tensors;
using AutoGrad.Layers;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Models of this assembly, compiled with it, of layers of AutoGrad's.</summary>
public sealed partial class LayerTests
{
    private readonly Owner _owner = new(inputs: 5, seed: 1);

    [Model]
    internal sealed partial class Owner(int inputs, int seed)
    {
        [Layer("inputs", 8, 3)]
        public partial Mlp Net { get; }

        [Layer(3, 3, Repeat = 2)]
        public partial Dense[] Stack { get; }

        [Loss]
        public float Loss([Shape("n", "inputs")] Tensor<float> x)
        {
            Tensor<float> h = Net.Forward(x);
            foreach (Dense layer in Stack)
                h = layer.Forward(h);
            return Nn.Mean(h);
        }
    }

    [Fact]
    public void Layers_in_layers_are_views_of_one_block()
    {
        Assert.Same(_owner.Parameters["Net.Hidden.Kernel"].Value, _owner.Net.Hidden.Kernel);
        Assert.Same(_owner.Parameters["Net.Output.Bias"].Value, _owner.Net.Output.Bias);
        Assert.Same(_owner.Parameters["Stack.1.Kernel"].Value, _owner.Stack[1].Kernel);
        Assert.Equal(["Hidden.Kernel", "Hidden.Bias", "Output.Kernel", "Output.Bias"], _owner.Net.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_layer_that_is_asked_before_its_owner_is_attached_all_the_same()
    {
        var owner = new Owner(5, 1);
        Dense hidden = owner.Net.Hidden;
        hidden.Kernel[0, 0] = 42;
        Assert.Equal(42, owner.Parameters["Net.Hidden.Kernel"].Value[0, 0]);
    }

    [Fact]
    public void The_fused_pass_of_a_part_reads_the_owners_block()
    {
        Tensor<float> x = ComposedSubject.Input(1, 4, 3), fused = Tensor.CreateFromShape<float>([4, 3]);
        for (int change = 0; change < 2; change++)
        {
            foreach (Dense layer in _owner.Stack)
            {
                layer.Forward(x, fused);
                Assert.Equal(ComposedSubject.Numbers(layer.Forward(x)), ComposedSubject.Numbers(fused), (a, b) => Math.Abs(a - b) < 1e-5f);
            }

            _owner.TrainStep(ComposedSubject.Input(2, 4, 5), new Sgd(0.5f));
        }
    }

    [Fact]
    public void Names_of_layers_are_in_messages_about_their_own_arguments()
    {
        Tensor<float> destination = Tensor.CreateFromShape<float>([4, 3]);
        var wrong = Assert.Throws<ArgumentException>(() => _owner.Net.Forward(ComposedSubject.Input(1, 4, 6), destination));
        Assert.Contains("x must have shape [n, inputs] where inputs is 5 (from the constructor) but has lengths [4, 6]", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void First_values_depend_on_the_place_in_the_owners_block()
    {
        float[] first = ComposedSubject.Numbers(_owner.Stack[0].Kernel), second = ComposedSubject.Numbers(_owner.Stack[1].Kernel);
        Assert.NotEqual(first, second);
        Assert.Equal(first, ComposedSubject.Numbers(new Owner(5, 1).Stack[0].Kernel));
        Assert.NotEqual(first, ComposedSubject.Numbers(new Owner(5, 2).Stack[0].Kernel));
    }

    [Fact]
    public void Norms_of_gradients_are_known_for_each_part()
    {
        _owner.LossGradient(ComposedSubject.Input(2, 4, 5));
        float parts = MathF.Sqrt(_owner.Stack.Select(s => s.Parameters.GradientNorm).Append(_owner.Net.Parameters.GradientNorm).Sum(n => n * n));
        Assert.Equal(_owner.Parameters.GradientNorm, parts, 1e-6f);
        Assert.True(_owner.Net.Hidden.Parameters.GradientNorm > 0);
    }
}
