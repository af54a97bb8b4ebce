using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Truncation counts the steps of loops over time: a loop over a stack of layers is not one.</summary>
public class TruncatedStackTests
{
    private static readonly Lazy<Assembly> s_program = new(() => new UserProject().Load(
    [
        "using AutoGrad.Layers;\n" + Alone("Whole", "") + Alone("Cut", ", TruncatedBackprop(1)")
            + OverTime("Stack", "[Layer(4, 4, Repeat = 3)] public partial Dense[] Hidden { get; }", "foreach (Dense layer in Hidden)\n            h = Tanh(layer.Forward(h));", 2)
            + OverTime("Hand", Layers, Calls, 2) + OverTime("Untruncated", Layers, Calls, 100),
        .. Models.Select(m => ComposedSubject.Around(m, "new(seed: 3)")),
    ]));

    private static readonly Tensor<float> s_x = ComposedSubject.Input(1, 5, 4), s_y = ComposedSubject.Input(2, 5, 4), s_last = ComposedSubject.Input(3, 1, 4), s_steps = ComposedSubject.Input(4, 5, 1, 4);

    private static string[] Models => ["Whole", "Cut", "Stack", "Hand", "Untruncated"];

    private static string Layers => string.Concat(Enumerable.Range(0, 3).Select(i => $"[Layer(4, 4)] public partial Dense Hidden{i} {{ get; }}\n"));

    private static string Calls => string.Concat(Enumerable.Range(0, 3).Select(i => $"h = Tanh(Hidden{i}.Forward(h));\n"));

    [Fact]
    public void A_loop_over_a_stack_is_not_truncated()
    {
        ComposedSubject whole = ComposedSubject.Of(s_program.Value, "Whole"), cut = ComposedSubject.Of(s_program.Value, "Cut");

        Assert.Equal(whole.Gradient(s_x, s_y), cut.Gradient(s_x, s_y));
        foreach (Parameter parameter in whole.Parameters)
        {
            Assert.Equal(ComposedSubject.Numbers(parameter.Gradient), ComposedSubject.Numbers(cut.Parameters[parameter.Name].Gradient));
            Assert.Contains(ComposedSubject.Numbers(parameter.Gradient), g => g != 0);
        }
    }

    [Fact]
    public void A_stack_within_a_truncated_loop_has_the_gradient_of_the_layers_one_after_the_other()
    {
        ComposedSubject stack = ComposedSubject.Of(s_program.Value, "Stack"), hand = ComposedSubject.Of(s_program.Value, "Hand"), untruncated = ComposedSubject.Of(s_program.Value, "Untruncated");
        foreach (Parameter parameter in hand.Parameters)
        {
            parameter.Value.CopyTo(stack.Parameters[Stacked(parameter.Name)].Value);
            parameter.Value.CopyTo(untruncated.Parameters[parameter.Name].Value);
        }

        Assert.Equal(hand.Gradient(s_steps, s_last), stack.Gradient(s_steps, s_last), 1e-6f);
        Assert.Equal(hand.Gradient(s_steps, s_last), untruncated.Gradient(s_steps, s_last), 1e-6f);
        double apart = 0;
        foreach (Parameter parameter in hand.Parameters)
        {
            float[] expected = ComposedSubject.Numbers(parameter.Gradient), actual = ComposedSubject.Numbers(stack.Parameters[Stacked(parameter.Name)].Gradient);
            float[] whole = ComposedSubject.Numbers(untruncated.Parameters[parameter.Name].Gradient);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 1e-6f);
                apart = Math.Max(apart, Math.Abs(expected[i] - whole[i]));
            }
        }

        Assert.True(apart > 1e-4, $"the truncated gradient is that of the whole loop but for {apart}");
    }

    private static string Stacked(string name) => "Hidden." + name["Hidden".Length..];

    private static string Alone(string name, string truncation) => $$"""

        [Model]
        public sealed partial class {{name}}
        {
            [Layer(4, 4, Repeat = 3)] public partial Dense[] Hidden { get; }

            [Forward{{truncation}}]
            public Tensor<float> Predict([Shape("n", 4)] Tensor<float> x)
            {
                Tensor<float> h = x;
                foreach (Dense layer in Hidden)
                    h = Tanh(layer.Forward(h));
                return h;
            }

            [Loss]
            public float Loss([Shape("n", 4)] Tensor<float> x, [Shape("n", 4)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        """;

    private static string OverTime(string name, string layers, string step, int k) => $$"""

        [Model]
        public sealed partial class {{name}}
        {
            {{layers}}
            [Forward, TruncatedBackprop({{k}})]
            public Tensor<float> Predict([Shape("time", 1, 4)] Tensor<float> x)
            {
                Tensor<float> h = Zeros<float>(1, 4);
                for (int t = 0; t < x.Lengths[0]; t++)
                {
                    h = h + At(x, t);
                    {{step}}
                }

                return h;
            }

            [Loss]
            public float Loss([Shape("time", 1, 4)] Tensor<float> x, [Shape(1, 4)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
        }

        """;
}
