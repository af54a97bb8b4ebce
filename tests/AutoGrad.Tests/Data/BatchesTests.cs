using System.Numerics.Tensors;

namespace AutoGrad.Tests.Data;

public sealed class BatchesTests
{
    [Theory]
    [InlineData(10, 3)]
    [InlineData(10, 5)]
    [InlineData(10, 10)]
    [InlineData(10, 100)]
    [InlineData(1, 1)]
    [InlineData(7, int.MaxValue)]
    public void Every_sample_occurs_once_with_its_target(int samples, int batchSize)
    {
        (Tensor<float> x, Tensor<int> y) = Data(samples);
        var seen = new List<int>();
        var sizes = new List<int>();
        foreach ((Tensor<float> bx, Tensor<int> by) in Batches.Shuffled(x, y, batchSize, seed: 1))
        {
            Assert.Equal(by.Lengths[0], bx.Lengths[0]);
            Assert.Equal(2, bx.Lengths[1]);
            sizes.Add((int)by.Lengths[0]);
            for (int i = 0; i < by.Lengths[0]; i++)
            {
                seen.Add(by[i]);
                Assert.Equal((by[i], -by[i]), (bx[i, 0], bx[i, 1]));
            }
        }

        Assert.Equal(Enumerable.Range(0, samples), seen.Order());
        Assert.All(sizes.SkipLast(1), size => Assert.Equal(batchSize, size));
        Assert.Equal(samples - (sizes.Count - 1) * (long)Math.Min(batchSize, samples), sizes[^1]);
    }

    [Fact]
    public void InOrder_keeps_the_order_of_the_data()
    {
        (Tensor<float> x, Tensor<int> y) = Data(7);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Labels(Batches.InOrder(x, y, 3)));
    }

    [Fact]
    public void The_seed_decides_the_order()
    {
        (Tensor<float> x, Tensor<int> y) = Data(50);
        int[] first = Labels(Batches.Shuffled(x, y, 7, seed: 3));
        Assert.Equal(first, Labels(Batches.Shuffled(x, y, 7, seed: 3)));
        Assert.Equal(first, Labels(Batches.Shuffled(x, y, 50, seed: 3)));
        Assert.NotEqual(first, Labels(Batches.Shuffled(x, y, 7, seed: 4)));
        Assert.NotEqual(Enumerable.Range(0, 50), first);
    }

    [Fact]
    public void Enumerating_again_gives_the_same_batches()
    {
        (Tensor<float> x, Tensor<int> y) = Data(20);
        IEnumerable<(Tensor<float> X, Tensor<int> Y)> batches = Batches.Shuffled(x, y, 6, seed: 1);
        Assert.Equal(Labels(batches), Labels(batches));
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        (Tensor<float> x, Tensor<int> y) = Data(3);
        Dictionary<string, int> counts = Enumerable.Range(0, 6000)
            .CountBy(seed => string.Concat(Labels(Batches.Shuffled(x, y, 3, seed))))
            .ToDictionary();
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 120, 1000 + 120));
    }

    [Fact]
    public void Tensors_are_reused_from_batch_to_batch()
    {
        (Tensor<float> x, Tensor<int> y) = Data(10);
        Tensor<float>[] tensors = [.. Batches.InOrder(x, y, 4).Select(batch => batch.X)];
        Assert.Same(tensors[0], tensors[1]);
        Assert.NotSame(tensors[1], tensors[2]);
    }

    [Fact]
    public void Views_with_gaps_are_read_as_what_they_show()
    {
        Tensor<float> x = Tensor.Transpose(Tensor.Create<float>([0, 1, 2, 10, 11, 12], [2, 3]));
        Tensor<float> y = Tensor.Create<float>([0, 1, 2], [3, 1]);
        foreach ((Tensor<float> bx, Tensor<float> by) in Batches.Shuffled(x, y, 2, seed: 0))
        {
            for (int i = 0; i < by.Lengths[0]; i++)
                Assert.Equal((by[i, 0], by[i, 0] + 10), (bx[i, 0], bx[i, 1]));
        }
    }

    [Fact]
    public void Any_element_type_and_rank_will_do()
    {
        Tensor<byte> x = Tensor.Create<byte>([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 2, 2]);
        Tensor<bool> y = Tensor.Create<bool>([true, false], [2]);
        (Tensor<byte> bx, Tensor<bool> by) = Batches.InOrder(x, y, 1).Last();
        Assert.Equal((8, false), (bx[0, 0, 1, 1], by[0]));
        Assert.Equal([1, 1, 2, 2], bx.Lengths.ToArray());
    }

    [Fact]
    public void Bad_sizes_are_refused_before_the_first_batch()
    {
        (Tensor<float> x, Tensor<int> y) = Data(4);
        (_, Tensor<int> three) = Data(3);
        (Tensor<float> noX, Tensor<int> noY) = (Tensor.CreateFromShape<float>([0, 2]), Tensor.CreateFromShape<int>([0]));
        Assert.StartsWith(
            "x and y must have equally many samples but x has 4 and y has 3",
            Assert.Throws<ArgumentException>(() => Batches.Shuffled(x, three, 2, 0)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Batches.InOrder(noX, noY, 2));
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Shuffled(x, y, 0, 0)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches.InOrder(x, y, -1));
        Assert.Throws<ArgumentNullException>(() => Batches.InOrder<float, int>(null!, y, 1));
    }

    private static int[] Labels(IEnumerable<(Tensor<float> X, Tensor<int> Y)> batches)
        => [.. batches.SelectMany(batch => Enumerable.Range(0, (int)batch.Y.Lengths[0]).Select(i => batch.Y[i]).ToArray())];

    /// <summary>Samples [i, -i] with label i.</summary>
    private static (Tensor<float> X, Tensor<int> Y) Data(int samples)
    {
        int[] labels = [.. Enumerable.Range(0, samples)];
        return (Tensor.Create(labels.SelectMany(i => new float[] { i, -i }).ToArray(), [samples, 2]), Tensor.Create(labels, [samples]));
    }
}
