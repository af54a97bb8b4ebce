namespace AutoGrad.Tests.Models;

/// <summary>The parameters of layers: parts of their model's block.</summary>
public class ParameterPartsTests
{
    // As generated code declares a model of one parameter, a layer in a layer, and a stack of two.
    private static readonly ParameterDefinition[] s_definitions =
    [
        new("W", [3], Init.Ones),
        new("Net.Head.Kernel", [2, 2], Init.Normal, 1, Sets.Clip(NormClip.Parameter, 0.5f)),
        new("Net.Head.Bias", [2], Init.Ones),
        .. ParameterDefinition.Copies("Hidden.*.Kernel", [2], [2, 2], Init.Normal, 1, Sets.Clip(NormClip.Global)),
        .. ParameterDefinition.Copies("Hidden.*.Bias", [2], [2], Init.Ones, 2, default),
    ];

    [Fact]
    public void Copies_are_defined_in_the_order_of_memory()
    {
        Assert.Equal(
            ["A.0.B.0.C", "A.0.B.1.C", "A.0.B.2.C", "A.1.B.0.C", "A.1.B.1.C", "A.1.B.2.C"],
            ParameterDefinition.Copies("A.*.B.*.C", [2, 3], [4], Init.Zeros, 1, default).Select(d => d.Name));
        Assert.All(ParameterDefinition.Copies("A.*.C", [2], [4, 5], Init.Normal, 3, Sets.Clip(NormClip.Global)), d =>
        {
            Assert.Equal<nint>([4, 5], d.Lengths);
            Assert.Equal((Init.Normal, 3f, Sets.Clip(NormClip.Global)), (d.Init, d.Scale, d.Policy));
        });
    }

    [Fact]
    public void A_part_has_the_names_of_its_layer_and_the_memory_of_the_model()
    {
        ParameterSet model = Create(), net = model.Part("Net"), head = net.Part("Head"), second = model.Part("Hidden", 1);
        Assert.Equal(["Head.Kernel", "Head.Bias"], net.Select(p => p.Name));
        Assert.Equal(["Kernel", "Bias"], head.Select(p => p.Name));
        Assert.Equal(["Kernel", "Bias"], second.Select(p => p.Name));
        head["Kernel"].Value[1, 0] = 42;
        second["Bias"].Value[1] = 43;
        Assert.Equal(42, model["Net.Head.Kernel"].Value[1, 0]);
        Assert.Equal(42, net["Head.Kernel"].Value[1, 0]);
        Assert.Equal(43, model["Hidden.1.Bias"].Value[1]);
        Assert.Equal(model["Net.Head.Kernel"].Policy, head["Kernel"].Policy);
        Assert.Same(model["Hidden.1.Bias"].Value, second.Value(1));
    }

