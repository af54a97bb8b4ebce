using System.Collections;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// The parameters of a model, in the order of their declaration: one block of memory for all values and one for all
/// gradients, both without gaps. Not safe for use by several threads at once.
/// </summary>
public sealed partial class ParameterSet : IReadOnlyList<Parameter>
{
    /// <summary>
    /// Blocks are padded to whole cache lines, so that optimizers run over them without a remainder. What the padding holds
    /// means nothing.
    /// </summary>
    internal const int Granularity = 16;

    private readonly ParameterDefinition[] definitions;
    private readonly Parameter[] parameters;
    private readonly Dictionary<string, Parameter> byName;
    private readonly int[] ends;
    private readonly float[] values;
    private readonly float[] gradients;
    private readonly int valueStart;
    private readonly int gradientStart;
    private readonly Tensor<float> flatValues;
    private readonly Tensor<float> flatGradients;
    private readonly List<(string Path, Action Change)> initializers = [];

    /// <summary>Creates the parameters, all zero. Generated code calls it, then <see cref="Initialize"/>.</summary>
    /// <param name="definitions">What the model declares, in order.</param>
    /// <exception cref="ArgumentException">A definition is not usable; the message names the parameter.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterSet(params ReadOnlySpan<ParameterDefinition> definitions)
    {
        root = this;
        this.definitions = definitions.ToArray();
        ends = ParameterChecks.Check(definitions);
        Count = definitions.Length;
        Length = Count == 0 ? 0 : ends[^1];
        PaddedLength = (Length + Granularity - 1) & -Granularity;
        values = AlignedArray.Allocate<float>(PaddedLength, clear: true, out valueStart);
        gradients = AlignedArray.Allocate<float>(PaddedLength, clear: true, out gradientStart);
        flatValues = Tensor.Create(values, valueStart, [Length], []);
        flatGradients = Tensor.Create(gradients, gradientStart, [Length], []);
        policies = new GradientPolicy[Count];
        declared = new GradientPolicy[Count];
        generated = new GradientPolicy[Count];
        added = new GradientPolicy[Count];
        pendingScales = new float[Count];
        pendingScales.AsSpan().Fill(1);
        gradientNorms = new float[Count];
        trainable = new bool[Count];
        parameters = new Parameter[Count];
        byName = new Dictionary<string, Parameter>(Count, StringComparer.Ordinal);
        for (int i = 0; i < Count; i++)
        {
            ParameterDefinition definition = definitions[i];
            ReadOnlySpan<nint> lengths = definition.Lengths.AsSpan();
            declared[i] = definition.Policy;
            trainable[i] = definition.IsTrainable;
            parameters[i] = new Parameter(
                this,
                i,
                definition,
                Tensor.Create(values, valueStart + Start(i), lengths, []),
                Tensor.Create(gradients, gradientStart + Start(i), lengths, []));
            byName.Add(definition.Name, parameters[i]);
            Resolve(i);
        }
    }

    /// <summary>Creates the parameters of a model that records error gradients.</summary>
    /// <param name="recorded">The variables whose error gradients its backward pass records.</param>
    /// <param name="definitions">What the model declares, in order.</param>
    /// <exception cref="ArgumentException">A definition is not usable; the message names the parameter.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ParameterSet Recording(ReadOnlySpan<ErrorGradientDefinition> recorded, params ReadOnlySpan<ParameterDefinition> definitions)
    {
        var set = new ParameterSet(definitions) { errorGradients = new ErrorGradient[recorded.Length] };
        for (int i = 0; i < recorded.Length; i++)
            set.errorGradients[i] = new ErrorGradient(recorded[i]);
        return set;
    }

    /// <summary>The number of parameters.</summary>
    public int Count { get; }

    /// <summary>All values as one vector, in the order of declaration. Writing to its elements changes the model.</summary>
    /// <exception cref="InvalidOperationException">This is one layer of a stack, whose parameters lie apart.</exception>
    public Tensor<float> Values
    {
        get
        {
            RequireContiguous("Values");
            return flatValues;
        }
    }

