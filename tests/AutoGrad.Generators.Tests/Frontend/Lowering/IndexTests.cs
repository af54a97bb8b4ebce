using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend.Lowering;

public class IndexTests
{
    [Fact]
    public void Lengths_are_constants_or_declared_symbols() => Snapshot.Verify(Reading.Body("""
        int rows = (int)x.Lengths[0];
        nint columns = x.Lengths[^1];
        Tensor<float> flat = Reshape(x, rows * columns);
        Tensor<float> halves = Reshape(flat, 2 * rows, (int)columns / 2);
        return Reshape(halves, [.. x.Lengths]) + Slice(x, 0, 0, rows) + At(Stack(0, x, x), Math.Max(k, 0));
        """));

    [Fact]
    public void A_length_becomes_a_number_where_it_is_used_as_one() => Snapshot.Verify(Reading.Body("""
        int n = (int)x.Lengths[0];
        float inverse = 1f / n;
        float share = (float)x.Lengths[1] / (n * x.Rank) + x.FlattenedLength + k % 1;
        return MatMul(x, W) * inverse * share;
        """));

    [Fact]
    public void Division_of_lengths_rounds_down_where_they_cannot_be_negative() => Snapshot.Verify(Reading.Body("""
        int n = (int)x.Lengths[0];
        return Slice(x, 0, n / 2, n % 3);
        """));
}
