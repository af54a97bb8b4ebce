namespace AutoGrad.Tests.Models;

/// <summary>Weights from elsewhere by a table: names, orders and sums, and what the table does not say.</summary>
public sealed class WeightMapTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Names_orders_and_sums_are_those_of_the_table()
    {
        Write(("fc.weight", [3, 2], [1, 2, 3, 4, 5, 6]), ("fc.bias", [3], [1, 2, 3]), ("rnn.b1", [2], [1, 2]), ("rnn.b2", [2], [10, 20]), ("steps", [1], [9]));
        var set = new ParameterSet(new("Head.Kernel", [2, 3]), new("Head.Bias", [3]), new("Memory.Bias", [2]));
        var map = new WeightMap();
        map.AddDense("fc", "Head");
        map.AddSum("rnn.b1", "rnn.b2", "Memory.Bias");
        map.Ignore("ste*");
        set.Import(path, map);
        Assert.Equal([1, 3, 5, 2, 4, 6], set["Head.Kernel"].Numbers());
        Assert.Equal([1, 2, 3], set["Head.Bias"].Numbers());
        Assert.Equal([11, 22], set["Memory.Bias"].Numbers());
        Assert.Equal(["Head.Kernel", "Head.Bias", "Memory.Bias"], map);
    }

    [Fact]
    public void Whole_layers_have_the_names_of_PyTorch()
    {
        var map = new WeightMap();
        map.AddEmbedding("emb", "Words");
        map.AddLstm("lstm", "Memory", layer: 1);
        map.AddGru("gru", "", reverse: true);
        map.AddConvolution("conv", "Edges");
        map.AddNorm("norm", "Norm");
        map.AddAttention("attn", "Attend");
        map.AddBatchNorm("bn", "Batch");
        Assert.Equal(
            [
                "emb.weight > Words.Table Same",
                "lstm.weight_ih_l1 > Memory.InputKernel Transposed",
                "lstm.weight_hh_l1 > Memory.RecurrentKernel Transposed",
                "lstm.bias_ih_l1 + lstm.bias_hh_l1 > Memory.Bias Same",
                "gru.weight_ih_l0_reverse > InputKernel Transposed",
                "gru.weight_hh_l0_reverse > RecurrentKernel Transposed",
                "gru.bias_ih_l0_reverse > Bias Same",
                "gru.bias_hh_l0_reverse > RecurrentBias Same",
                "conv.weight > Edges.Kernel Same",
                "conv.bias > Edges.Bias Same",
                "norm.weight > Norm.Scale Same",
                "norm.bias > Norm.Offset Same",
                "attn.in_proj_weight > Attend.QueryKeyValue Transposed",
                "attn.in_proj_bias > Attend.QueryKeyValueBias Same",
                "attn.out_proj.weight > Attend.Output Transposed",
                "attn.out_proj.bias > Attend.OutputBias Same",
                "bn.weight > Batch.Scale Same",
                "bn.bias > Batch.Offset Same",
                "bn.running_mean > Batch.RunningMean Same",
                "bn.running_var > Batch.RunningVariance Same",
            ],
            map.Entries.Select(entry => $"{string.Join(" + ", entry.Sources)} > {entry.Target} {entry.Order}"));
        Assert.True(map.Ignores("bn.num_batches_tracked"));
        Assert.False(map.Ignores("bn2.num_batches_tracked"));
    }

    [Fact]
    public void A_BatchNorm_takes_its_states_too_or_nothing()
    {
        (string, int[], float[])[] whole = [("bn.weight", [2], [1, 2]), ("bn.bias", [2], [3, 4]), ("bn.running_mean", [2], [5, 6]), ("bn.running_var", [2], [7, 8]), ("bn.num_batches_tracked", [], [9])];
        var map = new WeightMap();
        map.AddBatchNorm("bn", "Norm");
        ParameterSet set = Normalised();
        Write(whole);
        set.Import(path, map);
        Assert.Equal([1, 2], set["Norm.Scale"].Numbers());
        Assert.Equal([3, 4], set["Norm.Offset"].Numbers());
        Assert.Equal([5, 6], Sets.Read(set.State(0).Value));
        Assert.Equal([7, 8], Sets.Read(set.State(1).Value));

        foreach ((string name, string target) in (ReadOnlySpan<(string, string)>)[("weight", "Scale"), ("bias", "Offset"), ("running_mean", "RunningMean"), ("running_var", "RunningVariance")])
        {
            Write([.. whole.Where(t => t.Item1 != $"bn.{name}")]);
            Refuses(Normalised(), $"it has no tensor 'bn.{name}', which is to become 'Norm.{target}'");
            Write([.. whole.Where(t => t.Item1 != $"bn.{name}"), ($"bn.{name}", [3], [1, 2, 3])]);
            Refuses(Normalised(), $"tensor 'bn.{name}' has lengths [3] but 'Norm.{target}' has [2]");
        }

        void Refuses(ParameterSet set, string message)
        {
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => set.Import(path, map)).Message, StringComparison.Ordinal);
            Assert.All((float[])[.. Sets.Read(set.Values), .. Sets.Read(set.State(0).Value)], value => Assert.Equal(0, value));
            Assert.All(Sets.Read(set.State(1).Value), value => Assert.Equal(1, value));
        }
    }

    [Fact]
    public void What_does_not_fit_names_the_tensor_and_changes_nothing()
    {
        Write(("w", [3, 2], [1, 2, 3, 4, 5, 6]), ("b", [3], [1, 2, 3]), ("c", [2], [1, 2]));
        Refuses(new() { { "w", "W", WeightOrder.Transposed }, { "b", "B" } }, "nothing is said of its tensor 'c'");
        Refuses(new() { { "w", "W", WeightOrder.Transposed } }, "no tensor is said to become 'B'");
        Refuses(new() { { "w", "W" }, { "b", "B" } }, "tensor 'w' has lengths [3, 2] but 'W' has [2, 3]", "c");
        Refuses(new() { { "w", "W", WeightOrder.Transposed }, { "b", "B", WeightOrder.Transposed } }, "tensor 'b' has lengths [3]: only matrices can be transposed", "c");
        Refuses(new() { { "w", "W", WeightOrder.Transposed }, { "c", "B" } }, "tensor 'c' has lengths [2] but 'B' has [3]", "b");
        Refuses(new() { { "w", "W", WeightOrder.Transposed }, { "d", "B" } }, "it has no tensor 'd', which is to become 'B'", "?");
        var sum = new WeightMap { { "w", "W", WeightOrder.Transposed } };
        sum.AddSum("b", "c", "B");
        Refuses(sum, "tensor 'c' has lengths [2] but 'B' has [3]");
    }

    [Fact]
    public void Others_may_be_kept()
    {
        Write(("b", [3], [1, 2, 3]));
        ParameterSet set = Model();
        set.Import(path, new() { { "b", "B" } }, keepOthers: true);
        Assert.Equal([1, 2, 3], set["B"].Numbers());
        Assert.All(set["W"].Numbers(), w => Assert.Equal(5, w));
    }

    [Fact]
    public void A_table_that_contradicts_itself_or_the_model_is_refused()
    {
        Write(("b", [3], [1, 2, 3]));
        Assert.Contains("'B' has a tensor already: 'a'", Assert.Throws<ArgumentException>(() => new WeightMap { { "a", "B" }, { "b", "B" } }).Message, StringComparison.Ordinal);
        Assert.Contains("no parameter or state 'X'; it has W, B", Assert.Throws<ArgumentException>(() => Model().Import(path, new() { { "b", "X" } })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new WeightMap { { "", "B" } });
        Assert.Throws<ArgumentException>(() => new WeightMap().Ignore(""));
    }

    private void Refuses(WeightMap map, string message, string? ignored = null)
    {
        if (ignored is not null)
            map.Ignore(ignored);
        ParameterSet set = Model();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => set.Import(path, map));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.All(Sets.Read(set.Values), value => Assert.Equal(5, value));
    }

    private static ParameterSet Normalised()
    {
        var set = new ParameterSet(new("Norm.Scale", [2]), new("Norm.Offset", [2]));
        set.Declare(false, new("Norm.RunningMean", [], [2]), new("Norm.RunningVariance", [], [2], 1));
        return set;
    }

    private static ParameterSet Model()
    {
        var set = new ParameterSet(new("W", [2, 3]), new("B", [3]));
        set.ValueSpan().Fill(5);
        return set;
    }

    private void Write(params (string Name, int[] Lengths, float[] Values)[] tensors)
        => File.WriteAllBytes(path, TensorFileTests.Bytes([.. tensors.Select(t => (t.Name, "F32", t.Lengths, (byte[])[.. t.Values.SelectMany(BitConverter.GetBytes)]))]));
}
