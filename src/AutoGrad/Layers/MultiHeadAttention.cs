using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// Self-attention of several heads (Vaswani et al. 2017): queries, keys and values are <c>x QueryKeyValue + QueryKeyValueBias</c>; each head's
/// <c>softmax(q kᵀ / sqrt(width / heads)) v</c> beside the others' is <c>a</c>, and the result <c>a Output + OutputBias</c>: [n, time, width] to
/// [n, time, width]. The weights of all steps to all others are never in memory at once, neither forward nor backward.
/// </summary>
/// <param name="width">How many numbers each step has; a multiple of the heads.</param>
/// <param name="heads">How many heads share the width.</param>
/// <param name="causal">Whether each step sees only those before it, and itself.</param>
/// <param name="rotary">
/// Whether queries and keys are turned by their positions (Su et al. 2021), so that scores depend on distances: pair i of a head's d numbers at
/// step t by <c>t / 10000^(2i / d)</c>. The numbers of a head are even then.
/// </param>
/// <exception cref="ArgumentException">The heads do not divide the width, or leave an odd number to each where they are turned.</exception>
[Model]
public sealed partial class MultiHeadAttention([Range(1, int.MaxValue)] int width, [Range(1, int.MaxValue), Divides("width")] int heads, bool causal = false, bool rotary = false)
{
    /// <summary>To queries, keys and values, in each of them head after head, shape [width, 3 * width]; Glorot's uniform distribution at first.</summary>
    [Parameter("width", "3 * width")]
    public partial Tensor<float> QueryKeyValue { get; }

    /// <summary>What is added to them, shape [3 * width]; zeros at first.</summary>
    [Parameter("3 * width")]
    public partial Tensor<float> QueryKeyValueBias { get; }

    /// <summary>From the heads to the result, shape [width, width]; Glorot's uniform distribution at first.</summary>
    [Parameter("width", "width")]
    public partial Tensor<float> Output { get; }

    /// <summary>What is added to the result, shape [width]; zeros at first.</summary>
    [Parameter("width")]
    public partial Tensor<float> OutputBias { get; }

    /// <summary>How many numbers a head has.</summary>
    public int HeadWidth { get; } = LayerSizes.HeadWidth(width, heads, rotary);

    /// <summary>Lets every step attend to all others, or, if causal, to those before it.</summary>
    /// <param name="x">Shape [n, time, width].</param>
    /// <returns>Shape [n, time, width].</returns>
    [Forward]
    [return: Shape("n", "time", "width")]
    public Tensor<float> Forward([Shape("n", "time", "width")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> attended = Attention(Project(x), heads, causal);
        return Reshape(MatMul(Reshape(attended, -1, width), Output) + OutputBias, x.Lengths[0], x.Lengths[1], width);
    }

    /// <summary>The same for sequences of several lengths.</summary>
    /// <param name="x">Shape [n, time, width]; steps that the mask leaves out may hold anything finite.</param>
    /// <param name="mask">
    /// Which steps are seen, shape [n, time]: see <see cref="Sequences.MaskBatchMajor"/>. Steps that are not seen have results of their own, which may be ignored; where a step sees none at
    /// all its heads give 0, and its result is OutputBias.
    /// </param>
    /// <returns>Shape [n, time, width].</returns>
    [Forward]
    [return: Shape("n", "time", "width")]
    public Tensor<float> Forward([Shape("n", "time", "width")] Tensor<float> x, [Shape("n", "time")] Tensor<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> attended = Attention(Project(x), mask, heads, causal);
        return Reshape(MatMul(Reshape(attended, -1, width), Output) + OutputBias, x.Lengths[0], x.Lengths[1], width);
    }

    // All steps of all samples are rows of one product, which takes the bias with it.
    private Tensor<float> Project(Tensor<float> x)
    {
        Tensor<float> projected = Reshape(MatMul(Reshape(x, -1, width), QueryKeyValue) + QueryKeyValueBias, x.Lengths[0], x.Lengths[1], 3 * width);
        return rotary ? Turn(projected) : projected;
    }

    // Values are turned by nothing.
    private Tensor<float> Turn(Tensor<float> projected)
    {
        var frequencies = new Tensor<float>[3 * width];
        for (int j = 0; j < 3 * width; j++)
        {
            int inHead = j % (width / heads);
            float exponent = -(inHead - (inHead % 2)) * MathF.Log(10000) * heads / width;
            frequencies[j] = Full(j < 2 * width ? MathF.Exp(exponent) : 0, 1);
        }

        Tensor<float> frequency = Reshape(Stack(0, frequencies), 3 * width);
        var angles = new Tensor<float>[projected.Lengths[1]];
        for (int t = 0; t < projected.Lengths[1]; t++)
            angles[t] = frequency * t;
        Tensor<float> angle = Stack(0, angles);
        Tensor<float> byHead = Reshape(projected, projected.Lengths[0], projected.Lengths[1], 3 * heads, width / heads);
        Tensor<float> turned = Reshape(RotatePairs(byHead), projected.Lengths[0], projected.Lengths[1], 3 * width);
        return (projected * Cos(angle)) + (turned * Sin(angle));
    }
}
