using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Models that use layers of another assembly, AutoGrad's own, beside the same models in one class.</summary>
public class LibraryLayerTests
{
    private const string Program = """
        using AutoGrad.Layers;

        [Model, ClipGlobalNorm(0.5f), L2(0.01f)]
        public sealed partial class Composed
        {
            [Layer(6, 16)] public partial Dense First { get; }
            [Layer(16, 20, 3), L1(0.02f)] public partial Mlp Last { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 6)] Tensor<float> x) => Last.Forward(Tanh(First.Forward(x)));
            [Loss] public float Loss([Shape("n", 6)] Tensor<float> x, [Shape("n", 3)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model, ClipGlobalNorm(0.5f)]
        public sealed partial class Written
        {
            [Parameter(6, 16), L2(0.01f)] public partial Tensor<float> FirstKernel { get; }
            [Parameter(16)] public partial Tensor<float> FirstBias { get; }
            [Parameter(16, 20), L1(0.02f)] public partial Tensor<float> HiddenKernel { get; }
            [Parameter(20)] public partial Tensor<float> HiddenBias { get; }
            [Parameter(20, 3), L1(0.02f)] public partial Tensor<float> OutputKernel { get; }
            [Parameter(3)] public partial Tensor<float> OutputBias { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 6)] Tensor<float> x)
            {
                Tensor<float> h = Tanh(MatMul(x, FirstKernel) + FirstBias);
                return MatMul(Relu(MatMul(h, HiddenKernel) + HiddenBias), OutputKernel) + OutputBias;
            }
            [Loss] public float Loss([Shape("n", 6)] Tensor<float> x, [Shape("n", 3)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model, ClipGlobalNorm(0.5f), L2(0.01f)]
        public sealed partial class Sized(int inputs, int units, int seed)
        {
            [Parameter("inputs", 16)] public partial Tensor<float> FirstKernel { get; }
            [Parameter(16)] public partial Tensor<float> FirstBias { get; }
            [Layer(16, 20, "units"), L1(0.02f)] public partial Mlp Last { get; }
            [Forward] public Tensor<float> Predict([Shape("n", "inputs")] Tensor<float> x) => Last.Forward(Tanh(MatMul(x, FirstKernel) + FirstBias));
            [Loss] public float Loss([Shape("n", "inputs")] Tensor<float> x, [Shape("n", "units")] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        """;

    private static readonly Lazy<Assembly> s_program = new(() => new UserProject().Load(
        Program, ComposedSubject.Around("Composed", "new(seed: 3)"), ComposedSubject.Around("Written", "new(seed: 3)"), ComposedSubject.Around("Sized", "new(6, 3, seed: 3)")));

    private static readonly Tensor<float> s_x = ComposedSubject.Input(1, 5, 6), s_y = ComposedSubject.Input(2, 5, 3);

    [Fact]
    public void Parameters_of_layers_have_dotted_names_in_the_order_of_declaration()
        => Assert.Equal(
            ["First.Kernel", "First.Bias", "Last.Hidden.Kernel", "Last.Hidden.Bias", "Last.Output.Kernel", "Last.Output.Bias"],
            ComposedSubject.Of(s_program.Value, "Composed").Parameters.Select(p => p.Name));

