using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>One property marked <see cref="StateAttribute"/>. A call reads the current elements and writes the next ones, which become current when it ends well.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StateTensor
{
    private readonly nint[] lengths;
    private readonly float[] next;
    private float[] current;

    /// <summary>Makes a state of zeros.</summary>
    /// <param name="lengths">The lengths of its axes.</param>
    public StateTensor(params ReadOnlySpan<nint> lengths)
    {
        this.lengths = lengths.ToArray();
        nint count = 1;
        foreach (nint length in lengths)
            count = checked(count * length);
        current = new float[count];
        next = new float[count];
        Value = Tensor.Create(current, lengths);
    }

    /// <summary>The elements that the next call finds: a view.</summary>
    public Tensor<float> Value { get; private set; }

    /// <summary>The first of them.</summary>
    public ref readonly float Current => ref MemoryMarshal.GetArrayDataReference(current);

    /// <summary>The first of those that a call leaves behind.</summary>
    public ref float Next => ref MemoryMarshal.GetArrayDataReference(next);

    /// <summary>What a call has left behind becomes what the next one finds.</summary>
    public void Commit() => next.CopyTo(current, 0);

    /// <summary>Sets the elements to copies of others; tensors that were read before keep theirs.</summary>
    /// <param name="value">Of the state's lengths.</param>
    /// <param name="name">The property's name.</param>
    /// <exception cref="ArgumentException">The lengths are others.</exception>
    public void Set(Tensor<float> value, string name)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!value.Lengths.SequenceEqual(lengths))
            throw new ArgumentException($"{name} has lengths [{string.Join(", ", lengths)}] and cannot take lengths [{string.Join(", ", value.Lengths.ToArray())}].", nameof(value));
        var copy = new float[current.Length];
        value.FlattenTo(copy);
        current = copy;
        Value = Tensor.Create(current, lengths);
    }

    /// <summary>Sets all elements to zero.</summary>
    public void Reset() => Array.Clear(current);
}
