using System.Globalization;

namespace AutoGrad;

/// <summary>
/// A training run in a file, whole: parameters, states, the random numbers' place, what the optimizer and its clip remember, the learning rate, a
/// reduction on plateaus, an average of weights, and how many steps were made. A run that is continued from it takes the same steps as one that was
/// never interrupted, bit for bit. Settings are not in it: make the model and the optimizer as before, then load.
/// </summary>
/// <example>
/// <code>
/// var checkpoint = new Checkpoint(model.Parameters, optimizer);
/// if (File.Exists("run.safetensors"))
///     checkpoint.Load("run.safetensors");
/// while (checkpoint.Step &lt; steps)
/// {
///     optimizer.LearningRate = schedule.Rate(checkpoint.Step);
///     model.TrainStep(x, y, optimizer);
///     if (++checkpoint.Step % 1000 == 0)
///         checkpoint.Save("run.safetensors");
/// }
/// </code>
/// </example>
public sealed class Checkpoint
{
    private const string Format = "AutoGrad checkpoint 1";

    private readonly ParameterSet parameters;
    private readonly Optimizer optimizer;
    private long step;

    /// <summary>Makes a checkpoint of a run; nothing is written or read yet.</summary>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <exception cref="InvalidOperationException">The parameters are those of a layer.</exception>
    public Checkpoint(ParameterSet parameters, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        parameters.RequireWhole();
        (this.parameters, this.optimizer) = (parameters, optimizer);
    }

    /// <summary>How many steps were made; the run counts them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Step
    {
        get => step;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            step = value;
        }
    }

    /// <summary>What lowers the learning rate on plateaus; null for nothing.</summary>
    public ReduceOnPlateau? Plateau { get; init; }

    /// <summary>The average of the weights; null for none.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>Writes the run as it is. An older file of that path stays whole until the new one is complete.</summary>
    /// <param name="path">The file, in safetensors: other programs find the model's tensors in it under names that begin with <c>model.</c></param>
    /// <exception cref="InvalidOperationException">The model has the average of its weights at the moment.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Average is { IsSwapped: true })
            throw new InvalidOperationException("The model has the average of its weights at the moment: call Swap() once more before saving.");
        OptimizerState state = optimizer.GetState();
        List<NamedValues> tensors = [.. parameters.Contents().Select(Prefixed), new("optimizer", [state.Elements.Length], state.Elements)];
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
            ["learning_rate"] = optimizer.LearningRate.ToString("R", CultureInfo.InvariantCulture),
            ["optimizer"] = state.Rule,
            ["optimizer.numbers"] = Text(state.Numbers),
            ["clip"] = state.Clip,
            ["clip.numbers"] = Text(state.ClipNumbers),
        };
        if (Plateau is not null)
            metadata["plateau"] = Text(Plateau.Numbers);
        if (Average is not null)
        {
            float[] average = Average.Values;
            tensors.Add(new NamedValues("average", [average.Length], average));
            metadata["average"] = Average.Updates.ToString(CultureInfo.InvariantCulture);
        }

        SafeTensorsFile.Write(path, tensors, metadata);
    }

    /// <summary>Takes over a run. Everything is checked and read before anything changes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model, optimizer, plateau or average; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has trained another model before, or the model has the average of its weights at the moment.</exception>
    public void Load(string path)
    {
        if (Average is { IsSwapped: true })
            throw new InvalidOperationException("The model has the average of its weights at the moment: call Swap() once more before loading.");
        using TensorFile file = TensorFile.Open(path);
        try
        {
            var metadata = new CheckpointMetadata(file.Metadata);
            if (metadata["format"] != Format)
                throw new InvalidDataException($"it is no checkpoint but '{metadata["format"]}'");
            metadata.RequireSame("plateau", Plateau is not null);
            metadata.RequireSame("average", Average is not null);
            NamedValues[] contents = parameters.Contents();
            RequireNames(file, [.. contents.Select(tensor => Prefixed(tensor).Name), "optimizer", .. Average is null ? [] : (string[])["average"]]);
            foreach (NamedValues tensor in contents)
                Require(file, Prefixed(tensor).Name, tensor.Lengths);
            var state = new OptimizerState(metadata["optimizer"], metadata["clip"], file.ReadElements("optimizer"), metadata.Numbers("optimizer.numbers"), metadata.Numbers("clip.numbers"));
            float rate = metadata.Rate("learning_rate");
            long steps = metadata.Count("step");
            CheckOptimizer(state);
            double[] plateau = Plateau is null ? [] : metadata.Numbers("plateau");
            if (Plateau is not null && !ReduceOnPlateau.Accepts(plateau))
                throw new InvalidDataException("what it says of the plateau is damaged");
            if (Average is not null)
                Require(file, "average", [parameters.Length]);
            (float[] Values, long Updates) average = Average is null ? ([], 0) : (file.ReadElements("average"), metadata.Count("average"));
            Action accept = parameters.Check([.. contents.Select(tensor => file.ReadElements(Prefixed(tensor).Name))]);

            accept();
            optimizer.SetState(state, parameters);
            optimizer.LearningRate = rate;
            step = steps;
            if (Plateau is not null)
                Plateau.Numbers = plateau;
            Average?.Restore(average.Values, average.Updates);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private void CheckOptimizer(OptimizerState state)
    {
        try
        {
            optimizer.CheckState(state, parameters);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static NamedValues Prefixed(NamedValues tensor) => tensor with { Name = "model." + tensor.Name };

    private static void RequireNames(TensorFile file, string[] names)
    {
        if (names.FirstOrDefault(name => !file.Has(name)) is { } missing)
            throw new InvalidDataException($"it has no tensor '{missing}'");
        if (file.Names.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"the run has nothing that tensor '{unknown}' could be");
    }

    private static void Require(TensorFile file, string name, nint[] lengths)
    {
        if (file.ElementTypeOf(name) != "F32")
            throw new InvalidDataException($"tensor '{name}' must have dtype F32 but has {file.ElementTypeOf(name)}");
        if (!file.LengthsOf(name).SequenceEqual(lengths.Select(length => (long)length)))
            throw new InvalidDataException($"tensor '{name}' must have lengths [{string.Join(", ", lengths)}] but has [{string.Join(", ", file.LengthsOf(name))}]");
    }

    private static string Text(double[] numbers) => string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
