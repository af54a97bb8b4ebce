using System.Numerics.Tensors;

namespace AutoGrad.Tests.Data;

/// <summary>Vocabularies, scalers and splits.</summary>
public sealed class PreparationTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_vocabulary_numbers_characters_by_their_code_points_and_back()
    {
        Vocabulary vocabulary = Vocabulary.Of("banana \U0001F34C");
        Assert.Equal(5, vocabulary.Count);
        Assert.Equal([2, 1, 3, 0, 4], vocabulary.Encode("ban \U0001F34C").ToArray());
        Assert.Equal("ban \U0001F34C", vocabulary.Decode([2, 1, 3, 0, 4]));
        Assert.Equal([1, 9], vocabulary.Encode("ax", unknown: 9).ToArray());
        Assert.Contains("Character 1, 'x' (U+0078), is not in the vocabulary", Assert.Throws<ArgumentException>(() => vocabulary.Encode("ax")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([5]));
        Assert.Throws<ArgumentException>(() => Vocabulary.Of(""));
    }

    [Fact]
    public void Text_is_read_as_UTF_8_or_refused()
    {
        File.WriteAllText(path, "caf\u00e9");
        Assert.Equal("caf\u00e9", Vocabulary.ReadText(path));
        File.WriteAllBytes(path, [0xc3]);
        Assert.Throws<InvalidDataException>(() => Vocabulary.ReadText(path));
    }

    [Fact]
    public void A_scaler_maps_by_what_it_was_fitted_to_and_back()
    {
        Tensor<float> train = Tensor.Create<float>([1, 10, 5, 3, 30, 5, 5, float.NaN, 5], [3, 3]), test = Tensor.Create<float>([7, 20, 6], [1, 3]);
        ColumnScaler standard = ColumnScaler.Standard(train), range = ColumnScaler.MinMax(train);
        float deviation = MathF.Sqrt(8 / 3f);
        Assert.Equal([3, 20, 5], standard.Offsets);
        Assert.Equal([deviation, 10, 1], standard.Scales);
        Assert.Equal([4 / deviation, 0, 1], standard.Apply(test).ToArray());
        Assert.Equal([1.5f, 0.5f, 1], range.Apply(test).ToArray());
        Assert.Equal(test.ToArray(), range.Invert(range.Apply(test)).ToArray());
        Assert.True(float.IsNaN(standard.Apply(train)[2, 1]));
    }

    [Fact]
    public void Columns_that_cannot_be_scaled_are_refused()
    {
        Assert.Contains("Column 1 has an infinite value in sample 0", Assert.Throws<ArgumentException>(() => ColumnScaler.Standard(Tensor.Create<float>([1, float.PositiveInfinity], [1, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("Column 0 has no number", Assert.Throws<ArgumentException>(() => ColumnScaler.MinMax(Tensor.Create<float>([float.NaN], [1, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("must have shape [samples, columns]", Assert.Throws<ArgumentException>(() => ColumnScaler.MinMax(Tensor.Create<float>([1], [1]))).Message, StringComparison.Ordinal);
        Assert.Contains("x has 2 columns, but the scaler was fitted to 1", Assert.Throws<ArgumentException>(() => ColumnScaler.MinMax(Tensor.Create<float>([1], [1, 1])).Apply(Tensor.Create<float>([1, 2], [1, 2]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0.3f, 3)]
    [InlineData(2, 0.01f, 1)]
    [InlineData(3, 0.99f, 2)]
    public void A_split_has_every_sample_once(int samples, float share, int tests)
    {
        Tensor<float> x = Tensor.Create([.. Enumerable.Range(0, 2 * samples).Select(i => (float)(i / 2))], [samples, 2]);
        Tensor<int> y = Tensor.Create<int>([.. Enumerable.Range(0, samples)], [samples]);
        Split<float, int> split = Split.Shuffled(x, y, share, seed: 1);
        Assert.Equal(tests, split.TestY.Lengths[0]);
        Assert.Equal(Enumerable.Range(0, samples), split.TrainY.ToArray().Concat(split.TestY.ToArray()).Order());
        Assert.Equal(split.TestY.ToArray().Select(i => (float)i), split.TestX.ToArray().Where((_, i) => i % 2 == 0));
        Assert.Equal(split.TrainY.ToArray(), Split.Shuffled(x, y, share, seed: 1).TrainY.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.Shuffled(x, y, 1, seed: 1));
    }
}