    [Theory]
    [InlineData("Composed")]
    [InlineData("Sized")]
    public void A_composed_model_computes_the_bits_of_the_same_model_in_one_class(string model)
    {
        ComposedSubject composed = ComposedSubject.Of(s_program.Value, model), written = ComposedSubject.Of(s_program.Value, "Written");
        Assert.Equal(ComposedSubject.Numbers(written.Parameters.Values), ComposedSubject.Numbers(composed.Parameters.Values));
        Assert.Equal(written.Gradient(s_x, s_y), composed.Gradient(s_x, s_y));
        Assert.Equal(ComposedSubject.Numbers(written.Parameters.Gradients), ComposedSubject.Numbers(composed.Parameters.Gradients));
        var (a, b) = (new Adam(), new Adam());
        for (int step = 0; step < 5; step++)
            Assert.Equal(written.Train(s_x, s_y, a), composed.Train(s_x, s_y, b));
        Assert.Equal(ComposedSubject.Numbers(written.Parameters.Values), ComposedSubject.Numbers(composed.Parameters.Values));
        Tensor<float> first = Tensor.CreateFromShape<float>([5, 3]), second = Tensor.CreateFromShape<float>([5, 3]);
        written.Predict(s_x, first);
        composed.Predict(s_x, second);
        Assert.Equal(ComposedSubject.Numbers(first), ComposedSubject.Numbers(second));
    }

    [Theory]
    [InlineData("Composed")]
    [InlineData("Sized")]
    public void Gradients_agree_with_differences_and_the_loss_with_the_users_own_methods(string model)
    {
        ComposedSubject composed = ComposedSubject.Of(s_program.Value, model);
        GradientCheck.Result result = composed.Check(s_x, s_y);
        Assert.True(result.MaxRelativeError < 1e-6, result.ToString());
        composed.Gradient(s_x, s_y);
        Assert.Equal(composed.Train(s_x, s_y, new Sgd(0)).DataLoss, composed.Eager(s_x, s_y), 1e-5f);
    }

    [Theory]
    [InlineData("Composed")]
    [InlineData("Sized")]
    public void A_training_step_of_a_composed_model_allocates_nothing(string model)
    {
        ComposedSubject composed = ComposedSubject.Of(s_program.Value, model);
        var optimizer = new Sgd(0.01f, momentum: 0.9f);
        Allocation.AssertNone(() => composed.Train(s_x, s_y, optimizer));
    }

    [Fact]
    public void Parameters_under_dotted_names_survive_a_file()
    {
        ComposedSubject saved = ComposedSubject.Of(s_program.Value, "Composed"), loaded = ComposedSubject.Of(s_program.Value, "Composed");
        saved.Train(s_x, s_y, new Sgd(0.1f));
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            saved.Parameters.Save(path);
            Assert.NotEqual(ComposedSubject.Numbers(saved.Parameters.Values), ComposedSubject.Numbers(loaded.Parameters.Values));
            loaded.Parameters.Load(path);
            Assert.Equal(ComposedSubject.Numbers(saved.Parameters.Values), ComposedSubject.Numbers(loaded.Parameters.Values));
            Assert.Equal(saved.Eager(s_x, s_y), loaded.Eager(s_x, s_y));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_model_of_the_readme_compiles() => new UserProject().Load("""
        using AutoGrad.Layers;

        [Model, ClipGlobalNorm(1.0f)]
        public sealed partial class Residual(int inputs, int width, int seed = 0)
        {
            [Layer("inputs", "width")] public partial Dense First { get; }
            [Layer("width", "width", Repeat = 8), L2(1e-4f)] public partial Dense[] Hidden { get; }   // eight layers, one loop
            [Layer("width", 10)] public partial Dense Head { get; }

            [Forward]
            public Tensor<float> Logits([Shape("batch", "inputs")] Tensor<float> x)
            {
                Tensor<float> h = First.Forward(x);
                foreach (Dense layer in Hidden)
                    h = h + Tanh(layer.Forward(h));
                return Head.Forward(h);
            }
        }
        """);

    [Fact]
    public void A_length_of_the_constructor_is_checked_and_named()
    {
        ComposedSubject sized = ComposedSubject.Of(s_program.Value, "Sized");
        var wrong = Assert.Throws<ArgumentException>(() => sized.Gradient(ComposedSubject.Input(1, 5, 7), s_y));
        Assert.Contains("x must have shape [n, inputs] where inputs is 6 (from the constructor) but has lengths [5, 7]", wrong.Message, StringComparison.Ordinal);
    }
}
