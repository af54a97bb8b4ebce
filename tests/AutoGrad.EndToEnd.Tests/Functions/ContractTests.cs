using System.Numerics.Tensors;
using Contract = AutoGrad.EndToEnd.Tests.Functions.Programs.Functions;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>The functions that the documentation shows, with the numbers that it promises.</summary>
public class ContractTests
{
    [Fact]
    public void The_gradient_of_Rosenbrock_is_exact_to_rounding()
    {
        (double value, double x, double y) = Contract.RosenbrockGradient(-1.2, 1.0);
        Assert.Equal(24.2, value, 24.2 * 1e-14);
        Assert.Equal(-215.6, x, 215.6 * 1e-14);
        Assert.Equal(-88.0, y, 88 * 1e-14);
        Assert.Equal(-215.6, Contract.RosenbrockJvp(-1.2, 1.0, 1.0, 0.0).Tangent, 215.6 * 1e-14);
    }

    [Fact]
    public void A_loop_whose_trip_count_is_data_is_differentiated_as_written()
    {
        (double value, double x) = Contract.NewtonSqrtGradient(2.0, 20);
        Assert.Equal(Contract.NewtonSqrt(2.0, 20), value);
        Assert.Equal(0.5 / Math.Sqrt(2), x, 1e-13);
        Assert.Equal((0.5, 1.0), Contract.NewtonSqrtGradient(0.5, 0));
    }

    [Fact]
    public void A_derivative_of_ones_own_is_used()
    {
        Tensor<double> a = Tensor.Create<double>([0.5, -1.0, 2.0]), w = Tensor.Create<double>([1.0, 2.0, -0.5]);
        var logistic = Contract.LogisticLossGradient(a, w, 1.0);
        double z = -((0.5 * 1) - 2 - 1);
        Assert.Equal(Math.Log(1 + Math.Exp(z)), logistic.Value, 1e-14);
        Assert.Equal(-0.5 / (1 + Math.Exp(-z)), logistic.W[0], 1e-14);
    }

    [Fact]
    public void Gradients_of_numbers_allocate_nothing()
    {
        double sum = 0;
        Allocation.AssertNone(
            () =>
            {
                for (int i = 0; i < 100; i++)
                    sum += Contract.RosenbrockGradient(i, 1).X + Contract.NewtonSqrtGradient(i + 2, 20).X;
            });
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void A_loop_whose_steps_do_not_fit_in_memory_says_so_before_it_runs()
    {
        Tensor<double> x = Tensor.Create<double>([0.5, -1.0, 2.0, 1.0], [2, 2]);
        var e = Assert.Throws<InsufficientMemoryException>(() => Programs.Tensors.KeptGradient(x, int.MaxValue));
        Assert.Contains("'Kept'", e.Message, StringComparison.Ordinal);
        Assert.Contains("each of 2147483647 iterations", e.Message, StringComparison.Ordinal);
        Assert.Matches("[0-9]{11,} bytes, where [0-9]+ bytes are available", e.Message);
        // The function itself needs no more than its arguments.
        Assert.True(double.IsFinite(Programs.Tensors.KeptGradient(x, 10).Value));
    }
}
