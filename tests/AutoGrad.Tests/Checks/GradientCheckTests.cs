using System.Numerics.Tensors;

namespace AutoGrad.Tests.Checks;

public class GradientCheckTests
{
    private static (double Value, double X, double Y) Rosenbrock(double x, double y)
        => ((1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x), -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x));

    private static (double Value, double X, double Y) Wrong(double x, double y) => Rosenbrock(x, y) with { Y = 200 * (y - x) };

    private static (double Value, double Y) OfTheSecondArgument(int power, double y) => (Math.Pow(y, power), power * Math.Pow(y, power - 1));

    private static (double Value, Tensor<double> W) SumOfSquares(Tensor<double> x, Tensor<double> w)
    {
        double sum = 0;
        Tensor<double> gradient = Tensor.CreateFromShape<double>(w.Lengths);
        for (nint i = 0; i < w.Lengths[0]; i++)
        {
            sum += x[i] * w[i] * w[i];
            gradient[i] = 2 * x[i] * w[i];
        }

        return (sum, gradient);
    }

    private static (double Value, double ValueGradient) Named(double value) => (Math.Sin(value), Math.Cos(value));

    private static (double Value, double X) NotANumber(double x) => (x, double.NaN);

    [Fact]
    public void A_right_gradient_agrees_with_differences()
    {
        GradientCheck.Result result = GradientCheck.Run(Rosenbrock, -1.2, 1.0);
        Assert.InRange(result.MaxRelativeError, 0, 1e-9);
        Assert.Equal(2, result.Checked);
    }

    [Fact]
    public void A_wrong_gradient_is_named()
    {
        GradientCheck.Result result = GradientCheck.Run(Wrong, -1.2, 1.0);
        Assert.Equal("y", result.Worst);
        Assert.InRange(result.MaxRelativeError, 0.1, 10);
        Assert.Equal(440, result.Gradient, 1e-9);
        Assert.Equal(-88, result.Difference, 1e-6);
    }

    [Fact]
    public void Arguments_without_a_gradient_are_left_alone()
        => Assert.InRange(GradientCheck.Run(OfTheSecondArgument, 3, 1.5).MaxRelativeError, 0, 1e-9);

    [Fact]
    public void Every_element_of_a_tensor_is_compared_and_the_tensor_is_unchanged()
    {
        Tensor<double> x = Tensor.Create<double>([1, 2, 3]), w = Tensor.Create<double>([0.5, -1, 2]);
        GradientCheck.Result result = GradientCheck.Run(SumOfSquares, x, w);
        Assert.InRange(result.MaxRelativeError, 0, 1e-9);
        Assert.Equal(3, result.Checked);
        Assert.Equal([0.5, -1, 2], [w[0], w[1], w[2]]);
    }

    [Fact]
    public void An_argument_whose_name_a_tuple_cannot_have_is_found_by_its_suffix()
        => Assert.InRange(GradientCheck.Run(Named, 0.3).MaxRelativeError, 0, 1e-9);

    [Fact]
    public void A_gradient_that_is_no_number_is_the_worst_there_is()
        => Assert.Equal(double.PositiveInfinity, GradientCheck.Run(NotANumber, 1.0).MaxRelativeError);

    [Fact]
    public void A_parameter_of_a_model_is_named_with_its_indices()
    {
        GradientCheck.Result result = GradientCheck.Run(new Quadratic(), 1f);
        Assert.Equal("W[1, 0]", result.Worst);
        Assert.Equal(4, result.Checked);
    }

    [Fact]
    public void A_model_without_a_twin_in_double_precision_says_how_to_get_one()
    {
        var error = Assert.Throws<NotSupportedException>(() => GradientCheck.Run(new Twinless(), 1f));
        Assert.Contains("Twinless", error.Message, StringComparison.Ordinal);
        Assert.Contains("[Model(GradientCheck = true)]", error.Message, StringComparison.Ordinal);
    }

    private sealed class Twinless : ITrainable<float>
    {
        public ParameterSet Parameters { get; } = new(new ParameterDefinition("W", [1], Init.Ones));

        public StepReport TrainStep(float input1, Optimizer optimizer) => throw new NotSupportedException();

        public float LossGradient(float input1) => throw new NotSupportedException();
    }

    // sum(w²) whose gradient is wrong in the third element.
    private sealed class Quadratic : ITrainable<float>
    {
        public ParameterSet Parameters { get; } = new(new ParameterDefinition("W", [2, 2], Init.Ones));

        public Quadratic() => Parameters.Initialize(0);

        public StepReport TrainStep(float input1, Optimizer optimizer) => throw new NotSupportedException();

        public float LossGradient(float input1) => throw new NotSupportedException();

        public double LossGradientInDouble(ReadOnlySpan<double> parameters, Span<double> gradients, float input1)
        {
            double sum = 0;
            for (int i = 0; i < parameters.Length; i++)
            {
                sum += parameters[i] * parameters[i];
                gradients[i] = (i == 2 ? 3 : 2) * parameters[i];
            }

            return sum;
        }
    }
}
