using System.Numerics.Tensors;
using System.Text;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using AutoGrad.Layers;
using TorchSharp;
using static AutoGrad.Nn;
using TorchModule = TorchSharp.torch.nn.Module;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Words to tags: layers that a file of PyTorch has under other names and in another order.</summary>
[Model]
public sealed partial class Tagger(int seed = 0)
{
    [Layer(7, 4)] public partial Embedding Words { get; }
    [Layer(4, 6)] public partial Lstm Memory { get; }
    [Layer(6, 5)] public partial Gru Gate { get; }
    [Layer(5, 3)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Logits([Shape("time", "batch")] Tensor<int> words) => Head.Forward(Last(Gate.Forward(Memory.Forward(Words.Forward(words)))));

    [Loss]
    public float Loss([Shape("time", "batch")] Tensor<int> words, [Shape("batch")] Tensor<int> y) => SoftmaxCrossEntropy(Logits(words), y);
}

/// <summary>Weights that TorchSharp's modules have, written as PyTorch writes them, give the same values in these layers.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("F32", 1e-5)]
    [InlineData("F64", 1e-5)]
    [InlineData("F16", 5e-3)]
    [InlineData("BF16", 3e-2)]
    public void A_model_of_PyTorch_gives_the_same_values_here(string type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(5);
        var embedding = torch.nn.Embedding(7, 4);
        var lstm = torch.nn.LSTM(4, 6);
        var gru = torch.nn.GRU(6, 5);
        var linear = torch.nn.Linear(5, 3);
        Write(type, ("emb", embedding), ("lstm", lstm), ("gru", gru), ("fc", linear));
        var map = new WeightMap();
        map.AddEmbedding("emb", "Words");
        map.AddLstm("lstm", "Memory");
        map.AddGru("gru", "Gate");
        map.AddDense("fc", "Head");
        var model = new Tagger(seed: 1);
        model.Parameters.Import(_path, map);

        int[] words = [.. Enumerable.Range(0, 24).Select(i => i * 5 % 7)];
        TorchTensor embedded = embedding.forward(torch.tensor(Array.ConvertAll(words, w => (long)w)).reshape(8, 3));
        TorchTensor expected = linear.forward(gru.forward(lstm.forward(embedded).Item1, null).Item1.select(0, -1));
        Close.Assert(
            Array.ConvertAll(expected.detach().data<float>().ToArray(), v => (double)v),
            Array.ConvertAll(Numbers.Elements(model.Logits(Numbers.Tensor(words, 8, 3))), v => (double)v),
            tolerance,
            "logits");
    }

    [Fact]
    public void A_layer_of_another_size_is_refused_by_name()
    {
        using var scope = torch.NewDisposeScope();
        Write("F32", ("emb", torch.nn.Embedding(7, 4)), ("lstm", torch.nn.LSTM(4, 5)), ("gru", torch.nn.GRU(6, 5)), ("fc", torch.nn.Linear(5, 3)));
        var map = new WeightMap();
        map.AddEmbedding("emb", "Words");
        map.AddLstm("lstm", "Memory");
        map.AddGru("gru", "Gate");
        map.AddDense("fc", "Head");
        var model = new Tagger(seed: 1);
        int[] before = Data.Bits(model.Parameters.Values);
        string message = Assert.Throws<InvalidDataException>(() => model.Parameters.Import(_path, map)).Message;
        Assert.Contains("tensor 'lstm.weight_ih_l0' has lengths [20, 4], to be transposed, but 'Memory.InputKernel' has [4, 24]", message, StringComparison.Ordinal);
        Assert.Equal(before, Data.Bits(model.Parameters.Values));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_BatchNorm_of_PyTorch_infers_the_same_here_by_its_running_statistics(bool isOfImages)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(6);
        const int features = 5;
        int[] shape = isOfImages ? [4, features, 3, 2] : [4, features];
        long[] lengths = Array.ConvertAll(shape, l => (long)l);
        torch.nn.Module<TorchTensor, TorchTensor> norm = isOfImages ? torch.nn.BatchNorm2d(features) : torch.nn.BatchNorm1d(features);
        using (torch.no_grad())
        {
            norm.get_parameter("weight")!.uniform_(0.5, 2);
            norm.get_parameter("bias")!.uniform_(-1, 1);
        }

        for (int step = 0; step < 3; step++)
            norm.forward((torch.randn(lengths) * 3) + 1);
        norm.eval();
        Write("F32", ("features.1", norm));
        var map = new WeightMap();
        map.AddBatchNorm("features.1", "");
        var layer = new BatchNorm(features);
        layer.Parameters.Import(_path, map);

        Tensor<float> x = Data.Floats(7, shape);
        TorchTensor expected = norm.forward(torch.tensor(Numbers.Elements(x)).reshape(lengths));
        Close.Assert(
            Array.ConvertAll(expected.detach().contiguous().data<float>().ToArray(), v => (double)v),
            Array.ConvertAll(Numbers.Elements(layer.Forward(x)), v => (double)v),
            1e-5,
            "the inference");
    }

