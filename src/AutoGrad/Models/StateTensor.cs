using System.ComponentModel;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// One property marked <see cref="StateAttribute"/>, or the same one of all layers of a stack, one after the other. A call reads the current
/// elements and writes the next ones, which become current when it ends well.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StateTensor
{
    private readonly StateMemory memory;
    private readonly int start;
    private readonly int count;
    private readonly nint[] lengths;
    private float[]? viewed;
    private Tensor<float> value = Tensor<float>.Empty;

    internal StateTensor(StateDefinition definition)
        : this(definition, new StateMemory(checked((int)definition.Count)), 0)
        => Reset();

    private StateTensor(StateDefinition definition, StateMemory memory, int start)
    {
        this.memory = memory;
        this.start = start;
        Definition = definition;
        count = (int)definition.Count;
        lengths = [.. definition.Copies, .. definition.Lengths];
    }

    /// <summary>The elements that the next call finds: a view. What was read before <see cref="Set"/> stays as it was.</summary>
    public Tensor<float> Value
    {
        get
        {
            if (viewed != memory.Current)
                (viewed, value) = (memory.Current, Tensor.Create(memory.Current, start, lengths, []));
            return value;
        }
    }

    /// <summary>The first of them.</summary>
    public ref readonly float Current => ref memory.Current[start];

    /// <summary>The first of those that a call leaves behind.</summary>
    public ref float Next => ref memory.Next[start];

    /// <summary>What was declared.</summary>
    public StateDefinition Definition { get; }

    internal Span<float> Elements => memory.Current.AsSpan(start, count);

    /// <summary>What a call has left behind becomes what the next one finds.</summary>
    public void Commit() => memory.Next.AsSpan(start, count).CopyTo(Elements);

    /// <summary>Sets the elements to copies of others; tensors that were read before keep theirs.</summary>
    /// <param name="value">Of the state's lengths.</param>
    /// <exception cref="ArgumentException">The lengths are others.</exception>
    public void Set(Tensor<float> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!value.Lengths.SequenceEqual(lengths))
            throw new ArgumentException($"{Definition.Name} has lengths [{string.Join(", ", lengths)}] and cannot take lengths [{string.Join(", ", value.Lengths.ToArray())}].", nameof(value));
        float[] copy = [.. memory.Current];
        value.FlattenTo(copy.AsSpan(start, count));
        memory.Current = copy;
    }

    // One part for each copy, under the names that the layers of a stack have.
    internal IEnumerable<NamedValues> Contents()
    {
        nint[] each = [.. Definition.Lengths];
        int length = (int)each.Aggregate((nint)1, (a, b) => a * b);
        return Definition.Names.Select((name, i) => new NamedValues(name, each, memory.Current.AsMemory(start + (i * length), length)));
    }

    internal void Reset() => Elements.Fill(Definition.Initial);

    /// <summary>The state as a layer sees it: that of one copy where the layer is one of a stack.</summary>
    internal StateTensor Part(string name, int? index)
    {
        if (index is not { } i)
            return new StateTensor(Definition with { Name = name }, memory, start);
        StateDefinition one = Definition with { Name = name, Copies = [.. Definition.Copies.Skip(1)] };
        return new StateTensor(one, memory, start + (i * (int)one.Count));
    }

    // Shared by the layers of a stack and their owner.
    private sealed class StateMemory(int count)
    {
        public float[] Current { get; set; } = new float[count];

        public float[] Next { get; } = new float[count];
    }
}
