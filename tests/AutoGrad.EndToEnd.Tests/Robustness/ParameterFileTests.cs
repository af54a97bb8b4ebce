using AutoGrad.EndToEnd.Tests.Training;

namespace AutoGrad.EndToEnd.Tests.Robustness;

/// <summary>Parameters in files: a model takes its own, and another's changes nothing.</summary>
public sealed class ParameterFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parameters-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_loads_what_another_of_its_class_saved()
    {
        SmallClassifier saved = new(seed: 1), loaded = new(seed: 2);
        saved.TrainStep(Data.Floats(1, 8, 64), Data.Labels(1, 8, 10), new Adam());

        saved.Parameters.Save(File("model"));
        loaded.Parameters.Load(File("model"));

        Assert.Equal(Data.Bits(saved.Parameters.Values), Data.Bits(loaded.Parameters.Values));
    }

    [Fact]
    public void The_parameters_of_another_model_are_refused_and_nothing_changes()
    {
        new WideClassifier(seed: 1).Parameters.Save(File("wide"));
        new Attention(seed: 1).Parameters.Save(File("attention"));

        string wide = Refused(File("wide")), attention = Refused(File("attention"));
        Assert.True(wide.Contains("W1", StringComparison.Ordinal) || wide.Contains("W3", StringComparison.Ordinal), wide);
        Assert.True(attention.Contains("W1", StringComparison.Ordinal) || attention.Contains("QueryKeyValue", StringComparison.Ordinal), attention);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_file_that_was_cut_short_is_refused_and_nothing_changes(int length)
    {
        new SmallClassifier(seed: 5).Parameters.Save(File("model"));
        byte[] all = System.IO.File.ReadAllBytes(File("model"));
        System.IO.File.WriteAllBytes(File("cut"), all[..(length < 0 ? all.Length + length : length)]);

        Refused(File("cut"));
    }

    [Fact]
    public void A_file_that_is_something_else_is_refused_and_nothing_changes()
    {
        System.IO.File.WriteAllText(File("text"), "These are no parameters, but a text of some length; it goes on for a while.");

        Refused(File("text"));
    }

    private string File(string name) => Path.Combine(_folder, name + ".safetensors");

    private static string Refused(string path)
    {
        var model = new SmallClassifier(seed: 2);
        model.LossGradient(Data.Floats(1, 8, 64), Data.Labels(1, 8, 10));
        int[] values = Data.Bits(model.Parameters.Values), gradients = Data.Bits(model.Parameters.Gradients);

        string message = Assert.Throws<InvalidDataException>(() => model.Parameters.Load(path)).Message;

        Assert.Equal(values, Data.Bits(model.Parameters.Values));
        Assert.Equal(gradients, Data.Bits(model.Parameters.Gradients));
        return message;
    }
}
