using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>
/// A recurrent layer's weights as PyTorch keeps them: matrices [gates * units, inputs], and two biases, of which only the sum matters to an RNN
/// and an LSTM. Its order of gates is that of these layers.
/// </summary>
/// <param name="WeightIh">weight_ih_l0, shape [gates * units, inputs].</param>
/// <param name="WeightHh">weight_hh_l0, shape [gates * units, units].</param>
/// <param name="BiasIh">bias_ih_l0, shape [gates * units].</param>
/// <param name="BiasHh">bias_hh_l0, shape [gates * units].</param>
public sealed record TorchWeights(Tensor<float> WeightIh, Tensor<float> WeightHh, Tensor<float> BiasIh, Tensor<float> BiasHh);

/// <summary>
/// A recurrent layer's weights as Keras keeps them: matrices [inputs, gates * units] and one bias [gates * units]; a GRU's gates in the order
/// z, r, h, and where its reset gate applies after the product a bias [2, 3 * units], of which the second row is added to the state's product.
/// </summary>
/// <param name="Kernel">Shape [inputs, gates * units].</param>
/// <param name="RecurrentKernel">Shape [units, gates * units].</param>
/// <param name="Bias">Shape [gates * units], or [2, 3 * units] for a GRU with <c>reset_after</c>.</param>
public sealed record KerasWeights(Tensor<float> Kernel, Tensor<float> RecurrentKernel, Tensor<float> Bias);

/// <summary>
/// Brings weights of recurrent layers from PyTorch and Keras and back. PyTorch has two biases everywhere, Keras one but in a GRU that resets
/// after the product: where this library has one, two are added up, and it goes back as the first of two.
/// </summary>
public static class WeightExchange
{
    /// <summary>The weights of a layer for PyTorch.</summary>
    public static TorchWeights ToTorch(Rnn layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return OneBiasToTorch(layer.InputKernel, layer.RecurrentKernel, layer.Bias);
    }

    /// <inheritdoc cref="ToTorch(Rnn)"/>
    public static TorchWeights ToTorch(Lstm layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return OneBiasToTorch(layer.InputKernel, layer.RecurrentKernel, layer.Bias);
    }

    /// <inheritdoc cref="ToTorch(Rnn)"/>
    public static TorchWeights ToTorch(Gru layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new(Nn.Transpose(layer.InputKernel), Nn.Transpose(layer.RecurrentKernel), Copy(layer.Bias), Copy(layer.RecurrentBias));
    }

    /// <summary>Sets the weights of a layer to those of PyTorch.</summary>
    /// <exception cref="ArgumentException">The weights are not of the layer's sizes; the layer is as it was.</exception>
    public static void FromTorch(Rnn layer, TorchWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        OneBiasFromTorch(layer.InputKernel, layer.RecurrentKernel, layer.Bias, weights);
    }

    /// <inheritdoc cref="FromTorch(Rnn, TorchWeights)"/>
    public static void FromTorch(Lstm layer, TorchWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        OneBiasFromTorch(layer.InputKernel, layer.RecurrentKernel, layer.Bias, weights);
    }

    /// <inheritdoc cref="FromTorch(Rnn, TorchWeights)"/>
    public static void FromTorch(Gru layer, TorchWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(weights);
        Set(
            (layer.InputKernel, Nn.Transpose(weights.WeightIh), nameof(weights.WeightIh)), (layer.RecurrentKernel, Nn.Transpose(weights.WeightHh), nameof(weights.WeightHh)),
            (layer.Bias, weights.BiasIh, nameof(weights.BiasIh)), (layer.RecurrentBias, weights.BiasHh, nameof(weights.BiasHh)));
    }

    /// <summary>The weights of a layer for Keras.</summary>
    public static KerasWeights ToKeras(Rnn layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new(Copy(layer.InputKernel), Copy(layer.RecurrentKernel), Copy(layer.Bias));
    }

    /// <inheritdoc cref="ToKeras(Rnn)"/>
    public static KerasWeights ToKeras(Lstm layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new(Copy(layer.InputKernel), Copy(layer.RecurrentKernel), Copy(layer.Bias));
    }

