namespace AutoGrad;

/// <content>Whole layers as PyTorch names and orders them.</content>
public sealed partial class WeightMap
{
    /// <summary><c>torch.nn.Linear</c> becomes a <see cref="Layers.Dense"/>.</summary>
    /// <param name="source">The layer's name in the file.</param>
    /// <param name="target">The layer's name in the model; empty for the model itself.</param>
    public void AddDense(string source, string target)
    {
        Add($"{source}.weight", Dotted(target, "Kernel"), WeightOrder.Transposed);
        Add($"{source}.bias", Dotted(target, "Bias"));
    }

    /// <summary><c>torch.nn.Embedding</c> becomes a <see cref="Layers.Embedding"/>.</summary>
    /// <inheritdoc cref="AddDense"/>
    public void AddEmbedding(string source, string target) => Add($"{source}.weight", Dotted(target, "Table"));

    /// <summary><c>torch.nn.Conv1d</c> and <c>Conv2d</c> become the convolutions of the same names, whose kernels have the same order.</summary>
    /// <inheritdoc cref="AddDense"/>
    public void AddConvolution(string source, string target)
    {
        Add($"{source}.weight", Dotted(target, "Kernel"));
        Add($"{source}.bias", Dotted(target, "Bias"));
    }

    /// <summary><c>torch.nn.LayerNorm</c> and <c>GroupNorm</c> become the layers of the same names.</summary>
    /// <inheritdoc cref="AddDense"/>
    public void AddNorm(string source, string target)
    {
        Add($"{source}.weight", Dotted(target, "Scale"));
        Add($"{source}.bias", Dotted(target, "Offset"));
    }

    /// <summary>
    /// <c>torch.nn.BatchNorm1d</c> and <c>BatchNorm2d</c> become a <see cref="Layers.BatchNorm"/>, with their running mean and variance; how many batches
    /// they counted is not needed.
    /// </summary>
    /// <inheritdoc cref="AddDense"/>
    public void AddBatchNorm(string source, string target)
    {
        AddNorm(source, target);
        Add($"{source}.running_mean", Dotted(target, "RunningMean"));
        Add($"{source}.running_var", Dotted(target, "RunningVariance"));
        Ignore($"{source}.num_batches_tracked");
    }

    /// <summary><c>torch.nn.MultiheadAttention</c> becomes the layer of multi-head attention: queries, keys and values side by side, head after head.</summary>
    /// <inheritdoc cref="AddDense"/>
    public void AddAttention(string source, string target)
    {
        Add($"{source}.in_proj_weight", Dotted(target, "QueryKeyValue"), WeightOrder.Transposed);
        Add($"{source}.in_proj_bias", Dotted(target, "QueryKeyValueBias"));
        Add($"{source}.out_proj.weight", Dotted(target, "Output"), WeightOrder.Transposed);
        Add($"{source}.out_proj.bias", Dotted(target, "OutputBias"));
    }

    /// <summary>One layer of <c>torch.nn.RNN</c> becomes a <see cref="Layers.Rnn"/>, whose one bias is the sum of the two.</summary>
    /// <param name="source">The layer's name in the file.</param>
    /// <param name="target">The layer's name in the model; empty for the model itself.</param>
    /// <param name="layer">Which of its layers, from 0.</param>
    /// <param name="reverse">Whether the direction from the end to the beginning is meant.</param>
    public void AddRnn(string source, string target, int layer = 0, bool reverse = false)
    {
        string suffix = AddKernels(source, target, layer, reverse);
        AddSum($"{source}.bias_ih_{suffix}", $"{source}.bias_hh_{suffix}", Dotted(target, "Bias"));
    }

    /// <summary>One layer of <c>torch.nn.LSTM</c> becomes a <see cref="Layers.Lstm"/>, whose one bias is the sum of the two.</summary>
    /// <inheritdoc cref="AddRnn"/>
    public void AddLstm(string source, string target, int layer = 0, bool reverse = false) => AddRnn(source, target, layer, reverse);

    /// <summary>One layer of <c>torch.nn.GRU</c> becomes a <see cref="Layers.Gru"/>, which has two biases too.</summary>
    /// <inheritdoc cref="AddRnn"/>
    public void AddGru(string source, string target, int layer = 0, bool reverse = false)
    {
        string suffix = AddKernels(source, target, layer, reverse);
        Add($"{source}.bias_ih_{suffix}", Dotted(target, "Bias"));
        Add($"{source}.bias_hh_{suffix}", Dotted(target, "RecurrentBias"));
    }

    private string AddKernels(string source, string target, int layer, bool reverse)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        string suffix = FormattableString.Invariant($"l{layer}{(reverse ? "_reverse" : "")}");
        Add($"{source}.weight_ih_{suffix}", Dotted(target, "InputKernel"), WeightOrder.Transposed);
        Add($"{source}.weight_hh_{suffix}", Dotted(target, "RecurrentKernel"), WeightOrder.Transposed);
        return suffix;
    }

    private static string Dotted(string target, string parameter)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Length == 0 ? parameter : $"{target}.{parameter}";
    }
}