    [Fact]
    public void A_BatchNorm_of_other_features_is_refused_by_name()
    {
        using var scope = torch.NewDisposeScope();
        Write("F32", ("bn", torch.nn.BatchNorm1d(4)));
        var map = new WeightMap();
        map.AddBatchNorm("bn", "");
        var layer = new BatchNorm(5);
        Assert.Contains("tensor 'bn.weight' has lengths [4] but 'Scale' has [5]", Assert.Throws<InvalidDataException>(() => layer.Parameters.Import(_path, map)).Message, StringComparison.Ordinal);
        var statistics = new WeightMap { { "bn.running_var", "RunningVariance" } };
        statistics.Ignore("bn.*");
        Assert.Contains(
            "tensor 'bn.running_var' has lengths [4] but 'RunningVariance' has [5]",
            Assert.Throws<InvalidDataException>(() => layer.Parameters.Import(_path, statistics, keepOthers: true)).Message,
            StringComparison.Ordinal);
        Assert.All(Numbers.Elements(layer.RunningVariance), v => Assert.Equal(1, v));
    }

    // The layout that PyTorch's own writer uses: metadata first, tensors by name, the header padded with blanks.
    private void Write(string type, params (string Name, TorchModule Module)[] modules)
    {
        (string Name, string Type, long[] Lengths, byte[] Data)[] tensors = [.. modules.SelectMany(m => m.Module.state_dict().Select(p => Stored(type, $"{m.Name}.{p.Key}", p.Value)))];
        var header = new StringBuilder("""{"__metadata__":{"format":"pt"}""");
        int offset = 0;
        foreach ((string name, string stored, long[] lengths, byte[] data) in tensors)
        {
            header.Append($$""","{{name}}":{"dtype":"{{stored}}","shape":[{{string.Join(',', lengths)}}],"data_offsets":[{{offset}},{{offset + data.Length}}]}""");
            offset += data.Length;
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] padding = [.. Enumerable.Repeat((byte)' ', (8 - (json.Length % 8)) % 8)];
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((ulong)(json.Length + padding.Length)), .. json, .. padding, .. tensors.SelectMany(t => t.Data)]);
    }

    // A count is an integer, whatever the others are.
    private static (string Name, string Type, long[] Lengths, byte[] Data) Stored(string type, string name, TorchTensor tensor)
        => tensor.dtype == torch.int64
            ? (name, "I64", tensor.shape, [.. tensor.data<long>().ToArray().SelectMany(BitConverter.GetBytes)])
            : (name, type, tensor.shape, [.. tensor.detach().contiguous().data<float>().ToArray().SelectMany(v => Bytes(type, v))]);

    private static byte[] Bytes(string type, float value)
        => type switch
        {
            "F64" => BitConverter.GetBytes((double)value),
            "F16" => BitConverter.GetBytes((Half)value),
            "BF16" => BitConverter.GetBytes(value)[2..],
            _ => BitConverter.GetBytes(value),
        };
}
