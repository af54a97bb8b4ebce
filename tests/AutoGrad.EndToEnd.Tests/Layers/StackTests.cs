using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Stacks of layers, which stay one loop, beside the same layers one after the other.</summary>
public class StackTests
{
    private const string Attributes = "ClipNorm(0.05f), L2(0.01f)";

    private const string Program = $$"""
        using AutoGrad.Layers;

        [Model, {{Attributes}}]
        public sealed partial class ForEach
        {
            [Layer(4, 4, Repeat = 3)] public partial Dense[] Hidden { get; }
            [Layer(4, 2)] public partial Dense Head { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x)
            {
                Tensor<float> h = x;
                foreach (Dense layer in Hidden)
                    h = Tanh(layer.Forward(h)) + x;
                return Head.Forward(h);
            }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model, {{Attributes}}]
        public sealed partial class ByIndex
        {
            [Layer(4, 4, Repeat = 3)] public partial Dense[] Hidden { get; }
            [Layer(4, 2)] public partial Dense Head { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x)
            {
                Tensor<float> h = x;
                for (int i = 0; i < Hidden.Length; i++)
                {
                    Dense layer = Hidden[i];
                    h = Tanh(layer.Forward(h)) + x;
                }
                return Head.Forward(h);
            }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model, {{Attributes}}]
        public sealed partial class ByHand
        {
            [Layer(4, 4)] public partial Dense Hidden0 { get; }
            [Layer(4, 4)] public partial Dense Hidden1 { get; }
            [Layer(4, 4)] public partial Dense Hidden2 { get; }
            [Layer(4, 2)] public partial Dense Head { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x)
            {
                Tensor<float> h = Tanh(Hidden0.Forward(x)) + x;
                h = Tanh(Hidden1.Forward(h)) + x;
                h = Tanh(Hidden2.Forward(h)) + x;
                return Head.Forward(h);
            }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model]
        public sealed partial class Block
        {
            [Layer(4, 4, Repeat = 2), ClipValue(0.01f)] public partial Dense[] Inner { get; }
            [Forward] public Tensor<float> Forward([Shape("n", 4)] Tensor<float> x)
            {
                foreach (Dense layer in Inner)
                    x = Tanh(layer.Forward(x));
                return x;
            }
        }

        [Model, {{Attributes}}]
        public sealed partial class Nested
        {
            [Layer(Repeat = 3)] public partial Block[] Blocks { get; }
            [Layer(4, 2)] public partial Dense Head { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x)
            {
                foreach (Block block in Blocks)
                    x = x + block.Forward(x);
                return Head.Forward(x);
            }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model, {{Attributes}}]
        public sealed partial class Constant
        {
            [Layer(4, 4, Repeat = 2)] public partial Dense[] Hidden { get; }
            [Layer(4, 2)] public partial Dense Head { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x) => Head.Forward(Tanh(Hidden[1].Forward(Tanh(Hidden[0].Forward(x)))));
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y) + Sum(Hidden[0].Bias);
        }

        """;

    private static readonly Lazy<Assembly> s_program = new(() => new UserProject().Load([Program, .. Models.Select(m => ComposedSubject.Around(m, "new(seed: 3)"))]));

    private static readonly Tensor<float> s_x = ComposedSubject.Input(1, 5, 4), s_y = ComposedSubject.Input(2, 5, 2);

    private static string[] Models => ["ForEach", "ByIndex", "ByHand", "Nested", "Constant"];

    public static TheoryData<string> All => [.. Models];

    [Fact]
    public void Copies_of_a_parameter_follow_each_other()
    {
        Assert.Equal(
            ["Hidden.0.Kernel", "Hidden.1.Kernel", "Hidden.2.Kernel", "Hidden.0.Bias", "Hidden.1.Bias", "Hidden.2.Bias", "Head.Kernel", "Head.Bias"],
            Of("ForEach").Parameters.Select(p => p.Name));
        Assert.Equal(
            ["Blocks.0.Inner.0.Kernel", "Blocks.0.Inner.1.Kernel", "Blocks.1.Inner.0.Kernel", "Blocks.1.Inner.1.Kernel", "Blocks.2.Inner.0.Kernel", "Blocks.2.Inner.1.Kernel"],
            Of("Nested").Parameters.Select(p => p.Name).Take(6));
    }

    [Theory]
    [InlineData("ForEach")]
    [InlineData("ByIndex")]
    public void A_loop_over_a_stack_trains_like_the_layers_one_after_the_other(string model)
    {
        ComposedSubject stack = Of(model), hand = Of("ByHand");
        foreach (Parameter parameter in hand.Parameters)
            Copy(parameter.Value, stack.Parameters[Stacked(parameter.Name)].Value);
        Assert.Equal(hand.Gradient(s_x, s_y), stack.Gradient(s_x, s_y), 1e-6f);
        Assert.Equal(hand.Parameters.GradientNorm, stack.Parameters.GradientNorm, 1e-5f);
        foreach (Parameter parameter in hand.Parameters)
        {
            // The norm clip holds for each copy by itself.
            float[] expected = ComposedSubject.Numbers(parameter.Gradient), actual = ComposedSubject.Numbers(stack.Parameters[Stacked(parameter.Name)].Gradient);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-6f);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_agree_with_differences_and_the_loss_with_the_users_own_methods(string model)
    {
        ComposedSubject subject = Of(model);
        GradientCheck.Result result = subject.Check(s_x, s_y);
        Assert.True(result.MaxRelativeError < 1e-6, result.ToString());
        Assert.Equal(subject.Eager(s_x, s_y), subject.Train(s_x, s_y, new Sgd(0)).DataLoss, 1e-5f);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_step_allocates_nothing(string model)
    {
        ComposedSubject subject = Of(model);
        var optimizer = new Sgd(0.01f);
        Allocation.AssertNone(() => subject.Train(s_x, s_y, optimizer));
    }

    [Fact]
    public void Every_copy_has_the_clips_of_its_stack()
    {
        ComposedSubject subject = Of("Nested");
        subject.Gradient(s_x, s_y);
        foreach (Parameter parameter in subject.Parameters.Where(p => p.Name.StartsWith("Blocks.", StringComparison.Ordinal)))
        {
            Assert.Equal(new GradientPolicy(NormClip.Parameter, 0.05f, 0.01f, 0, parameter.Lengths.Length == 2 ? 0.01f : 0), parameter.Policy);
            Assert.All(ComposedSubject.Numbers(parameter.Gradient), g => Assert.InRange(g, -0.01f, 0.01f));
        }
    }

    private static ComposedSubject Of(string model) => ComposedSubject.Of(s_program.Value, model);

    private static string Stacked(string name) => name.StartsWith("Hidden", StringComparison.Ordinal) ? "Hidden." + name["Hidden".Length..] : name;

    private static void Copy(Tensor<float> source, Tensor<float> destination) => source.CopyTo(destination);
}
