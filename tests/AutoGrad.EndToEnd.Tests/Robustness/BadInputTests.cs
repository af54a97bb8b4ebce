using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;

namespace AutoGrad.EndToEnd.Tests.Robustness;

/// <summary>Calls that must be refused: the message says what is wrong in the user's words, and nothing has changed.</summary>
public class BadInputTests
{
    [Fact]
    public void A_wrong_length_is_named_with_what_was_declared()
        => Refused<ArgumentException>(m => m.TrainStep(Data.Floats(1, 32, 63), Data.Labels(1, 32, 10), m.Rule), "images must have shape [batch, 64] but has lengths [32, 63]");

    [Fact]
    public void A_wrong_rank_is_named_with_what_was_declared()
    {
        Refused<ArgumentException>(m => m.TrainStep(Data.Floats(1, 64), Data.Labels(1, 32, 10), m.Rule), "images must have shape [batch, 64] but has lengths [64]");
        Refused<ArgumentException>(m => m.TrainStep(Data.Floats(1, 4, 8, 64), Data.Labels(1, 32, 10), m.Rule), "images must have shape [batch, 64] but has lengths [4, 8, 64]");
    }

    [Fact]
    public void A_length_that_contradicts_an_earlier_one_names_what_bound_it()
        => Refused<ArgumentException>(m => m.TrainStep(Data.Floats(1, 32, 64), Data.Labels(1, 31, 10), m.Rule), "labels must have shape [batch] where batch is 32 (from images) but has lengths [31]");

