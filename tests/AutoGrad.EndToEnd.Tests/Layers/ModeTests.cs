using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.EndToEnd.Tests.Training;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Training and inference, state in layers, and random numbers, in a model with layers, a stack and a loop.</summary>
[Collection(nameof(Alone))]
public sealed class ModeTests : IDisposable
{
    private static readonly Tensor<float> s_x = Data.Floats(1, 5, 6), s_y = Data.Floats(2, 5, 2);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_step_trains_as_the_method_as_written_does_where_IsTraining_is_set()
    {
        NoisyNet written = new(6, seed: 3), fused = new(6, seed: 3);
        written.IsTraining = true;
        for (int step = 0; step < 3; step++)
        {
            Close.Assert(written.Loss(s_x, s_y), fused.LossGradient(s_x, s_y), 1e-5, 1, "the loss");
            written.Parameters.Draws.Advance();
            foreach ((StateTensor e, StateTensor found) in States(written).Zip(States(fused)))
                Close.Assert(Doubles(e.Value), Doubles(found.Value), 1e-5, e.Definition.Name);
        }

        Assert.Equal(3, fused.Parameters.Draws.Step);
    }

    [Fact]
    public void What_has_a_destination_infers_and_leaves_everything_as_it_was()
    {
        var model = new NoisyNet(6, seed: 3);
        model.LossGradient(s_x, s_y);
        double[] before = StateOf(model);
        Tensor<float> destination = Zeros<float>(5, 2);
        model.IsTraining = true; // it does not look here
        model.Predict(s_x, destination);
        model.IsTraining = false;
        Close.Assert(Doubles(model.Predict(s_x)), Doubles(destination), 1e-5, "the prediction");
        Assert.Equal(before, StateOf(model));
        Assert.Equal(1, model.Parameters.Draws.Step);
    }

    [Fact]
    public void The_mode_of_a_model_is_that_of_its_layers()
    {
        var model = new NoisyNet(6) { IsTraining = true };
        Assert.True(model.First.IsTraining && model.Rest[2].IsTraining);
        model.IsTraining = false;
        Assert.False(model.First.IsTraining || model.Rest[2].IsTraining);
    }

    [Fact]
    public void The_state_of_layers_has_dotted_names_and_one_tensor_for_each_layer_of_a_stack()
    {
        var model = new NoisyNet(6, seed: 3);
        Assert.Equal(["First.Running", "Rest.*.Running", "Each.Running"], States(model).Select(s => s.Definition.Name));
        model.Rest[1].Running = Full(5f, 6);
        Assert.All(Numbers.Elements(model.Rest[0].Running), v => Assert.Equal(1, v));
        Assert.All(Numbers.Elements(model.Rest[1].Running), v => Assert.Equal(5, v));
        model.LossGradient(s_x, s_y);
        Assert.NotEqual(Numbers.Elements(model.Rest[0].Running), Numbers.Elements(model.Rest[2].Running));
        model.ResetState();
        Assert.All(StateOf(model), v => Assert.Equal(1, v));
    }

    [Fact]
    public void Gradients_agree_with_differences_of_the_same_draws()
    {
        var model = new NoisyNet(6, seed: 3);
        model.LossGradient(s_x, s_y);
        double[] before = StateOf(model);
        // Nine layers deep the smallest gradients are 1e-12, which is what is left of the differences' rounding.
        Assert.InRange(GradientCheck.Run(model, s_x, s_y).MaxRelativeError, 0, 1e-5);
        Assert.Equal(before, StateOf(model));
    }

