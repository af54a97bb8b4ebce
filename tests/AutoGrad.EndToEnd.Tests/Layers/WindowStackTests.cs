using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Convolutions and pools in loops, and where they do not fit.</summary>
public class WindowStackTests
{
    private static readonly Lazy<Assembly> s_program = new(() => new UserProject().Load("""
        using AutoGrad.Layers;

        [Model]
        public sealed partial class Stack
        {
            [Layer(1, 4, 3, 1, 1)] public partial Conv2d First { get; }
            [Layer(4, 4, 3, 1, 1, Repeat = 3)] public partial Conv2d[] Blocks { get; }
            [Layer(4, 3)] public partial Dense Head { get; }
            [Layer] public partial GlobalAvgPool2d Mean { get; }

            [Forward]
            public Tensor<float> Predict([Shape("n", 1, "height", "width")] Tensor<float> x)
            {
                Tensor<float> h = First.Forward(x);
                foreach (Conv2d block in Blocks)
                    h = MaxPool2d(h + Tanh(block.Forward(h)), 3, 1, 1);
                return Head.Forward(Mean.Forward(h));
            }

            [Loss] public float Loss([Shape("n", 1, "height", "width")] Tensor<float> x, [Shape("n", 3)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model]
        public sealed partial class Written
        {
            [Layer(1, 4, 3, 1, 1)] public partial Conv2d First { get; }
            [Layer(4, 4, 3, 1, 1)] public partial Conv2d A { get; }
            [Layer(4, 4, 3, 1, 1)] public partial Conv2d B { get; }
            [Layer(4, 4, 3, 1, 1)] public partial Conv2d C { get; }
            [Layer(4, 3)] public partial Dense Head { get; }
            [Layer] public partial GlobalAvgPool2d Mean { get; }

            [Forward]
            public Tensor<float> Predict([Shape("n", 1, "height", "width")] Tensor<float> x)
            {
                Tensor<float> h = First.Forward(x);
                h = MaxPool2d(h + Tanh(A.Forward(h)), 3, 1, 1);
                h = MaxPool2d(h + Tanh(B.Forward(h)), 3, 1, 1);
                h = MaxPool2d(h + Tanh(C.Forward(h)), 3, 1, 1);
                return Head.Forward(Mean.Forward(h));
            }

            [Loss] public float Loss([Shape("n", 1, "height", "width")] Tensor<float> x, [Shape("n", 3)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model]
        public sealed partial class Small
        {
            [Layer(1, 2, 5)] public partial Conv2d First { get; }

            [Loss]
            public float Loss([Shape("n", 1, "height", "width")] Tensor<float> x, int size, int stride)
            {
                Tensor<float> small = First.Forward(x);
                return Mean(MaxPool2d(small, size, stride));
            }
        }

        public sealed class SmallProbe : AutoGrad.EndToEnd.Tests.Layers.WindowProbe
        {
            private readonly Small _model = new(seed: 1);
            public override float Eager(Tensor<float> x, int size, int stride) => _model.Loss(x, size, stride);
            public override float Gradient(Tensor<float> x, int size, int stride) => _model.LossGradient(x, size, stride);
        }
        """, ComposedSubject.Around("Stack", "new(seed: 3)"), ComposedSubject.Around("Written", "new(seed: 3)")));