    /// <summary>
    /// All gradients as one vector, as the optimizer uses them. Norm clips' factors are multiplied in when this property is
    /// read, so read it anew after each step.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is one layer of a stack, whose parameters lie apart.</exception>
    public Tensor<float> Gradients
    {
        get
        {
            RequireContiguous("Gradients");
            for (int i = 0; i < Count; i++)
                root.ApplyPendingScale(RootPosition(i));
            return flatGradients;
        }
    }

    /// <summary>The first element of the values, to be read; of a layer of a stack it is a copy.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float ValueBlock
    {
        get
        {
            if (isContiguous)
                return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), valueStart);
            float[] copy = Gather();
            return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copy), gatheredStart);
        }
    }

    /// <summary>The first element of the gradients, without pending norm clips.</summary>
    /// <exception cref="InvalidOperationException">These are a layer's parameters, which are trained with their model.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float GradientBlock
    {
        get
        {
            RequireRoot("Training");
            return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(gradients), gradientStart);
        }
    }

    /// <summary>How many elements all parameters have together.</summary>
    internal int Length { get; }

    /// <summary>All values of a whole model.</summary>
    internal Span<float> AllValues => values.AsSpan(valueStart, Length);

    /// <summary>All gradients of a whole model, without pending norm clips.</summary>
    internal Span<float> AllGradients => gradients.AsSpan(gradientStart, Length);

    /// <summary><see cref="Length"/> rounded up to <see cref="Granularity"/>.</summary>
    internal int PaddedLength { get; }

    /// <summary>For each parameter, the position after its last element.</summary>
    internal ReadOnlySpan<int> Ends => ends;

    /// <summary>The parameter at a position in the order of declaration.</summary>
    public Parameter this[int index] => parameters[index];

    /// <summary>The parameter of a name, dotted for those of layers: <c>Head.Kernel</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter this[string name]
        => byName.TryGetValue(name, out Parameter? parameter)
            ? parameter
            : throw new KeyNotFoundException(
                $"There is no parameter '{name}'; there are {string.Join(", ", parameters.Select(p => p.Name))}.");

    /// <summary>The value of the parameter at a position, the same object at each call.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Tensor<float> Value(int index)
        => parameters[index].Value;

    /// <summary>Gives every parameter its first values. The same seed gives the same bits.</summary>
    public void Initialize(int seed)
    {
        for (int i = 0; i < Count; i++)
        {
            ParameterDefinition definition = definitions[i];
            int position = RootPosition(i);
            Initializer.Fill(definition.Init, definition.Scale, definition.Lengths.AsSpan(), root.Slice(values, root.valueStart, position), seed, position);
        }

        foreach ((string path, Action change) in root.initializers)
        {
            if (path.StartsWith(this.path, StringComparison.Ordinal))
                change();
        }
    }

    /// <summary>Runs a model's own change of its first values, now and whenever they are set again. Generated code calls it.</summary>
    /// <param name="change">A method marked <see cref="InitializerAttribute"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Initialized(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        root.initializers.Add((path, change));
        change();
    }

    /// <summary>Sets all gradients to zero. Training needs no such call: each step overwrites the gradients.</summary>
    public void ZeroGradients()
    {
        for (int i = 0; i < Count; i++)
        {
            int position = RootPosition(i);
            root.Slice(gradients, root.gradientStart, position).Clear();
            pendingScales[position] = 1;
            gradientNorms[position] = 0;
        }

        wholeNorm = 0;
        firstNonFinite = -1;
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator()
        => ((IEnumerable<Parameter>)parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator()
        => GetEnumerator();

    internal int Start(int index)
        => index == 0 ? 0 : ends[index - 1];

    private Span<float> Slice(float[] block, int blockStart, int index)
        => block.AsSpan(blockStart + Start(index), ends[index] - Start(index));
}
