using System.Numerics.Tensors;
using AutoGrad.Layers;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Clips whose thresholds are members, of a layer or of its owner, and clips of units, through the owner's step.</summary>
public sealed partial class ThresholdTests
{
    private readonly Owner _owner = new();

    [Model, ClipNorm(nameof(Threshold))]
    internal sealed partial class Part
    {
        public float Threshold { get; set; } = 0.5f;

        [Parameter(4, 4)]
        public partial Tensor<float> W { get; }

        [Forward]
        public Tensor<float> Forward([Shape("n", 4)] Tensor<float> x) => Nn.MatMul(x, W);
    }

    [Model]
    internal sealed partial class Owner
    {
        public float Mine { get; set; } = 0.25f;

        [Layer]
        public partial Part Last { get; }

        [Layer(4, 4, Repeat = 2), ClipNorm(nameof(Mine))]
        public partial Dense[] Stack { get; }

        [Layer(4, 4), AdaptiveClip(0.001f)]
        public partial Dense Units { get; }

        [Loss]
        public float Loss([Shape("n", 4)] Tensor<float> x)
        {
            foreach (Dense layer in Stack)
                x = Nn.Tanh(layer.Forward(x));
            return 100 * Nn.Sum(Last.Forward(Units.Forward(x)));
        }
    }

    [Fact]
    public void Each_copy_and_each_layer_is_clipped_by_the_threshold_that_holds_at_the_step()
    {
        foreach (float threshold in (float[])[0.5f, 0.125f])
        {
            (_owner.Mine, _owner.Last.Threshold) = (threshold / 2, threshold);
            _owner.LossGradient(ComposedSubject.Input(2, 6, 4));
            Assert.Equal(threshold, Norm("Last.W"), 1e-5f);
            foreach (string name in (string[])["Stack.0.Kernel", "Stack.1.Kernel", "Stack.0.Bias", "Stack.1.Bias"])
                Assert.Equal(threshold / 2, Norm(name), 1e-5f);
        }
    }

    [Fact]
    public void Units_are_clipped_in_proportion_to_their_weights()
    {
        _owner.LossGradient(ComposedSubject.Input(2, 6, 4));
        Parameter kernel = _owner.Parameters["Units.Kernel"];
        for (int column = 0; column < 4; column++)
        {
            double weights = 0, gradients = 0;
            for (int row = 0; row < 4; row++)
            {
                weights += Math.Pow(kernel.Value[row, column], 2);
                gradients += Math.Pow(kernel.Gradient[row, column], 2);
            }

            Assert.Equal(0.001 * Math.Sqrt(weights), Math.Sqrt(gradients), 1e-6);
        }
    }

    private double Norm(string name) => Math.Sqrt(ComposedSubject.Numbers(_owner.Parameters[name].Gradient).Sum(g => (double)g * g));
}