    [Fact]
    public void A_stack_of_convolutions_with_pools_has_the_gradients_of_the_same_layers_one_by_one()
    {
        ComposedSubject stack = ComposedSubject.Of(s_program.Value, "Stack");
        Tensor<float> x = ComposedSubject.Input(1, 2, 1, 7, 6), y = ComposedSubject.Input(2, 2, 3);
        AssertDifferences(stack, x, y);
        ComposedSubject written = ComposedSubject.Of(s_program.Value, "Written");
        string InStack(string name) => name.Replace("A.", "Blocks.0.", StringComparison.Ordinal).Replace("B.", "Blocks.1.", StringComparison.Ordinal).Replace("C.", "Blocks.2.", StringComparison.Ordinal);
        foreach (Parameter parameter in written.Parameters)
            stack.Parameters[InStack(parameter.Name)].Value.CopyTo(parameter.Value);
        Assert.Equal(written.Gradient(x, y), stack.Gradient(x, y), 1e-6f);
        double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(ComposedSubject.Numbers(tensor), v => (double)v);
        foreach (Parameter parameter in written.Parameters)
            Close.Assert(Doubles(parameter.Gradient), Doubles(stack.Parameters[InStack(parameter.Name)].Gradient), 1e-5, parameter.Name);
        Assert.Equal(stack.Eager(x, y), stack.Gradient(x, y), 1e-5f);
        var optimizer = new Sgd(0.01f);
        Allocation.AssertNone(() => stack.Train(x, y, optimizer));
    }

    // Larger steps make another element of some window the largest, where the derivative jumps: at 1e-4 every third input has such an element.
    private static void AssertDifferences(ComposedSubject subject, Tensor<float> x, Tensor<float> y)
    {
        double[] values = Array.ConvertAll(ComposedSubject.Numbers(subject.Parameters.Values), v => (double)v), gradient = new double[values.Length], scratch = new double[values.Length];
        subject.InDouble(values, x, y, gradient);
        Close.Assert(Differences.All(v => subject.InDouble(v, x, y, scratch), values, 1e-5), gradient, 1e-6, "the gradient of the double twin");
    }

    [Fact]
    public void An_image_that_is_too_small_is_refused_before_anything_is_computed()
    {
        var small = (WindowProbe)Activator.CreateInstance(s_program.Value.GetType("SmallProbe", throwOnError: true)!)!;
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => small.Gradient(ComposedSubject.Input(1, 2, 1, 4, 9), 3, 1));
        Assert.Contains("Conv2d(x, Kernel, Bias, stride, padding, dilation, groups): a window of 5 does not fit into a length of 4", wrong.Message, StringComparison.Ordinal);
        wrong = Assert.Throws<ArgumentException>(() => small.Gradient(ComposedSubject.Input(1, 2, 1, 5, 6), 3, 1));
        Assert.Contains("MaxPool2d(small, size, stride): a window of 3 does not fit into a length of 1", wrong.Message, StringComparison.Ordinal);
        wrong = Assert.Throws<ArgumentException>(() => small.Gradient(ComposedSubject.Input(1, 2, 1, 9, 9), 0, 1));
        Assert.Contains("a window of 0 is not possible: it is at least 1", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(small.Eager(ComposedSubject.Input(1, 2, 1, 9, 9), 3, 1), small.Gradient(ComposedSubject.Input(1, 2, 1, 9, 9), 3, 1), 1e-5f);
    }

    [Fact]
    public void A_constructor_refuses_what_no_layer_can_be()
    {
        Assert.Throws<ArgumentOutOfRangeException>("kernel", () => new AutoGrad.Layers.Conv2d(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => new AutoGrad.Layers.Conv1d(1, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("padding", () => new AutoGrad.Layers.Conv2d(1, 1, 1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("groups", () => new AutoGrad.Layers.Conv2d(1, 1, 1, 1, 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("outputPadding", () => new AutoGrad.Layers.ConvTranspose2d(1, 1, 2, 2, outputPadding: 2));
        Assert.Throws<ArgumentOutOfRangeException>("kernel", () => new AutoGrad.Layers.MaxPool2d(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => new AutoGrad.Layers.AvgPool1d(1, 0));
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => new AutoGrad.Layers.Conv2d(3, 4, 1, groups: 2));
        Assert.Contains("2 groups do not divide 3 channels into 4", wrong.Message, StringComparison.Ordinal);
    }
}

/// <summary>A model whose geometry comes with the call.</summary>
public abstract class WindowProbe
{
    /// <summary>The loss as the user wrote it.</summary>
    public abstract float Eager(Tensor<float> x, int size, int stride);

    /// <summary>The generated loss.</summary>
    public abstract float Gradient(Tensor<float> x, int size, int stride);
}
