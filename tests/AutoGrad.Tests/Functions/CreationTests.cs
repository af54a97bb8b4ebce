using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class CreationTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Zeros_Ones_and_Full_fill_every_shape(nint[] lengths)
    {
        Expect.Same(Samples.Filled(lengths, _ => 0f), Nn.Zeros<float>(lengths));
        Expect.Same(Samples.Filled(lengths, _ => 1.0), Nn.Ones<double>(lengths));
        Expect.Same(Samples.Filled(lengths, _ => -2.5f), Nn.Full(-2.5f, lengths));
        Assert.True(Nn.Ones<float>(lengths).IsDense);
    }

    [Fact]
    public void Lengths_mix_variables_and_constants()
    {
        Tensor<float> x = Nn.Zeros<float>(3, 4);
        Assert.Equal([4, 50], Nn.Zeros<float>(x.Lengths[1], 50).Lengths.ToArray());
        Assert.Equal([2, 3], Nn.Full(1.5, 2, 3).Lengths.ToArray());
        Assert.Equal([2, 3], Nn.Ones<float>([2, 3]).Lengths.ToArray());
    }

    [Fact]
    public void Impossible_lengths_are_refused()
    {
        Expect.Refused<ArgumentException>(
            "lengths must hold at least one length: there is no tensor of rank 0.", "lengths", () => Nn.Zeros<float>());
        Expect.Refused<ArgumentOutOfRangeException>(
            "lengths must not be negative but are [2, -1].", "lengths", () => Nn.Ones<float>(2, -1));
        Expect.Refused<ArgumentException>(
            "lengths [100000, 100000] hold more elements than an array can.", "lengths", () => Nn.Zeros<float>(100_000, 100_000));
    }
}
