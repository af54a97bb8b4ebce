using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend.Lowering;

public class OperatorTests
{
    [Fact]
    public void Operators_of_tensors_with_tensors_and_with_numbers() => Snapshot.Verify(Reading.Body("""
        Tensor<float> h = MatMul(x, W);
        Tensor<float> both = (h + B) * (h - B) / h;
        Tensor<float> left = 1f + 2f * (3f - 4f / both);
        Tensor<float> right = (left * s - 1f) / s + 0.5f;
        return -right + +left;
        """));

    [Fact]
    public void Operators_of_spans_are_those_of_tensors() => Snapshot.Verify(Reading.Body("""
        Tensor<float> h = MatMul(x, W);
        ReadOnlyTensorSpan<float> span = h.AsReadOnlyTensorSpan();
        return span + B * span - 2f * -span;
        """));

    [Fact]
    public void Scalars_are_values_without_axes() => Snapshot.Verify(Reading.Body("""
        float t = s * 0.5f + 1;
        t += 2;
        t *= s;
        t--;
        t = -t / s;
        return MatMul(x, W) * t;
        """));

    [Fact]
    public void Constants_are_computed_in_their_own_precision() => Snapshot.Verify(Reading.Body("""
        const float tenth = 0.1f;
        float third = tenth;
        third /= 3;
        float root = MathF.Sqrt(64f);
        return MatMul(x, W) * third * (1f / root) * (float)(1.0 / 3.0);
        """));

    [Fact]
    public void Comparisons_give_truth_values() => Snapshot.Verify(Reading.Body("""
        Tensor<float> h = MatMul(x, W);
        Tensor<bool> mask = Tensor.GreaterThan<float>(h, 0f);
        Tensor<bool> other = Tensor.LessThanOrEqual<float>(h, B);
        return Where(mask, h, Where(other, h * 2f, B));
        """));
}