    [Fact]
    public void The_block_of_a_part_starts_at_its_first_parameter()
    {
        ParameterSet model = Create();
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(ref model.Part("Net").ValueBlock, ref System.Runtime.CompilerServices.Unsafe.Add(ref model.ValueBlock, 3)));
        Assert.Equal(Sets.Read(model.Values)[3..9], Sets.Read(model.Part("Net").Values));
    }

    [Fact]
    public void A_layer_of_a_stack_gives_its_values_one_after_the_other()
    {
        ParameterSet model = Create(), second = model.Part("Hidden", 1);
        float[] expected = [.. model["Hidden.1.Kernel"].Numbers(), .. model["Hidden.1.Bias"].Numbers()];
        for (int change = 0; change < 2; change++)
        {
            Assert.Equal(expected, second.ValueSpan().ToArray());
            model["Hidden.1.Bias"].Value[0] = expected[4] = 7;
        }

        Assert.Contains("'Hidden.1' is one layer of a stack", Assert.Throws<InvalidOperationException>(() => second.Values).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => second.Gradients);
    }

    [Fact]
    public void First_values_of_a_part_are_those_of_the_model()
    {
        ParameterSet model = Create(), other = Create();
        other.Initialize(9);
        foreach (ParameterSet part in (ParameterSet[])[model.Part("Net"), model.Part("Hidden", 0), model.Part("Hidden", 1)])
            part.Initialize(9);
        Assert.Equal(Sets.Read(other.Values)[3..], Sets.Read(model.Values)[3..]);
        Assert.Equal([2, 2], Create().Part("Hidden", 1)["Bias"].Numbers());
    }

    [Fact]
    public void Gradients_of_a_part_are_those_of_the_step_with_every_clip()
    {
        ParameterSet model = Create();
        model.Finish([.. Enumerable.Range(1, (int)model.Values.FlattenedLength)]);
        ParameterSet head = model.Part("Net").Part("Head");
        float norm = MathF.Sqrt(16 + 25 + 36 + 49), scale = 0.5f / norm;
        Assert.Equal([4 * scale, 5 * scale, 6 * scale, 7 * scale], head["Kernel"].GradientNumbers().Select(g => MathF.Round(g, 6)), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(Sets.Read(model.Gradients)[3..9], Sets.Read(head.Gradients));
        Assert.Equal(MathF.Sqrt(16 + 25 + 36 + 49 + 64 + 81), head.GradientNorm, 1e-4f);
        head.ZeroGradients();
        Assert.Equal(0, head.GradientNorm);
        Assert.Equal([0, 0], model["Net.Head.Bias"].GradientNumbers());
        Assert.Equal([1, 2, 3], model["W"].GradientNumbers());
    }

    [Fact]
    public void A_part_is_saved_and_loaded_under_its_own_names()
    {
        ParameterSet model = Create(), other = Create();
        model.Initialize(5);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Part("Hidden", 1).Save(path);
            other.Part("Hidden", 0).Load(path);
            Assert.Equal(model["Hidden.1.Kernel"].Numbers(), other["Hidden.0.Kernel"].Numbers());
            Assert.NotEqual(model["Hidden.1.Kernel"].Numbers(), other["Hidden.1.Kernel"].Numbers());
            Assert.Throws<InvalidDataException>(() => other.Part("Net").Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_part_is_not_trained_by_itself()
    {
        ParameterSet part = Create().Part("Net");
        Assert.Equal("Training is the whole model's: 'Net' is a part of one.", Assert.Throws<InvalidOperationException>(() => part.GradientBlock).Message);
        Assert.Throws<InvalidOperationException>(() => part.Complete(0, 0, [0, 0], [0, 0]));
        Assert.Throws<InvalidOperationException>(() => new Sgd(0.1f).Update(part));
    }

    [Fact]
    public void Parameters_that_a_layer_does_not_declare_are_refused()
    {
        ParameterSet part = Create().Part("Net");
        part.Require(new ParameterDefinition("Head.Kernel", [2, 2], Init.Zeros), new ParameterDefinition("Head.Bias", [2]));
        Assert.Contains("The layer 'Net' declares Head.Kernel [2, 3] where its owner was compiled with Head.Kernel [2, 2]", Message([new("Head.Kernel", [2, 3]), new("Head.Bias", [2])]), StringComparison.Ordinal);
        Assert.Contains("declares nothing where its owner was compiled with Head.Bias [2]", Message([new("Head.Kernel", [2, 2])]), StringComparison.Ordinal);
        Assert.Contains("declares More [1] where its owner was compiled with nothing", Message([new("Head.Kernel", [2, 2]), new("Head.Bias", [2]), new("More", [1])]), StringComparison.Ordinal);

        string Message(ParameterDefinition[] definitions) => Assert.Throws<InvalidOperationException>(() => part.Require(definitions)).Message;
    }

    private static ParameterSet Create()
    {
        var set = new ParameterSet(s_definitions);
        set.Initialize(1);
        return set;
    }
}
