using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Rnn, Lstm and Gru as layers.</summary>
public class RecurrentLayerTests
{
    private static readonly (int Time, int Batch)[] s_sizes = [(1, 1), (2, 3), (7, 2)];

    private static Dictionary<string, Func<ITrainable<Tensor<float>, Tensor<float>>>> Models => new()
    {
        ["rnn"] = () => new LastOfRnn(seed: 3),
        ["relu"] = () => new LastOfReluRnn(seed: 3),
        ["lstm"] = () => new LastOfLstm(seed: 3),
        ["gru"] = () => new LastOfGru(seed: 3),
        ["reset before"] = () => new LastOfEarlyGru(seed: 3),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        foreach ((int time, int batch) in s_sizes)
            Assert.InRange(GradientCheck.Run(Models[name](), X(time, batch), Y(batch)).MaxRelativeError, 0, 1e-6);
    }

    [Fact]
    public void Forget_gates_are_open_at_first_and_after_every_initialisation()
    {
        var owner = new LastOfLstm(seed: 1);
        float[] expected = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(expected, Numbers.Elements(owner.Memory.Bias));
        owner.Memory.Bias[2] = 7;
        owner.InitializeParameters(5);
        Assert.Equal(expected, Numbers.Elements(owner.Memory.Bias));
        Assert.Equal([0f, 0, 0.5f, 0.5f, 0, 0, 0, 0], Numbers.Elements(new Lstm(3, 2, forgetBias: 0.5f).Bias));
    }

    [Fact]
    public void Shapes_and_names_of_parameters_are_the_documented_ones()
    {
        Assert.Equal([("InputKernel", [3, 20]), ("RecurrentKernel", [5, 20]), ("Bias", [20])], Shapes(new Lstm(3, 5).Parameters));
        Assert.Equal([("InputKernel", [3, 15]), ("RecurrentKernel", [5, 15]), ("Bias", [15]), ("RecurrentBias", [15])], Shapes(new Gru(3, 5).Parameters));
        Assert.Equal([("InputKernel", [3, 5]), ("RecurrentKernel", [5, 5]), ("Bias", [5])], Shapes(new Rnn(3, 5).Parameters));
    }

    private static IEnumerable<(string, nint[])> Shapes(ParameterSet parameters) => parameters.Select(p => (p.Name, p.Lengths.ToArray()));

    private static Tensor<float> X(int time, int batch) => Data.Floats(1, time, batch, 3);

    private static Tensor<float> Y(int batch) => Data.Floats(2, batch, 1);
}
