using System.Numerics.Tensors;
using AutoGrad.Tests.Functions;

namespace AutoGrad.Tests.Models;

public sealed class StateTensorTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_layer_of_a_stack_sees_its_own_copy_in_the_owners_memory()
    {
        ParameterSet set = Declared();
        StateTensor all = set.State(1), second = set.Part("Hidden", 1).State(0);
        Assert.Equal("Mean", second.Definition.Name);
        second.Set(Tensor.Create(new[] { 7f, 8 }, [2]));
        Assert.Equal([2f, 2, 7, 8, 2, 2], Samples.Elements(all.Value));
        all.Next = 5;
        all.Commit();
        Assert.Equal([5f, 0], Samples.Elements(set.Part("Hidden", 0).State(0).Value));
        set.ResetState();
        Assert.All(Samples.Elements(all.Value), v => Assert.Equal(2, v));
    }

    [Fact]
    public void What_was_read_stays_when_the_state_is_set()
    {
        StateTensor state = Declared().State(0);
        Tensor<float> before = state.Value;
        state.Set(Tensor.Create(new[] { 1f, 2, 3 }, [3]));
        Assert.Equal([0f, 0, 0], Samples.Elements(before));
        Assert.Equal([1f, 2, 3], Samples.Elements(state.Value));
        Assert.Contains("Own has lengths [3] and cannot take lengths [2]", Assert.Throws<ArgumentException>(() => state.Set(Tensor.Create(new[] { 1f, 2 }, [2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_holds_states_and_what_is_drawn_next()
    {
        ParameterSet saved = Declared(), loaded = Declared();
        saved.Initialize(-5);
        saved.State(1).Next = 4;
        saved.State(1).Commit();
        for (int i = 0; i < 3; i++)
            saved.Draws.Advance();
        saved.Save(file);
        loaded.Load(file);
        Assert.Equal(Samples.Elements(saved.State(1).Value), Samples.Elements(loaded.State(1).Value));
        Assert.Equal((-5, 3L), (loaded.Draws.Seed, loaded.Draws.Step));
        Assert.Equal(Samples.Elements(saved.Draws.Uniform(9)), Samples.Elements(loaded.Draws.Uniform(9)));
    }

    [Fact]
    public void A_file_without_a_state_is_refused_and_changes_nothing()
    {
        new ParameterSet(new ParameterDefinition("W", [2]), new ParameterDefinition("Hidden.0.W", [1]), new ParameterDefinition("Hidden.1.W", [1])).Save(file);
        ParameterSet set = Declared();
        Assert.Contains("it has no tensor 'Own', 'Hidden.0.Mean'", Assert.Throws<InvalidDataException>(() => set.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_was_compiled_anew_with_other_state_is_named()
    {
        ParameterSet part = Declared().Part("Hidden", 0);
        part.RequireStates(new StateDefinition("Mean", [], [2], 2));
        Assert.Contains(
            "The layer 'Hidden.0' declares Mean [3] where its owner was compiled with Mean [2]",
            Assert.Throws<InvalidOperationException>(() => part.RequireStates(new StateDefinition("Mean", [], [3], 2))).Message,
            StringComparison.Ordinal);
    }

    private static ParameterSet Declared()
    {
        var set = new ParameterSet(new ParameterDefinition("W", [2]), new ParameterDefinition("Hidden.0.W", [1]), new ParameterDefinition("Hidden.1.W", [1]));
        set.Declare(isDrawing: true, new StateDefinition("Own", [], [3]), new StateDefinition("Hidden.*.Mean", [3], [2], 2));
        return set;
    }
}
