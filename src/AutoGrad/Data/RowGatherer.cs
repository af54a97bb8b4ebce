using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>Copies samples of a data set into one batch tensor, the same at each call.</summary>
internal sealed class RowGatherer<T>
{
    private readonly Tensor<T> source;
    private readonly int rowLength;
    private readonly T[] buffer;
    private Tensor<T> batch;

    internal RowGatherer(Tensor<T> source, int batchSize)
    {
        // A view with gaps would have to be unfolded again for each batch.
        this.source = source.IsDense ? source : Tensor.Create(Elements.Of(source.AsReadOnlyTensorSpan()).ToArray(), source.Lengths);
        rowLength = checked((int)(source.FlattenedLength / source.Lengths[0]));
        buffer = new T[checked(batchSize * rowLength)];
        batch = View(batchSize);
    }

    internal Tensor<T> Gather(ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<T> elements = Elements.Of(source.AsReadOnlyTensorSpan());
        for (int i = 0; i < rows.Length; i++)
            elements.Slice(rows[i] * rowLength, rowLength).CopyTo(buffer.AsSpan(i * rowLength));
        if (batch.Lengths[0] != rows.Length)
            batch = View(rows.Length);
        return batch;
    }

    private Tensor<T> View(int rows)
    {
        nint[] lengths = source.Lengths.ToArray();
        lengths[0] = rows;
        return Tensor.Create(buffer, 0, lengths, []);
    }
}