    [Fact]
    public void A_step_that_fails_or_is_skipped_leaves_state_and_draws_as_they_were()
    {
        var model = new NoisyNet(6, seed: 3);
        model.TrainStep(s_x, s_y, new Sgd(0.1f));
        double[] before = StateOf(model);
        Assert.Throws<ArgumentException>(() => model.TrainStep(s_x, Data.Floats(2, 4, 2), new Sgd(0.1f)));
        Tensor<float> nan = Data.Floats(1, 5, 6);
        nan[2, 3] = float.NaN;
        Assert.False(model.TrainStep(nan, s_y, new Sgd(0.1f)).IsFinite);
        Assert.Equal(before, StateOf(model));
        Assert.Equal(1, model.Parameters.Draws.Step);
    }

    [Fact]
    public void A_file_holds_state_and_draws_so_that_training_goes_on_as_if_it_had_not_stopped()
    {
        NoisyNet model = new(6, seed: 3), resumed = new(6, seed: 99);
        for (int step = 0; step < 3; step++)
            model.TrainStep(s_x, s_y, new Sgd(0.1f));
        model.Parameters.Save(_file);
        resumed.Parameters.Load(_file);
        Assert.Equal(StateOf(model), StateOf(resumed));
        for (int step = 0; step < 3; step++)
            Assert.Equal(model.TrainStep(s_x, s_y, new Sgd(0.1f)).Loss, resumed.TrainStep(s_x, s_y, new Sgd(0.1f)).Loss);
        Assert.Equal(Data.Bits(model.Parameters.Values), Data.Bits(resumed.Parameters.Values));
        Assert.Equal(StateOf(model), StateOf(resumed));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var runs = new List<int[]>();
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var set = new Threads(threads);
            var model = new Drawing(seed: 5);
            model.LossGradient(Ones<float>(300_001));
            runs.Add(Data.Bits(model.Parameters.Gradients));
        }

        Assert.All(runs, r => Assert.Equal(runs[0], r));
        Assert.NotEqual(runs[0], Data.Bits(Gradient(new Drawing(seed: 6))));
    }

    [Fact]
    public void Iterations_draw_differently_and_as_the_method_as_written()
    {
        var model = new Drawing(seed: 5);
        Tensor<float> rows = Zeros<float>(3, 40), expected = model.Counted(Ones<float>(3));
        model.Counted(Ones<float>(3), rows);
        Assert.Equal(Numbers.Elements(expected), Numbers.Elements(rows));
        Assert.Equal(120, Numbers.Elements(rows).Distinct().Count());
        model.Parameters.Draws.Restart();
        foreach (int least in (int[])[1, 2, 6])
        {
            Tensor<float> written = model.Open(Zeros<float>(40), least), fused = Zeros<float>(40);
            model.Open(Zeros<float>(40), least, fused);
            Close.Assert(Doubles(written), Doubles(fused), 1e-6, "the sum");
        }
    }

    [Fact]
    public void Steps_and_draws_and_seeds_share_no_numbers()
    {
        var seen = new HashSet<float>();
        int count = 0;
        for (int seed = 0; seed < 2; seed++)
        {
            var model = new Drawing(seed);
            for (int step = 0; step < 3; step++, model.Parameters.Draws.Advance())
            {
                for (int draw = 0; draw < 2; draw++, count += 50)
                    seen.UnionWith(Numbers.Elements(model.Parameters.Draws.Uniform(50)));
            }
        }

        Assert.Equal(count, seen.Count);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var model = new NoisyNet(6, seed: 3);
        var optimizer = new Adam();
        Allocation.AssertNone(() => model.TrainStep(s_x, s_y, optimizer));
    }

    private static Tensor<float> Gradient(Drawing model)
    {
        model.LossGradient(Ones<float>(300_001));
        return model.Parameters.Gradients;
    }

    private static IEnumerable<StateTensor> States(NoisyNet model) => Enumerable.Range(0, 3).Select(model.Parameters.State);

    private static double[] StateOf(NoisyNet model) => [.. States(model).SelectMany(s => Doubles(s.Value))];

    private static double[] Doubles(Tensor<float> tensor) => Array.ConvertAll(Numbers.Elements(tensor), v => (double)v);
}
