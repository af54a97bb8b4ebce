namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>A dense array in row-major order. Truth values are 0 and 1; integers are whole numbers.</summary>
internal sealed class NdArray(int[] lengths, double[] items)
{
    public int[] Lengths { get; } = lengths;

    public double[] Items { get; } = items.Length == Size(lengths) ? items
        : throw new ArgumentException($"{items.Length} items for [{string.Join(", ", lengths)}]");

    public int Rank => Lengths.Length;

    public int Count => Items.Length;

    /// <summary>The only element.</summary>
    public double Only => Items.Length == 1 ? Items[0] : throw new InvalidOperationException($"{this} has more than one element");

    public double this[ReadOnlySpan<int> index] => Items[Offset(index)];

    public static NdArray Scalar(double value) => new([], [value]);

    public static NdArray Filled(int[] lengths, double value)
    {
        var items = new double[Size(lengths)];
        Array.Fill(items, value);
        return new(lengths, items);
    }

    /// <summary>An array by its elements. The index is overwritten from call to call.</summary>
    public static NdArray Build(int[] lengths, Func<int[], double> element)
    {
        var items = new double[Size(lengths)];
        var index = new int[lengths.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = element(index);
            for (int axis = lengths.Length - 1; axis >= 0 && ++index[axis] == lengths[axis]; axis--)
                index[axis] = 0;
        }

        return new(lengths, items);
    }

    public NdArray Map(Func<double, double> function) => new(Lengths, [.. Items.Select(function)]);

    public NdArray Reshape(int[] lengths) => new(lengths, Items);

    public NdArray Copy() => new(Lengths, [.. Items]);

    public override string ToString() => $"[{string.Join(", ", Lengths)}]: {string.Join(" ", Items.Take(20))}";

    private static int Size(int[] lengths) => lengths.Aggregate(1, (a, b) => a * b);

    private int Offset(ReadOnlySpan<int> index)
    {
        int offset = 0;
        for (int axis = 0; axis < Lengths.Length; axis++)
            offset = index[axis] >= 0 && index[axis] < Lengths[axis] ? (offset * Lengths[axis]) + index[axis]
                : throw new ArgumentOutOfRangeException(nameof(index));
        return offset;
    }
}
