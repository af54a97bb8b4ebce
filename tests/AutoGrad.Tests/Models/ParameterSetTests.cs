using System.Runtime.CompilerServices;

namespace AutoGrad.Tests.Models;

public sealed class ParameterSetTests
{
    [Fact]
    public unsafe void Blocks_start_on_a_cache_line()
    {
        foreach (int length in new[] { 1, 7, 64, 1000 })
        {
            ParameterSet set = Sets.Vectors(default, length);
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref set.ValueBlock) % 64);
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref set.GradientBlock) % 64);
        }
    }

    [Fact]
    public void Parameters_follow_each_other_without_gaps_in_the_order_of_declaration()
    {
        var set = new ParameterSet(new("W", [2, 3]), new("B", [3]), new("K", [2, 1, 2]));
        for (int i = 0; i < set.Length; i++)
            set.ValueSpan()[i] = i;
        Assert.Equal(13, set.Length);
        Assert.Equal([0, 1, 2, 3, 4, 5], set["W"].Numbers());
        Assert.Equal([6, 7, 8], set["B"].Numbers());
        Assert.Equal([9, 10, 11, 12], set[2].Numbers());
        Assert.Equal(5, set["W"].Value[1, 2]);
        Assert.Equal(["W", "B", "K"], set.Select(parameter => parameter.Name));
        Assert.Equal(["W [2, 3]", "B [3]", "K [2, 1, 2]"], set.Select(parameter => parameter.ToString()));
    }

    [Fact]
    public void Views_share_the_memory_of_the_block()
    {
        ParameterSet set = Sets.Vectors(default, 2, 3);
        set["P1"].Value[1] = 5;
        set["P1"].Gradient[2] = 7;
        Assert.Equal([0, 0, 0, 5, 0], Sets.Read(set.Values));
        Assert.Equal([0, 0, 0, 0, 7], Sets.Read(set.Gradients));
        set.Values[0] = 9;
        Assert.Equal(9, set[0].Value[0]);
    }

    [Fact]
    public void A_view_is_the_same_object_at_each_call()
    {
        ParameterSet set = Sets.Vectors(default, 2, 3);
        Assert.Same(set.Value(1), set["P1"].Value);
        Assert.Same(set["P1"].Gradient, set["P1"].Gradient);
        Assert.Same(set.Values, set.Values);
        Assert.Same(set.Gradients, set.Gradients);
    }

    [Fact]
    public void A_model_may_have_no_parameters()
    {
        var set = new ParameterSet();
        set.Initialize(1);
        set.ZeroGradients();
        Assert.Empty(set);
        Assert.Equal(0, set.Values.FlattenedLength);
        StepReport report = set.Complete(2, 2, [], []);
        Assert.Equal(new StepReport(2, 2, 0, 1, true), report);
        new Sgd(0.1f, 0.9f).Update(set);
    }

    [Fact]
    public void A_definition_has_the_properties_it_was_given()
    {
        GradientPolicy policy = Sets.Clip(NormClip.Parameter, 2, 0.5f);
        var set = new ParameterSet(new ParameterDefinition("Frozen", [4, 2], Policy: policy, IsTrainable: false));
        Assert.Equal([4, 2], set[0].Lengths.ToArray());
        Assert.Equal(policy, set[0].Policy);
        Assert.False(set[0].IsTrainable);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => Sets.Vectors(default, 1, 2)["Kernel"]);
        Assert.Equal("There is no parameter 'Kernel'; there are P0, P1.", error.Message);
    }

    [Theory]
    [InlineData("", "Parameter 0 has no name.")]
    [InlineData("__metadata__", "No parameter may be named '__metadata__'")]
    public void Names_that_cannot_be_stored_are_refused(string name, string message)
        => Refuses(message, new ParameterDefinition(name, [1]));

    [Fact]
    public void Definitions_that_cannot_be_laid_out_are_refused_by_name()
    {
        Refuses("There are two parameters of the name 'W'", new("W", [1]), new("W", [2]));
        Refuses("Parameter 'W' must have at least one axis", new ParameterDefinition("W", []));
        Refuses("Parameter 'W' must have at least one axis", new ParameterDefinition("W", default));
        Refuses("but its lengths are [3, 0]", new ParameterDefinition("W", [3, 0]));
        Refuses("Parameter 'W' with lengths [1000000, 1000000] has more elements", new ParameterDefinition("W", [1_000_000, 1_000_000]));
        Refuses("Up to parameter 'V' the model has more elements", new("W", [2_000_000_000]), new("V", [2_000_000_000]));
        Refuses("Parameter 'W' has one axis; Init.Orthogonal needs two", new ParameterDefinition("W", [3], Init.Orthogonal));
        Refuses("Parameter 'W' has the initialiser 99", new ParameterDefinition("W", [3], (Init)99));
        Refuses("The scale of parameter 'W' must be finite but is NaN", new ParameterDefinition("W", [3], Scale: float.NaN));
    }

    [Fact]
    public void Policies_that_no_clip_can_use_are_refused_by_name()
    {
        foreach (float threshold in new[] { 0, -1, float.NaN, float.PositiveInfinity })
            Refuses("The norm clip of parameter 'W' must have a finite threshold above 0", Clipped(Sets.Clip(NormClip.Global, threshold)));
        foreach (float value in new[] { -1, float.NaN, float.PositiveInfinity })
        {
            Refuses("The value clip's threshold of parameter 'W'", Clipped(new(NormClip.None, 0, value, 0, 0)));
            Refuses("The L1 penalty's factor of parameter 'W'", Clipped(new(NormClip.None, 0, 0, value, 0)));
            Refuses("The L2 penalty's factor of parameter 'W'", Clipped(new(NormClip.None, 0, 0, 0, value)));
        }

        Refuses("norm clip 9, which does not exist", Clipped(new((NormClip)9, 1, 0, 0, 0)));

        static ParameterDefinition Clipped(GradientPolicy policy) => new("W", [1], Policy: policy);
    }

    [Fact]
    public void ZeroGradients_also_drops_pending_clips()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter), 2);
        set.Finish(30, 40);
        set.ZeroGradients();
        set.RawGradients().Fill(2);
        Assert.Equal(0, set.GradientNorm);
        Assert.Equal([2, 2], set["P0"].GradientNumbers());
    }

    private static void Refuses(string message, params ParameterDefinition[] definitions)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ParameterSet(definitions));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
