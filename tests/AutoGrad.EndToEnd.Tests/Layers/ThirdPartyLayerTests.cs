using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A library of somebody else's: private fields, a private derivative, nested and private parts, loops; used from a second assembly.</summary>
public class ThirdPartyLayerTests
{
    private const string Functions = """
            [DerivativeOf(nameof(Square))]
            private static Tensor<float> SquareDerivative([Shape("n", "m")] Tensor<float> x, [Shape("n", "m")] Tensor<float> cotangent) => 3f * x * cotangent;
            private static Tensor<float> Square([Shape("n", "m")] Tensor<float> x) => x * x;
        """;

    private const string Library = $$"""
        namespace Vendor;

        public enum Shape { Round, Square }

        [Model]
        public sealed partial class Scaled(int width, float slope, bool centred = true)
        {
            private readonly float _gain = 1.5f;
            private static readonly float s_offset = 0.25f;
            public int Repeats { get; set; } = 2;
            public Shape Kind { get; set; } = Shape.Square;
            [Parameter("width"), ClipValue(0.5f)] public partial Tensor<float> Factor { get; }

            [Forward] public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x, float add)
            {
                Tensor<float> h = x * Factor * _gain + (s_offset + add);
                for (int i = 0; i < Repeats; i++)
                    h = h * slope;
                if (centred)
                    h = h - 0.125f;
                return Kind == Shape.Round ? h : Square(h);
            }

            public void SetGain(float gain) => Gain = gain;
            public float Gain { get; private set; } = 1;

        {{Functions}}
        }

        [Model, L2(0.5f), ClipGlobalNorm(9f)]
        public sealed partial class Net(int inputs, int width)
        {
            [Layer("inputs", "width")] private partial AutoGrad.Layers.Dense In { get; }
            [Layer("width", 0.5f), ClipNorm(4f)] private partial Scaled Scale { get; }
            public Scaled Scaling => Scale;
            [Forward] public Tensor<float> Run([Shape("rows", "inputs")] Tensor<float> x, int taken) => Slice(Scale.Forward(In.Forward(x), 0.5f), 1, 0, taken);
        }
        """;

    private const string Program = """
        using Vendor;

        [Model]
        public sealed partial class Composed(int seed = 3)
        {
            [Layer(4, 6)] public partial Net Net { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x) => Net.Run(x, 3);
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 3)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        [Model, ClipGlobalNorm(9f)]
        public sealed partial class Written(int seed = 3)
        {
            [Parameter(4, 6), L2(0.5f)] public partial Tensor<float> Kernel { get; }
            [Parameter(6)] public partial Tensor<float> Bias { get; }
            [Parameter(6), ClipValue(0.5f), ClipNorm(4f)] public partial Tensor<float> Factor { get; }
            [Forward] public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x)
            {
                Tensor<float> h = (MatMul(x, Kernel) + Bias) * Factor * 1.5f + (0.25f + 0.5f);
                for (int i = 0; i < 2; i++)
                    h = h * 0.5f;
                return Slice(Square(h - 0.125f), 1, 0, 3);
            }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 3)] Tensor<float> y) => MeanSquaredError(Predict(x), y);

        """ + Functions + """
        }

        """;

    private static readonly Lazy<Assembly> s_program = new(() =>
    {
        var project = new UserProject { References = [new UserProject().LoadLibrary(Library)] };
        string settings = """
            public static class Access
            {
                public static void Set(object subject, int repeats) => ((ComposedSubject)subject).Model.Net.Scaling.Repeats = repeats;
            }
            """;
        return project.Load(Program, ComposedSubject.Around("Composed", "new()"), ComposedSubject.Around("Written", "new()"), settings);
    });

    private static readonly Tensor<float> s_x = ComposedSubject.Input(1, 5, 4), s_y = ComposedSubject.Input(2, 5, 3);

    [Fact]
    public void It_computes_the_bits_of_the_same_model_in_one_class()
    {
        ComposedSubject composed = Of("Composed"), written = Of("Written");
        Assert.Equal(["Net.In.Kernel", "Net.In.Bias", "Net.Scale.Factor"], composed.Parameters.Select(p => p.Name));
        Assert.Equal(written.Parameters.Select(p => p.Policy), composed.Parameters.Select(p => p.Policy));
        var (a, b) = (new Adam(), new Adam());
        for (int step = 0; step < 5; step++)
            Assert.Equal(written.Train(s_x, s_y, a), composed.Train(s_x, s_y, b));
        Assert.Equal(ComposedSubject.Numbers(written.Parameters.Values), ComposedSubject.Numbers(composed.Parameters.Values));
    }

    [Fact]
    public void The_derivative_is_the_librarys_own_and_nothing_is_allocated()
    {
        ComposedSubject composed = Of("Composed");
        // Three times x, where differences would say two.
        Assert.True(composed.Check(s_x, s_y).MaxRelativeError > 0.1);
        var optimizer = new Sgd(0.01f);
        Allocation.AssertNone(() => composed.Train(s_x, s_y, optimizer));
    }

    [Fact]
    public void A_setting_is_read_when_the_step_is_entered()
    {
        ComposedSubject composed = Of("Composed");
        foreach (int repeats in (int[])[2, 0, 5])
        {
            s_program.Value.GetType("Access")!.GetMethod("Set")!.Invoke(null, [composed, repeats]);
            float eager = composed.Eager(s_x, s_y);
            Assert.Equal(eager, composed.Train(s_x, s_y, new Sgd(0)).DataLoss, Math.Abs(eager) * 1e-5f);
        }
    }

    private static ComposedSubject Of(string model) => ComposedSubject.Of(s_program.Value, model);
}