    /// <summary>The weights of a layer for Keras.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="resetAfter">Whether the layer resets after the product, where Keras has two biases too.</param>
    public static KerasWeights ToKeras(Gru layer, bool resetAfter = true)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Tensor<float> bias = SwapGates(layer.Bias), state = SwapGates(layer.RecurrentBias);
        return new(SwapGates(layer.InputKernel), SwapGates(layer.RecurrentKernel), resetAfter ? Nn.Stack(0, bias, state) : bias + state);
    }

    /// <summary>Sets the weights of a layer to those of Keras.</summary>
    /// <exception cref="ArgumentException">The weights are not of the layer's sizes; the layer is as it was.</exception>
    public static void FromKeras(Rnn layer, KerasWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        OneBiasFromKeras(layer.InputKernel, layer.RecurrentKernel, layer.Bias, weights);
    }

    /// <inheritdoc cref="FromKeras(Rnn, KerasWeights)"/>
    public static void FromKeras(Lstm layer, KerasWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        OneBiasFromKeras(layer.InputKernel, layer.RecurrentKernel, layer.Bias, weights);
    }

    /// <inheritdoc cref="FromKeras(Rnn, KerasWeights)"/>
    public static void FromKeras(Gru layer, KerasWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(weights);
        bool hasTwo = weights.Bias.Rank == 2;
        Tensor<float> bias = hasTwo ? Nn.At(weights.Bias, 0) : weights.Bias, state = hasTwo ? Nn.At(weights.Bias, 1) : Nn.Zeros<float>(layer.RecurrentBias.Lengths);
        Set(
            (layer.InputKernel, SwapGates(weights.Kernel), nameof(weights.Kernel)), (layer.RecurrentKernel, SwapGates(weights.RecurrentKernel), nameof(weights.RecurrentKernel)),
            (layer.Bias, SwapGates(bias), nameof(weights.Bias)), (layer.RecurrentBias, SwapGates(state), nameof(weights.Bias)));
    }

    private static TorchWeights OneBiasToTorch(Tensor<float> input, Tensor<float> recurrent, Tensor<float> bias)
        => new(Nn.Transpose(input), Nn.Transpose(recurrent), Copy(bias), Nn.Zeros<float>(bias.Lengths));

    private static void OneBiasFromTorch(Tensor<float> input, Tensor<float> recurrent, Tensor<float> bias, TorchWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Set(
            (input, Nn.Transpose(weights.WeightIh), nameof(weights.WeightIh)), (recurrent, Nn.Transpose(weights.WeightHh), nameof(weights.WeightHh)),
            (bias, weights.BiasIh + weights.BiasHh, nameof(weights.BiasIh)));
    }

    private static void OneBiasFromKeras(Tensor<float> input, Tensor<float> recurrent, Tensor<float> bias, KerasWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Set((input, weights.Kernel, nameof(weights.Kernel)), (recurrent, weights.RecurrentKernel, nameof(weights.RecurrentKernel)), (bias, weights.Bias, nameof(weights.Bias)));
    }

    // Three blocks of the last axis, of which the first two change places.
    private static Tensor<float> SwapGates(Tensor<float> x)
    {
        int axis = x.Rank - 1, units = (int)x.Lengths[axis] / 3;
        return Nn.Concat(axis, Nn.Slice(x, axis, units, units), Nn.Slice(x, axis, 0, units), Nn.Slice(x, axis, 2 * units, units));
    }

    private static Tensor<float> Copy(Tensor<float> x)
    {
        Tensor<float> copy = Tensor.CreateFromShape<float>(x.Lengths);
        x.CopyTo(copy);
        return copy;
    }

    private static void Set(params ReadOnlySpan<(Tensor<float> Own, Tensor<float> Given, string Name)> all)
    {
        foreach ((Tensor<float> own, Tensor<float> given, string name) in all)
        {
            if (!own.Lengths.SequenceEqual(given.Lengths))
                throw new ArgumentException($"{name} does not have the layer's sizes: what would have lengths [{string.Join(", ", own.Lengths.ToArray())}] here has [{string.Join(", ", given.Lengths.ToArray())}].", name);
        }

        foreach ((Tensor<float> own, Tensor<float> given, _) in all)
            given.CopyTo(own);
    }
}
