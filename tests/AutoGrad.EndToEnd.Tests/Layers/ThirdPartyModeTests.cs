using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A model with layers that train and infer differently, as tests see it.</summary>
public abstract class ModeSubject : ComposedSubject
{
    /// <summary>The mode of the model.</summary>
    public abstract bool IsTraining { get; set; }

    /// <summary>The modes of its layers, and of theirs.</summary>
    public abstract bool[] ModesOfLayers { get; }

    /// <summary>The prediction as the user wrote it.</summary>
    public abstract Tensor<float> Predict(Tensor<float> x);

    /// <summary>Sets all state to what it was.</summary>
    public abstract void ResetState();
}

/// <summary>
/// Layers of somebody else's library that look at the mode, keep state and draw, alone, in a stack and beside the library's own; used from a second
/// assembly.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ThirdPartyModeTests : IDisposable
{
    private const string Library = """
        namespace Vendor
        {
            [Model]
            public sealed partial class Noisy(int width, float keep)
            {
                private const float Share = 0.25f;
                [State("width", Initial = 1)] public partial Tensor<float> Running { get; set; }
                [State(1)] private partial Tensor<float> Calls { get; set; }
                [Parameter("width", Init = Init.Ones)] public partial Tensor<float> Scale { get; }

                [Forward]
                public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x)
                {
                    Tensor<float> h = x * Scale;
                    if (!IsTraining)
                        return h * Running + Calls;
                    Running = (1 - Share) * Running + Share * Mean(h, axis: 0);
                    Calls = Calls + 0.125f;
                    float gain = 1 / keep;
                    return Where(Tensor.LessThan<float>(Draws.UniformLike(h), keep), h * gain, 0f * h);
                }
            }

            [Model]
            public sealed partial class Block(int width)
            {
                private readonly float _gain = 1.5f;
                [Layer("width", "width")] private partial AutoGrad.Layers.Dense In { get; }
                [Layer("width")] public partial AutoGrad.Layers.BatchNorm Norm { get; }
                [Layer("width", 0.75f, Repeat = 2)] public partial Noisy[] Noises { get; }
                [Layer(0.3f)] public partial AutoGrad.Layers.Dropout Drop { get; }

                [Forward]
                public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x)
                {
                    Tensor<float> h = Norm.Forward(In.Forward(x));
                    foreach (Noisy noise in Noises)
                        h = h + Tanh(noise.Forward(h));
                    return Drop.Forward(h * _gain);
                }
            }
        }
        """;

    private const string Program = """
        using Vendor;

        [Model(GradientCheck = true, OnNonFinite = OnNonFinite.SkipStep)]
        public sealed partial class Net(int seed = 3)
        {
            [Layer(6, 0.5f)] public partial Noisy First { get; }
            [Layer(6)] public partial Block Body { get; }
            [Layer(6, 2)] public partial AutoGrad.Layers.Dense Head { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 6)] Tensor<float> x) => Head.Forward(Body.Forward(First.Forward(x)));
            [Loss] public float Loss([Shape("n", 6)] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        public sealed class NetSubject : AutoGrad.EndToEnd.Tests.Layers.ModeSubject
        {
            private readonly Net _model = new();
            public override ParameterSet Parameters => _model.Parameters;
            public override bool IsTraining { get => _model.IsTraining; set => _model.IsTraining = value; }
            public override bool[] ModesOfLayers => [_model.First.IsTraining, _model.Body.IsTraining, _model.Body.Norm.IsTraining, _model.Body.Noises[1].IsTraining, _model.Body.Drop.IsTraining];
            public override float Eager(Tensor<float> x, Tensor<float> y) => _model.Loss(x, y);
            public override float Gradient(Tensor<float> x, Tensor<float> y) => _model.LossGradient(x, y);
            public override double InDouble(double[] parameters, Tensor<float> x, Tensor<float> y, double[] gradients)
                => ((ITrainable<Tensor<float>, Tensor<float>>)_model).LossGradientInDouble(parameters, gradients, x, y);
            public override StepReport Train(Tensor<float> x, Tensor<float> y, Optimizer optimizer) => _model.TrainStep(x, y, optimizer);
            public override Tensor<float> Predict(Tensor<float> x) => _model.Predict(x);
            public override void Predict(Tensor<float> x, Tensor<float> destination) => _model.Predict(x, destination);
            public override GradientCheck.Result Check(Tensor<float> x, Tensor<float> y) => GradientCheck.Run(_model, x, y);
            public override void ResetState() => _model.ResetState();
        }
        """;

    private const int States = 6;

    private static readonly Lazy<Assembly> s_apart = new(() => new UserProject { References = [new UserProject().LoadLibrary(Library)] }.Load(Program));

    private static readonly Lazy<Assembly> s_together = new(() => new UserProject().Load(Library, Program));

    private static readonly Tensor<float> s_x = ComposedSubject.Input(1, 5, 6), s_y = ComposedSubject.Input(2, 5, 2);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void It_computes_the_bits_of_the_same_layers_in_one_assembly()
    {
        ModeSubject apart = Of(s_apart), together = Of(s_together);
        Assert.Equal(
            ["First.Running", "First.Calls", "Body.Norm.RunningMean", "Body.Norm.RunningVariance", "Body.Noises.*.Running", "Body.Noises.*.Calls"],
            Enumerable.Range(0, States).Select(i => apart.Parameters.State(i).Definition.Name));
        var (a, b) = (new Adam(0.01f), new Adam(0.01f));
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(together.Train(s_x, s_y, a), apart.Train(s_x, s_y, b));
            Assert.Equal(StateOf(together), StateOf(apart));
        }

        Assert.Equal(ComposedSubject.Numbers(together.Parameters.Values), ComposedSubject.Numbers(apart.Parameters.Values));
        Assert.Equal((5, 5), (together.Parameters.Draws.Step, apart.Parameters.Draws.Step));
        Assert.Equal(Inferred(together), Inferred(apart));
    }

    [Fact]
    public void A_step_trains_as_the_method_as_written_does_where_IsTraining_is_set()
    {
        ModeSubject written = Of(s_apart), fused = Of(s_apart);
        written.IsTraining = true;
        var losses = new HashSet<float>();
        for (int step = 0; step < 3; step++)
        {
            float loss = fused.Gradient(s_x, s_y);
            Close.Assert(written.Eager(s_x, s_y), loss, 1e-5, 1, "the loss");
            written.Parameters.Draws.Advance();
            Close.Assert(StateOf(written), StateOf(fused), 1e-5, "the state");
            losses.Add(loss);
        }

        // The parameters stay, so it is the draws that differ.
        Assert.Equal(3, losses.Count);
        Assert.Equal(0.375, StateOf(fused)[6]);
    }

    [Fact]
    public void What_has_a_destination_infers_and_leaves_everything_as_it_was()
    {
        ModeSubject model = Of(s_apart);
        model.Gradient(s_x, s_y);
        double[] before = StateOf(model);
        model.IsTraining = true; // it does not look here
        double[] inferred = Inferred(model);
        model.IsTraining = false;
        Close.Assert(Doubles(model.Predict(s_x)), inferred, 1e-5, "the prediction");
        Assert.Equal(before, StateOf(model));
        Assert.Equal(1, model.Parameters.Draws.Step);
        model.ResetState();
        Assert.NotEqual(before, StateOf(model));
        Assert.NotEqual(inferred, Inferred(model));
    }

    [Fact]
    public void The_mode_of_the_model_is_that_of_all_layers()
    {
        ModeSubject model = Of(s_apart);
        Assert.All(model.ModesOfLayers, Assert.False);
        model.IsTraining = true;
        Assert.All(model.ModesOfLayers, Assert.True);
        model.IsTraining = false;
        Assert.All(model.ModesOfLayers, Assert.False);
    }

    [Fact]
    public void Gradients_agree_with_differences_of_the_same_draws()
    {
        ModeSubject model = Of(s_apart);
        model.Gradient(s_x, s_y);
        double[] before = StateOf(model);
        Assert.InRange(model.Check(s_x, s_y).MaxRelativeError, 0, 1e-5);
        Assert.Equal(before, StateOf(model));
    }

    [Fact]
    public void A_step_that_is_skipped_leaves_state_and_draws_as_they_were()
    {
        ModeSubject model = Of(s_apart);
        model.Train(s_x, s_y, new Sgd(0.1f));
        double[] before = StateOf(model);
        Tensor<float> nan = ComposedSubject.Input(1, 5, 6);
        nan[2, 3] = float.NaN;
        Assert.False(model.Train(nan, s_y, new Sgd(0.1f)).IsFinite);
        Assert.Equal(before, StateOf(model));
        Assert.Equal(1, model.Parameters.Draws.Step);
    }

    [Fact]
    public void A_file_holds_state_and_draws_so_that_training_goes_on_as_if_it_had_not_stopped()
    {
        ModeSubject model = Of(s_apart), resumed = Of(s_apart);
        for (int step = 0; step < 3; step++)
            model.Train(s_x, s_y, new Sgd(0.1f));
        model.Parameters.Save(_file);
        resumed.Parameters.Load(_file);
        Assert.Equal(StateOf(model), StateOf(resumed));
        for (int step = 0; step < 3; step++)
            Assert.Equal(model.Train(s_x, s_y, new Sgd(0.1f)), resumed.Train(s_x, s_y, new Sgd(0.1f)));
        Assert.Equal(StateOf(model), StateOf(resumed));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        ModeSubject model = Of(s_apart);
        var optimizer = new Adam();
        Allocation.AssertNone(() => model.Train(s_x, s_y, optimizer));
    }

    private static ModeSubject Of(Lazy<Assembly> program) => (ModeSubject)ComposedSubject.Of(program.Value, "Net");

    private static double[] Inferred(ModeSubject model)
    {
        Tensor<float> destination = Nn.Zeros<float>(5, 2);
        model.Predict(s_x, destination);
        return Doubles(destination);
    }

    private static double[] StateOf(ModeSubject model) => [.. Enumerable.Range(0, States).SelectMany(i => Doubles(model.Parameters.State(i).Value))];

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(ComposedSubject.Numbers(tensor), v => (double)v);
}
