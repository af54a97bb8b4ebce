using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Tests.Layers;

/// <summary>Weights of PyTorch are tested beside TorchSharp; those of Keras here, against its formulas.</summary>
public sealed class WeightExchangeTests
{
    private const int Inputs = 3, Units = 4;

    private static readonly Tensor<float> s_x = Random(1, 5, 2, Inputs);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_Gru_with_weights_of_Keras_computes_its_formulas(bool resetAfter)
    {
        var weights = new KerasWeights(Random(2, Inputs, 3 * Units), Random(3, Units, 3 * Units), resetAfter ? Random(4, 2, 3 * Units) : Random(4, 3 * Units));
        var gru = new Gru(Inputs, Units, resetAfter);
        WeightExchange.FromKeras(gru, weights);

        Tensor<float> bias = resetAfter ? At(weights.Bias, 0) : weights.Bias, h = Zeros<float>(2, Units);
        Tensor<float> second = resetAfter ? At(weights.Bias, 1) : Zeros<float>(3 * Units);
        for (int t = 0; t < 5; t++)
        {
            Tensor<float> a = MatMul(At(s_x, t), weights.Kernel) + bias;
            Tensor<float> b = MatMul(h, weights.RecurrentKernel) + second;
            Tensor<float> update = Sigmoid(Gate(a, 0) + Gate(b, 0)), reset = Sigmoid(Gate(a, 1) + Gate(b, 1));
            Tensor<float> candidate = Nn.Tanh(Gate(a, 2) + (resetAfter ? reset * Gate(b, 2) : MatMul(reset * h, Gate(weights.RecurrentKernel, 2))));
            h = update * h + (1f - update) * candidate;
        }

        Same(h, Last(gru.Forward(s_x)));
        KerasWeights back = WeightExchange.ToKeras(gru, resetAfter);
        Same(weights.Kernel, back.Kernel);
        Same(weights.RecurrentKernel, back.RecurrentKernel);
        Same(weights.Bias, back.Bias);
    }

    [Fact]
    public void An_Lstm_and_an_Rnn_have_the_form_of_Keras_and_add_two_biases_up()
    {
        var lstm = new Lstm(Inputs, Units);
        var keras = new KerasWeights(Random(2, Inputs, 4 * Units), Random(3, Units, 4 * Units), Random(4, 4 * Units));
        WeightExchange.FromKeras(lstm, keras);
        Same(keras.Kernel, lstm.InputKernel);
        Same(keras.Bias, WeightExchange.ToKeras(lstm).Bias);

        TorchWeights torch = WeightExchange.ToTorch(lstm) with { BiasHh = Random(5, 4 * Units) };
        Same(Transpose(keras.Kernel), torch.WeightIh);
        WeightExchange.FromTorch(lstm, torch);
        Same(keras.Bias + torch.BiasHh, lstm.Bias);
        Assert.All(WeightExchange.ToTorch(lstm).BiasHh.ToArray(), b => Assert.Equal(0, b));

        var rnn = new Rnn(Inputs, Units);
        WeightExchange.FromTorch(rnn, WeightExchange.ToTorch(new Rnn(Inputs, Units)) with { BiasIh = Random(6, Units) });
        Same(Random(6, Units), WeightExchange.ToKeras(rnn).Bias);
    }

    [Fact]
    public void Weights_of_other_sizes_are_refused_and_nothing_changes()
    {
        var gru = new Gru(Inputs, Units);
        float[] before = gru.Parameters.Values.ToArray();
        TorchWeights wrong = WeightExchange.ToTorch(new Gru(Inputs, Units + 1));
        Assert.Equal("WeightIh", Assert.Throws<ArgumentException>(() => WeightExchange.FromTorch(gru, wrong)).ParamName);
        Assert.Equal(before, gru.Parameters.Values.ToArray());
    }

    private static Tensor<float> Gate(Tensor<float> x, int gate) => Slice(x, x.Rank - 1, gate * Units, Units);

    private static Tensor<float> Random(int seed, params ReadOnlySpan<nint> lengths)
    {
        var random = new Random(seed);
        Tensor<float> tensor = Tensor.CreateFromShape<float>(lengths);
        Span<float> values = new float[tensor.FlattenedLength];
        foreach (ref float value in values)
            value = (float)(random.NextDouble() - 0.5);
        return Tensor.Create(values.ToArray(), lengths, []);
    }

    private static void Same(Tensor<float> expected, Tensor<float> found)
    {
        Assert.Equal(expected.Lengths.ToArray(), found.Lengths.ToArray());
        Assert.All(expected.ToArray().Zip(found.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
