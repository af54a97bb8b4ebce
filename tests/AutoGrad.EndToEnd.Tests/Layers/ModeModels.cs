using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A layer with all that training and inference can differ in: what it keeps, what it draws, what it computes.</summary>
[Model]
public sealed partial class Noisy(int width, float keep)
{
    [State("width", Initial = 1)] public partial Tensor<float> Running { get; set; }
    [Parameter("width", Init = Init.Ones)] public partial Tensor<float> Scale { get; }

    [Forward]
    public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x)
    {
        Tensor<float> h = x * Scale;
        if (!IsTraining)
            return h * Running;
        Running = 0.5f * Running + Mean(h, axis: 0);
        float gain = 1 / keep;
        return Where(Tensor.LessThan<float>(Draws.UniformLike(h), keep), h * gain, 0f * h);
    }
}

/// <summary>One of them, a stack of them, and one in a loop over time.</summary>
[Model(GradientCheck = true, OnNonFinite = OnNonFinite.SkipStep)]
public sealed partial class NoisyNet(int width, int seed = 0)
{
    [Layer("width", 0.75f)] public partial Noisy First { get; }
    [Layer("width", 0.5f, Repeat = 3)] public partial Noisy[] Rest { get; }
    [Layer("width", 0.9f)] public partial Noisy Each { get; }
    [Layer("width", 2)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("n", "width")] Tensor<float> x)
    {
        Tensor<float> h = First.Forward(x);
        foreach (Noisy layer in Rest)
            h = h + Tanh(layer.Forward(h));
        for (int t = 0; t < 4; t++)
            h = Tanh(Each.Forward(h) + Rest[1].Forward(h));
        return Head.Forward(h);
    }

    [Loss]
    public float Loss([Shape("n", "width")] Tensor<float> x, [Shape("n", 2)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>Draws in a loop whose number of iterations is known on entry, and in one that ends when it wants to.</summary>
[Model]
public sealed partial class Drawing
{
    [Parameter(1, Init = Init.Ones)] public partial Tensor<float> W { get; }

    [Forward]
    public Tensor<float> Counted([Shape("steps")] Tensor<float> x)
    {
        var rows = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
            rows[t] = Draws.Uniform(40) * At(x, t);
        return Stack(0, rows);
    }

    [Forward]
    public Tensor<float> Open([Shape(40)] Tensor<float> x, int least)
    {
        Tensor<float> sum = x;
        int steps = 0;
        while (steps < least || Sum(sum) < 25)
        {
            sum = sum + Draws.UniformLike(x);
            steps++;
        }

        return steps > 2 ? sum : sum + Draws.Uniform(1);
    }

    [Loss]
    public float Loss([Shape("n")] Tensor<float> x) => Sum(Draws.UniformLike(x) * Draws.UniformLike(x) * x * W);
}
