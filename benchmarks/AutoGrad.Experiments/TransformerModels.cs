using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

/// <summary>The network of the sample CharacterModel: an LSTM whose state is carried on from step to step.</summary>
[Model, ClipGlobalNorm(1f)]
internal sealed partial class LstmCharacters(int characters, int width, int streams, int seed)
{
    [State("streams", "width")] public partial Tensor<float> Hidden { get; set; }
    [State("streams", "width")] public partial Tensor<float> Cell { get; set; }
    [Layer("characters", "width")] public partial Embedding Characters { get; }
    [Layer("width", "width")] public partial Lstm Memory { get; }
    [Layer("width", "characters")] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "streams")] Tensor<int> x, [Shape("time", "streams")] Tensor<int> y)
    {
        (Tensor<float> outputs, Hidden, Cell) = Memory.ForwardFrom(Characters.Forward(x), Hidden, Cell);
        Tensor<float> logits = Head.Forward(Reshape(outputs, -1, width));
        return SoftmaxCrossEntropy(Reshape(logits, x.Lengths[0], x.Lengths[1], characters), y);
    }
}

/// <summary>The network of the sample CharacterTransformer: three causal blocks, normalised first, with rotary positions.</summary>
[Model, ClipGlobalNorm(1f)]
internal sealed partial class TransformerCharacters(int characters, int width, int heads, int hidden, int seed)
{
    [Layer("characters", "width")] public partial Embedding Characters { get; }
    [Layer("width", "heads", "hidden", true, false, true, Repeat = 3)] public partial TransformerBlock[] Blocks { get; }
    [Layer("width")] public partial LayerNorm Norm { get; }
    [Layer("width", "characters")] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Logits([Shape("windows", "time")] Tensor<int> x)
    {
        Tensor<float> h = Characters.Forward(x);
        foreach (TransformerBlock block in Blocks)
            h = block.Forward(h);
        Tensor<float> logits = Head.Forward(Reshape(Norm.Forward(h), -1, width));
        return Reshape(logits, x.Lengths[0], x.Lengths[1], characters);
    }

    [Loss]
    public float Loss([Shape("windows", "time")] Tensor<int> x, [Shape("windows", "time")] Tensor<int> y) => SoftmaxCrossEntropy(Logits(x), y);
}
