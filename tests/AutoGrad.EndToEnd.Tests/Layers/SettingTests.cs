using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Numbers of a model's object are read when a generated method is entered: whatever they are, it computes what the user's method computes.</summary>
public class SettingTests
{
    private const string Program = """
        public enum Mode { Plain, Tanh, Squared }

        [Model]
        public sealed partial class Model(int width, float gain, double unused, bool shifts, int seed = 3)
        {
            private static readonly float s_base = 0.75f;
            private readonly int width = width;
            public float Rate { get; set; } = 0.5f;
            public int Times = 1;
            public int Count => Times + 1;
            public Mode Mode { get; set; }
            public bool IsNegative;
            public double Unused => unused;
            [Parameter("width", 2)] public partial Tensor<float> W { get; }

            [Forward]
            public Tensor<float> Predict([Shape("n", "width")] Tensor<float> x)
            {
                Tensor<float> h = MatMul(x, W) * (gain + Rate * s_base);
                for (int i = 0; i < Count; i++)
                    h = h + Rate / (float)width;
                if (shifts)
                    h = h + 1f;
                h = Mode switch { Mode.Tanh => Tanh(h), Mode.Squared => h * h, _ => h };
                return IsNegative ? -h : h;
            }

            [Loss] public float Loss([Shape("n", "width")] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y) * width;
        }

        public static class Access
        {
            public static void Set(object subject, float rate, int times, int mode, bool isNegative)
            {
                Model model = ((ModelSubject)subject).Model;
                (model.Rate, model.Times, model.Mode, model.IsNegative) = (rate, times, (Mode)mode, isNegative);
            }
        }

        """;

    private static readonly Lazy<Assembly> s_program = new(() => new UserProject().Load(Program, ComposedSubject.Around("Model", "new(4, 1.5f, 2.5, true)")));

    private static readonly Tensor<float> s_x = ComposedSubject.Input(1, 5, 4), s_y = ComposedSubject.Input(2, 5, 2);

    [Fact]
    public void A_step_sees_what_they_are_when_it_is_entered()
    {
        ComposedSubject subject = ComposedSubject.Of(s_program.Value, "Model");
        var losses = new HashSet<float>();
        foreach ((float rate, int times, int mode, bool isNegative) in ((float, int, int, bool)[])[(0.5f, 1, 0, false), (0.25f, 1, 0, false), (0.25f, 4, 0, false), (0.25f, 4, 1, false), (0.25f, 4, 2, false), (0.25f, 4, 2, true), (0.25f, -1, 2, true)])
        {
            s_program.Value.GetType("Access")!.GetMethod("Set")!.Invoke(null, [subject, rate, times, mode, isNegative]);
            float eager = subject.Eager(s_x, s_y);
            Assert.Equal(eager, subject.Gradient(s_x, s_y), Math.Abs(eager) * 1e-5f);
            GradientCheck.Result result = subject.Check(s_x, s_y);
            Assert.True(result.MaxRelativeError < 1e-6, result.ToString());
            Assert.True(losses.Add(eager));
        }
    }

    [Fact]
    public void Reading_them_allocates_nothing()
    {
        ComposedSubject subject = ComposedSubject.Of(s_program.Value, "Model");
        var optimizer = new Adam();
        Allocation.AssertNone(() => subject.Train(s_x, s_y, optimizer));
    }

    [Fact]
    public void Weights_of_a_model_whose_constructor_has_no_seed_are_not_zero()
    {
        var model = new AutoGrad.Layers.Dense(3, 4);
        Assert.DoesNotContain(0f, ComposedSubject.Numbers(model.Kernel));
        Assert.Equal(["Kernel", "Bias"], model.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void The_seed_of_a_constructor_seeds()
        => Assert.Equal(ComposedSubject.Numbers(ComposedSubject.Of(s_program.Value, "Model").Parameters.Values), ComposedSubject.Numbers(Seeded(3).Values));

    private static ParameterSet Seeded(int seed)
    {
        ComposedSubject subject = ComposedSubject.Of(s_program.Value, "Model");
        subject.Parameters.Initialize(seed + 1);
        subject.Parameters.Initialize(seed);
        return subject.Parameters;
    }
}
