using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Training;

public sealed class BadInputTests : IDisposable
{
    private readonly SmallClassifier _model = new(seed: 1);
    private readonly Adam _optimizer = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_wrong_length_is_named_with_what_was_declared_and_what_was_found()
        => AssertRefused<ArgumentException>(() => _model.TrainStep(Inputs.Numbers(1, 4, 6), Inputs.Labels(1, 4, 5), _optimizer), "inputs", "[batch, 7]", "[4, 6]");

    [Fact]
    public void A_wrong_rank_is_named()
        => AssertRefused<ArgumentException>(() => _model.TrainStep(Inputs.Numbers(1, 28), Inputs.Labels(1, 4, 5), _optimizer), "inputs", "[batch, 7]", "[28]");

    [Fact]
    public void A_length_that_contradicts_an_earlier_argument_names_that_argument()
        => AssertRefused<ArgumentException>(() => _model.TrainStep(Inputs.Numbers(1, 4, 7), Inputs.Labels(1, 3, 5), _optimizer), "labels", "[batch]", "batch is 4", "from inputs", "[3]");

    [Fact]
    public void An_empty_batch_is_refused()
        => AssertRefused<ArgumentException>(
            () => _model.TrainStep(Tensor.CreateFromShape<float>([0, 7]), Tensor.CreateFromShape<int>([0]), _optimizer), "batch", "inputs", "at least 1");

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_refused_and_nothing_is_changed(int label)
        => AssertRefused<ArgumentOutOfRangeException>(() => _model.TrainStep(Inputs.Numbers(1, 3, 7), Tensor.Create([0, label, 1], [3]), _optimizer), "labels", "5");

    [Fact]
    public void A_missing_optimizer_is_refused_before_anything_is_computed()
        => AssertRefused<ArgumentNullException>(() => _model.TrainStep(Inputs.Numbers(1, 3, 7), Inputs.Labels(1, 3, 5), null!), "optimizer");

    [Fact]
    public void A_destination_of_another_shape_is_refused()
        => AssertRefused<ArgumentException>(() => _model.Logits(Inputs.Numbers(1, 3, 7), Tensor.CreateFromShape<float>([3, 4])), "destination", "[3, 5]", "[3, 4]");

    [Fact]
    public void A_destination_that_overlaps_an_input_is_refused()
    {
        float[] memory = new float[3 * 7];
        Tensor<float> input = Tensor.Create(memory, [3, 7]), destination = Tensor.Create(memory, 0, [3, 5], []);
        AssertRefused<ArgumentException>(() => _model.Logits(input, destination), "destination", "inputs");
    }

    [Fact]
    public void A_parameters_file_of_another_model_is_refused()
    {
        string path = Path.Combine(_folder, "other.safetensors");
        new LongChain(seed: 1).Parameters.Save(path);
        Exception refusal = Assert.ThrowsAny<Exception>(() => AssertUnchanged(() => _model.Parameters.Load(path)));
        Assert.Contains("W", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_were_saved_load_to_the_same_bits()
    {
        string path = Path.Combine(_folder, "same.safetensors");
        _model.Parameters.Save(path);
        var other = new SmallClassifier(seed: 2);
        other.Parameters.Load(path);
        Assert.Equal(State(_model), State(other));
    }

    [Fact]
    public void An_input_that_is_not_dense_gives_what_its_copy_gives()
    {
        Tensor<float> columns = Inputs.Numbers(1, 7, 4);
        Tensor<float> view = Tensor.Transpose(columns);
        Tensor<float> copy = Tensor.CreateFromShape<float>([4, 7]);
        for (nint i = 0; i < 4; i++)
        {
            for (nint j = 0; j < 7; j++)
                copy[i, j] = columns[j, i];
        }

        Tensor<int> labels = Inputs.Labels(1, 4, 5);
        Assert.Equal(_model.LossGradient(copy, labels), _model.LossGradient(view, labels));
        Tensor<float> expected = Tensor.CreateFromShape<float>([4, 5]), actual = Tensor.CreateFromShape<float>([4, 5]);
        _model.Logits(copy, expected);
        _model.Logits(view, actual);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    private void AssertRefused<TException>(Action action, params string[] words)
        where TException : ArgumentException
    {
        var refusal = Assert.Throws<TException>(() => AssertUnchanged(action));
        foreach (string word in words)
            Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    // Runs after a good step, so that gradients and optimizer state are there to be spoilt; then trains on beside a twin.
    private void AssertUnchanged(Action action)
    {
        var twin = new SmallClassifier(seed: 1);
        var twinOptimizer = new Adam();
        Tensor<float> inputs = Inputs.Numbers(9, 8, 7);
        Tensor<int> labels = Inputs.Labels(9, 8, 5);
        _model.TrainStep(inputs, labels, _optimizer);
        twin.TrainStep(inputs, labels, twinOptimizer);
        try
        {
            action();
        }
        finally
        {
            Assert.Equal(State(twin), State(_model));
            _model.TrainStep(inputs, labels, _optimizer);
            twin.TrainStep(inputs, labels, twinOptimizer);
            Assert.Equal(State(twin), State(_model));
        }
    }

    private static float[] State(SmallClassifier model) => [.. model.Parameters.Values.ToArray(), .. model.Parameters.Gradients.ToArray()];
}
