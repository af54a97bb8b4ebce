using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>Sequences of several lengths in one batch.</summary>
public static class Sequences
{
    /// <summary>The mask of sequences that begin together and end each where its length says.</summary>
    /// <param name="lengths">The length of each sequence, at least 1.</param>
    /// <param name="time">The steps that the batch has.</param>
    /// <returns>Whether step t of sequence b is one of its own, shape [time, batch].</returns>
    /// <exception cref="ArgumentException">There is no sequence, or one is empty or longer than the batch.</exception>
    public static Tensor<bool> Mask(ReadOnlySpan<int> lengths, int time)
    {
        Check(lengths, time);
        var mask = new bool[time * lengths.Length];
        for (int t = 0; t < time; t++)
        {
            for (int b = 0; b < lengths.Length; b++)
                mask[t * lengths.Length + b] = t < lengths[b];
        }

        return Tensor.Create(mask, [time, lengths.Length]);
    }

    /// <summary>The same with the sequences first, as attention takes it.</summary>
    /// <param name="lengths">The length of each sequence, at least 1.</param>
    /// <param name="time">The steps that the batch has.</param>
    /// <returns>Whether step t of sequence b is one of its own, shape [batch, time].</returns>
    /// <exception cref="ArgumentException">There is no sequence, or one is empty or longer than the batch.</exception>
    public static Tensor<bool> MaskBatchMajor(ReadOnlySpan<int> lengths, int time)
    {
        Check(lengths, time);
        var mask = new bool[lengths.Length * time];
        for (int b = 0; b < lengths.Length; b++)
            mask.AsSpan(b * time, lengths[b]).Fill(true);
        return Tensor.Create(mask, [lengths.Length, time]);
    }

    private static void Check(ReadOnlySpan<int> lengths, int time)
    {
        if (lengths.IsEmpty)
            throw new ArgumentException("there must be at least one sequence.", nameof(lengths));
        for (int b = 0; b < lengths.Length; b++)
        {
            if (lengths[b] < 1 || lengths[b] > time)
                throw new ArgumentException(FormattableString.Invariant($"sequence {b} has length {lengths[b]}: it must be from 1 to {time}, the steps of the batch."), nameof(lengths));
        }
    }
}
