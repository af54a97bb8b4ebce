using System.Numerics.Tensors;

namespace AutoGrad.Health;

/// <summary>Tensors of samples along axis 0, whatever their element type.</summary>
internal static class Samples
{
    /// <summary>A dense copy of a tensor; other values are returned as they are.</summary>
    internal static T Copy<T>(T value)
        where T : class
        => value switch
        {
            Tensor<float> x => (T)(object)Copy(x),
            Tensor<double> x => (T)(object)Copy(x),
            Tensor<int> x => (T)(object)Copy(x),
            Tensor<bool> x => (T)(object)Copy(x),
            _ => value,
        };

    /// <summary>Pieces of at most <paramref name="size"/> samples.</summary>
    /// <exception cref="ArgumentException">The value is not a tensor.</exception>
    internal static IEnumerable<T> Cut<T>(T value, int size)
        where T : class
        => value switch
        {
            Tensor<float> x => Pieces(x, size).Cast<T>(),
            Tensor<double> x => Pieces(x, size).Cast<T>(),
            Tensor<int> x => Pieces(x, size).Cast<T>(),
            Tensor<bool> x => Pieces(x, size).Cast<T>(),
            _ => throw new ArgumentException($"Batches of {typeof(T).Name} cannot be cut; inputs must be tensors."),
        };

    private static Tensor<T> Copy<T>(Tensor<T> x)
        => Tensor.Create(Elements.Of(x.AsReadOnlyTensorSpan()).ToArray(), x.Lengths);

    private static List<Tensor<T>> Pieces<T>(Tensor<T> x, int size)
    {
        List<Tensor<T>> pieces = [];
        int samples = checked((int)x.Lengths[0]);
        int row = checked((int)(x.FlattenedLength / x.Lengths[0]));
        nint[] lengths = x.Lengths.ToArray();
        for (int start = 0; start < samples; start += size)
        {
            int count = Math.Min(size, samples - start);
            lengths[0] = count;
            pieces.Add(Tensor.Create(Elements.Of(x.AsReadOnlyTensorSpan()).Slice(start * row, count * row).ToArray(), lengths));
        }

        return pieces;
    }
}
