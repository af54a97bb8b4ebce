using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A composed model, and the same model written out in one class, as tests see them.</summary>
public abstract class ComposedSubject
{
    /// <summary>The model's parameters.</summary>
    public abstract ParameterSet Parameters { get; }

    /// <summary>The loss as the user wrote it.</summary>
    public abstract float Eager(Tensor<float> x, Tensor<float> y);

    /// <summary>The fused loss, and the gradients in <see cref="Parameters"/>.</summary>
    public abstract float Gradient(Tensor<float> x, Tensor<float> y);

    /// <summary>The double twin's loss at given parameters.</summary>
    public abstract double InDouble(double[] parameters, Tensor<float> x, Tensor<float> y, double[] gradients);

    /// <summary>One step.</summary>
    public abstract StepReport Train(Tensor<float> x, Tensor<float> y, Optimizer optimizer);

    /// <summary>The fused forward pass.</summary>
    public abstract void Predict(Tensor<float> x, Tensor<float> destination);

    /// <summary>The gradients, compared with differences.</summary>
    public abstract GradientCheck.Result Check(Tensor<float> x, Tensor<float> y);

    /// <summary>The text of a class <c>NameSubject</c> around a model <c>Name</c> with <c>Predict</c> and <c>Loss</c>, made by an expression.</summary>
    public static string Around(string model, string creation) => $$"""
        public sealed class {{model}}Subject : AutoGrad.EndToEnd.Tests.Layers.ComposedSubject
        {
            public {{model}} Model { get; } = {{creation}};
            public override ParameterSet Parameters => Model.Parameters;
            public override float Eager(Tensor<float> x, Tensor<float> y) => Model.Loss(x, y);
            public override float Gradient(Tensor<float> x, Tensor<float> y) => Model.LossGradient(x, y);
            public override double InDouble(double[] parameters, Tensor<float> x, Tensor<float> y, double[] gradients)
                => ((ITrainable<Tensor<float>, Tensor<float>>)Model).LossGradientInDouble(parameters, gradients, x, y);
            public override StepReport Train(Tensor<float> x, Tensor<float> y, Optimizer optimizer) => Model.TrainStep(x, y, optimizer);
            public override void Predict(Tensor<float> x, Tensor<float> destination) => Model.Predict(x, destination);
            public override GradientCheck.Result Check(Tensor<float> x, Tensor<float> y) => GradientCheck.Run(Model, x, y);
        }
        """;

    /// <summary>The subject of a model in a compiled program.</summary>
    internal static ComposedSubject Of(System.Reflection.Assembly program, string model)
        => (ComposedSubject)Activator.CreateInstance(program.GetType(model + "Subject")!)!;

    /// <summary>Numbers of a normal distribution, the same for the same seed.</summary>
    internal static Tensor<float> Input(int seed, params ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint length in lengths)
            count *= length;
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, (int)count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        return Tensor.Create(values, lengths, []);
    }

    internal static float[] Numbers(Tensor<float> tensor)
    {
        var numbers = new float[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }
}
