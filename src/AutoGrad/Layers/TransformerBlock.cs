using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// A block of a transformer, attention and a perceptron, each beside a way around it. Normalised first (Xiong et al. 2020),
/// <c>a = x + Attention(AttentionNorm(x))</c> and <c>y = a + Output(gelu(Hidden(HiddenNorm(a))))</c>, with the exact gelu; or, as at first (Vaswani
/// et al. 2017), normalised behind the sums: <c>a = AttentionNorm(x + Attention(x))</c> and <c>y = HiddenNorm(a + Output(gelu(Hidden(a))))</c>.
/// [n, time, width] to [n, time, width].
/// </summary>
/// <param name="width">How many numbers each step has; a multiple of the heads.</param>
/// <param name="heads">How many heads share the width.</param>
/// <param name="hidden">How many units the perceptron has between its two layers.</param>
/// <param name="causal">Whether each step sees only those before it, and itself.</param>
/// <param name="postNorm">Whether normalisation comes behind the sums.</param>
/// <param name="rotary">Whether the attention turns queries and keys by their positions: see <see cref="MultiHeadAttention"/>.</param>
/// <exception cref="ArgumentException">The heads do not divide the width, or leave an odd number to each where they are turned.</exception>
[Model]
public sealed partial class TransformerBlock([Range(1, int.MaxValue)] int width, [Range(1, int.MaxValue), Divides("width")] int heads, [Range(1, int.MaxValue)] int hidden, bool causal = false, bool postNorm = false, bool rotary = false)
{
    /// <summary>Before the attention, or behind it.</summary>
    [Layer("width")]
    public partial LayerNorm AttentionNorm { get; }

    /// <summary>From all steps to each.</summary>
    [Layer("width", "heads", "causal", "rotary")]
    public partial MultiHeadAttention Attention { get; }

    /// <summary>Before the perceptron, or behind it.</summary>
    [Layer("width")]
    public partial LayerNorm HiddenNorm { get; }

    /// <summary>The perceptron's first layer.</summary>
    [Layer("width", "hidden")]
    public partial Dense Hidden { get; }

    /// <summary>The perceptron's second layer.</summary>
    [Layer("hidden", "width")]
    public partial Dense Output { get; }

    /// <summary>Computes the block, operation by operation; in the forward pass of a model it is fused.</summary>
    /// <param name="x">Shape [n, time, width].</param>
    /// <returns>Shape [n, time, width].</returns>
    [Forward]
    [return: Shape("n", "time", "width")]
    public Tensor<float> Forward([Shape("n", "time", "width")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> attended = Attention.Forward(Reshape(Before(Reshape(x, -1, width)), x.Lengths[0], x.Lengths[1], width));
        return Reshape(Finish(Reshape(x, -1, width), Reshape(attended, -1, width)), x.Lengths[0], x.Lengths[1], width);
    }

    /// <summary>The same for sequences of several lengths.</summary>
    /// <param name="x">Shape [n, time, width]; steps that the mask leaves out may hold anything finite.</param>
    /// <param name="mask">Which steps are seen, shape [n, time]: see <see cref="MultiHeadAttention"/>.</param>
    /// <returns>Shape [n, time, width].</returns>
    [Forward]
    [return: Shape("n", "time", "width")]
    public Tensor<float> Forward([Shape("n", "time", "width")] Tensor<float> x, [Shape("n", "time")] Tensor<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> attended = Attention.Forward(Reshape(Before(Reshape(x, -1, width)), x.Lengths[0], x.Lengths[1], width), mask);
        return Reshape(Finish(Reshape(x, -1, width), Reshape(attended, -1, width)), x.Lengths[0], x.Lengths[1], width);
    }

    private Tensor<float> Before(Tensor<float> x) => postNorm ? x : AttentionNorm.Forward(x);

    private Tensor<float> Finish(Tensor<float> x, Tensor<float> attended)
    {
        Tensor<float> a = x + attended;
        if (postNorm)
        {
            a = AttentionNorm.Forward(a);
            return HiddenNorm.Forward(a + Output.Forward(Gelu(Hidden.Forward(a))));
        }

        return a + Output.Forward(Gelu(Hidden.Forward(HiddenNorm.Forward(a))));
    }
}