    [Fact]
    public void The_argument_at_fault_is_the_exception_s_parameter()
    {
        var model = new SmallClassifier(seed: 1);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => model.LossGradient(Data.Floats(1, 32, 64), Data.Labels(1, 31, 10))).ParamName);
        Assert.Equal("images", Assert.Throws<ArgumentException>(() => model.LossGradient(Data.Floats(1, 32, 65), Data.Labels(1, 32, 10))).ParamName);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_label_that_is_no_class_is_named_with_its_place(int label)
    {
        Tensor<int> labels = Data.Labels(1, 32, 10);
        labels[17] = label;

        Refused<ArgumentOutOfRangeException>(m => m.TrainStep(Data.Floats(1, 32, 64), labels, m.Rule), "labels", "17", label.ToString(System.Globalization.CultureInfo.InvariantCulture), "10");
        Refused<ArgumentOutOfRangeException>(m => m.LossGradient(Data.Floats(1, 32, 64), labels), "labels", "17");
    }

    [Fact]
    public void An_empty_batch_is_refused()
        => Refused<ArgumentException>(m => m.TrainStep(Tensor.CreateFromShape<float>([0, 64]), Tensor.CreateFromShape<int>([0]), m.Rule), "batch (from images) must be at least 1 but is 0");

    [Fact]
    public void An_empty_batch_in_a_forward_pass_gives_an_empty_result_as_the_user_s_method_does()
    {
        var model = new SmallClassifier(seed: 1);
        Tensor<float> none = Tensor.CreateFromShape<float>([0, 64]), destination = Tensor.CreateFromShape<float>([0, 10]);

        model.Logits(none, destination);

        Assert.Equal([0, 10], model.Logits(none).Lengths.ToArray());
    }

    [Fact]
    public void A_missing_optimizer_is_refused_before_anything_is_computed()
        => Refused<ArgumentNullException>(m => m.TrainStep(Data.Floats(1, 32, 64), Data.Labels(1, 32, 10), null!), "optimizer");

    [Fact]
    public void An_optimizer_of_another_model_leaves_the_parameters()
    {
        var other = new SmallClassifier(seed: 2);
        var rule = new Adam();
        other.TrainStep(Data.Floats(1, 4, 64), Data.Labels(1, 4, 10), rule);
        int[] before = Data.Bits(other.Parameters.Values);
        var model = new SmallClassifier(seed: 1);
        int[] own = Data.Bits(model.Parameters.Values);

        Assert.Contains("another model", Assert.Throws<InvalidOperationException>(() => model.TrainStep(Data.Floats(1, 4, 64), Data.Labels(1, 4, 10), rule)).Message, StringComparison.Ordinal);

        Assert.Equal(own, Data.Bits(model.Parameters.Values));
        Assert.Equal(before, Data.Bits(other.Parameters.Values));
    }

    [Fact]
    public void A_destination_of_other_lengths_is_refused_and_left_alone()
    {
        var model = new SmallClassifier(seed: 1);
        Tensor<float> destination = Data.Floats(5, 32, 11);
        int[] before = Data.Bits(destination);

        string message = Assert.Throws<ArgumentException>(() => model.Logits(Data.Floats(1, 32, 64), destination)).Message;

        Assert.Contains("destination must have lengths [32, 10] but has lengths [32, 11]", message, StringComparison.Ordinal);
        Assert.Equal(before, Data.Bits(destination));
    }

    [Fact]
    public void A_destination_that_overlaps_an_input_is_refused_and_left_alone()
    {
        var model = new SmallClassifier(seed: 1);
        float[] memory = Numbers.Elements(Data.Floats(1, 32 * 64));
        float[] before = [.. memory];
        Tensor<float> images = Tensor.Create(memory, 0, [32, 64], []), destination = Tensor.Create(memory, 1700, [32, 10], []);

        Assert.Contains("destination must not overlap images", Assert.Throws<ArgumentException>(() => model.Logits(images, destination)).Message, StringComparison.Ordinal);

        Assert.Equal(before, memory);
    }

    [Fact]
    public void A_destination_right_behind_an_input_is_taken()
    {
        var model = new SmallClassifier(seed: 1);
        float[] memory = Numbers.Elements(Data.Floats(1, (32 * 64) + (32 * 10)));
        Tensor<float> images = Tensor.Create(memory, 0, [32, 64], []), destination = Tensor.Create(memory, 32 * 64, [32, 10], []);
        Tensor<float> apart = Tensor.CreateFromShape<float>([32, 10]);

        model.Logits(images, destination);
        model.Logits(images, apart);

        Assert.Equal(Data.Bits(apart), Data.Bits(destination));
    }

    [Fact]
    public void Strided_inputs_give_the_bits_of_dense_copies()
    {
        Tensor<float> transposed = Tensor.Transpose(Data.Floats(1, 64, 32));
        Tensor<float> columns = Data.Floats(2, 32, 100)[.., 20..84];
        Assert.False(transposed.IsDense || columns.IsDense);

        foreach (Tensor<float> view in new[] { transposed, columns })
        {
            Tensor<float> dense = Numbers.Tensor(Numbers.Elements(view), 32, 64);
            SmallClassifier a = new(seed: 1), b = new(seed: 1);
            Assert.Equal(Step(a, dense), Step(b, view));
            Assert.Equal(Forward(a, dense), Forward(b, view));
        }

        static int[] Step(SmallClassifier model, Tensor<float> images)
        {
            StepReport report = model.TrainStep(images, Data.Labels(1, 32, 10), new Adam());
            return [BitConverter.SingleToInt32Bits(report.Loss), .. Data.Bits(model.Parameters.Gradients), .. Data.Bits(model.Parameters.Values)];
        }

        static int[] Forward(SmallClassifier model, Tensor<float> images)
        {
            Tensor<float> destination = Tensor.Transpose(Tensor.CreateFromShape<float>([10, 32]));
            model.Logits(images, destination);
            return Data.Bits(destination);
        }
    }

    [Fact]
    public void Strided_labels_give_the_bits_of_dense_copies()
    {
        Tensor<int> all = Numbers.Tensor([.. Enumerable.Range(0, 64).Select(i => i % 10)], 32, 2);
        Tensor<int> view = Tensor.SqueezeDimension(all[.., 1..2], 1), dense = Numbers.Tensor(Numbers.Elements(view), 32);
        Assert.False(view.IsDense);
        SmallClassifier a = new(seed: 1), b = new(seed: 1);

        a.LossGradient(Data.Floats(1, 32, 64), dense);
        b.LossGradient(Data.Floats(1, 32, 64), view);

        Assert.Equal(Data.Bits(a.Parameters.Gradients), Data.Bits(b.Parameters.Gradients));
    }

    // Refused; the parameters and the gradients keep their bits, and training goes on as if the call had not been: so does the optimizer's state.
    private static void Refused<TException>(Action<Trained> call, params string[] words)
        where TException : Exception
    {
        Trained disturbed = new(), undisturbed = new();
        int[] values = Data.Bits(disturbed.Parameters.Values), gradients = Data.Bits(disturbed.Parameters.Gradients);
        float norm = disturbed.Parameters.GradientNorm;

        string message = Assert.Throws<TException>(() => call(disturbed)).Message;

        foreach (string word in words)
            Assert.Contains(word, message, StringComparison.Ordinal);
        Assert.Equal(norm, disturbed.Parameters.GradientNorm);
        Assert.Equal(gradients, Data.Bits(disturbed.Parameters.Gradients));
        Assert.Equal(values, Data.Bits(disturbed.Parameters.Values));
        disturbed.Step();
        undisturbed.Step();
        Assert.Equal(Data.Bits(undisturbed.Parameters.Values), Data.Bits(disturbed.Parameters.Values));
    }

    /// <summary>A model after a step, with its optimizer.</summary>
    private sealed class Trained
    {
        private readonly SmallClassifier _model = new(seed: 1);

        public Trained() => Step();

        public Optimizer Rule { get; } = new Adam();

        public ParameterSet Parameters => _model.Parameters;

        public void Step() => _model.TrainStep(Data.Floats(9, 16, 64), Data.Labels(9, 16, 10), Rule);

        public StepReport TrainStep(in ReadOnlyTensorSpan<float> images, in ReadOnlyTensorSpan<int> labels, Optimizer rule) => _model.TrainStep(images, labels, rule);

        public float LossGradient(in ReadOnlyTensorSpan<float> images, in ReadOnlyTensorSpan<int> labels) => _model.LossGradient(images, labels);
    }
}
