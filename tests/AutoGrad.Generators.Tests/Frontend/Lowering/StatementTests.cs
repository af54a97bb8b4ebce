using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend.Lowering;

public class StatementTests
{
    [Fact]
    public void Locals_give_their_names_to_values_and_may_be_assigned_again() => Snapshot.Verify(Reading.Body("""
        Tensor<float> h = MatMul(x, W);
        var unused = h;
        {
            h = h + B;
            h = Relu(h);
        }
        _ = h;
        return h;
        """));

    [Fact]
    public void A_branch_is_taken_where_its_condition_is_known() => Snapshot.Verify(Reading.Body(
        """
        Tensor<float> h = MatMul(x, W);
        if (x.Rank == 2 && UseBias)
            h = h + B;
        else
            h = -h;
        if (x.Lengths[1] > 4)
            return h * 2f;
        return UseBias ? Relu(h) : h;
        """,
        members: "private const bool UseBias = true;"));

    [Fact]
    public void Tuples_are_taken_apart() => Snapshot.Verify(Reading.Body(
        """
        var (a, b) = Both(x);
        (a, b) = (b, a);
        (Tensor<float> Left, float Right) pair = (a, s);
        return MatMul(pair.Left, W) * pair.Right + b;
        """,
        members: "private (Tensor<float>, Tensor<float>) Both(Tensor<float> x) => (MatMul(x, W), x * 2f);"));

    [Fact]
    public void Tuples_convert_their_elements_as_C_sharp_does() => Snapshot.Verify(Reading.Body("""
        (int, int) counts = (3, 2);
        (float, float) numbers = counts;
        (float a, float b) = (7, 2);
        return MatMul(x, W) * (numbers.Item1 / numbers.Item2) + a / b + counts.Item1 / counts.Item2;
        """));

    [Fact]
    public void A_test_for_null_at_the_start_of_a_method_is_left_out() => Snapshot.Verify(Reading.Body("""
        ArgumentNullException.ThrowIfNull(x);
        return MatMul(x, W);
        """));
}
