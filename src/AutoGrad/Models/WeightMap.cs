using System.Collections;
using System.IO.Enumeration;

namespace AutoGrad;

/// <summary>How the axes of a tensor in a file lie to those of the parameter.</summary>
public enum WeightOrder
{
    /// <summary>The same.</summary>
    Same,

    /// <summary>The two axes of a matrix are exchanged: [out, in] in the file, [in, out] in the parameter.</summary>
    Transposed,
}

/// <summary>
/// Which tensor of a file, made elsewhere, becomes which parameter or state of a model. Nothing is guessed: what the table does not say is an error.
/// </summary>
/// <example>
/// <code>
/// var map = new WeightMap { { "fc2.weight", "Head.Kernel", WeightOrder.Transposed }, { "fc2.bias", "Head.Bias" } };
/// map.AddDense("fc1", "Hidden");                 // the same for a whole layer
/// map.AddLstm("lstm", "Memory");
/// map.Ignore("*.num_batches_tracked");
/// model.Parameters.Import("model.safetensors", map);
/// </code>
/// </example>
public sealed partial class WeightMap : IEnumerable<string>
{
    private readonly List<Entry> entries = [];
    private readonly List<string> ignored = [];

    internal IReadOnlyList<Entry> Entries => entries;

    /// <summary>Says that a tensor becomes a parameter.</summary>
    /// <param name="source">The tensor's name in the file.</param>
    /// <param name="target">The name of the parameter or state, dotted for those of layers.</param>
    /// <param name="order">How its axes lie.</param>
    /// <exception cref="ArgumentException">A name is empty, or the parameter has a tensor already.</exception>
    public void Add(string source, string target, WeightOrder order = WeightOrder.Same) => Add([source], target, order);

    /// <summary>Says that the sum of two tensors becomes a parameter, as with PyTorch's two biases of a recurrent layer.</summary>
    /// <param name="first">The first tensor's name in the file.</param>
    /// <param name="second">The second's, of the same lengths.</param>
    /// <param name="target">The name of the parameter or state.</param>
    /// <exception cref="ArgumentException">A name is empty, or the parameter has a tensor already.</exception>
    public void AddSum(string first, string second, string target) => Add([first, second], target, WeightOrder.Same);

    /// <summary>Says that tensors of the file are not needed.</summary>
    /// <param name="pattern">A name, in which a <c>*</c> stands for any characters and a <c>?</c> for one.</param>
    public void Ignore(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ignored.Add(pattern);
    }

    /// <summary>The names of the parameters that have a tensor.</summary>
    public IEnumerator<string> GetEnumerator() => entries.Select(entry => entry.Target).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool Ignores(string name) => ignored.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    private void Add(string[] sources, string target, WeightOrder order)
    {
        foreach (string source in sources)
            ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (!Enum.IsDefined(order))
            throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order.");
        if (entries.Find(entry => entry.Target == target) is { } other)
            throw new ArgumentException($"'{target}' has a tensor already: '{string.Join("' + '", other.Sources)}'.", nameof(target));
        entries.Add(new Entry(sources, target, order));
    }

    /// <summary>One line of the table.</summary>
    internal sealed record Entry(string[] Sources, string Target, WeightOrder Order);
}
