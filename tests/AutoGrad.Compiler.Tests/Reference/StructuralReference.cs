namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Products, reductions and layout, element by element, by their definitions.</summary>
internal static class StructuralReference
{
    public static NdArray MatMul(NdArray a, NdArray b, bool transposeA, bool transposeB)
    {
        int r = a.Rank, m = a.Lengths[transposeA ? r - 1 : r - 2], k = a.Lengths[transposeA ? r - 2 : r - 1];
        int n = b.Lengths[transposeB ? r - 2 : r - 1];
        int[] batch = a.Lengths[..^2];
        var items = new double[batch.Aggregate(m * n, (x, y) => x * y)];
        for (int i = 0; i < items.Length; i++)
        {
            int matrix = i / (m * n), row = i / n % m, column = i % n;
            for (int p = 0; p < k; p++)
                items[i] += a.Items[(matrix * m * k) + (transposeA ? (p * m) + row
                    : (row * k) + p)] * b.Items[(matrix * k * n) + (transposeB ? (column * k) + p : (p * n) + column)];
        }

        return new([.. batch, m, n], items);
    }

    /// <summary>Folds the elements along axes into one each, in order.</summary>
    public static NdArray Reduce(NdArray x, long[] axes, Func<IReadOnlyList<double>, double> fold)
    {
        int[] kept = [.. Enumerable.Range(0, x.Rank).Where(a => !axes.Contains(a))];
        int[] lengths = [.. kept.Select(a => x.Lengths[a])];
        var groups = new List<double>[lengths.Aggregate(1, (a, b) => a * b)];
        int[] position = [.. NdArray.Build(x.Lengths, index => kept.Aggregate(0, (offset, a) => (offset * x.Lengths[a]) + index[a]))
            .Items.Select(d => (int)d)];
        for (int i = 0; i < x.Count; i++)
            (groups[position[i]] ??= []).Add(x.Items[i]);
        return new(lengths, [.. groups.Select(g => fold(g ?? []))]);
    }

    /// <summary>The reduced value at each element's place: what softmax divides by.</summary>
    public static NdArray Spread(NdArray reduced, NdArray like, long[] axes)
        => NdArray.Build(like.Lengths, index => reduced[[.. index.Where((_, a) => !axes.Contains(a))]]);

    public static double Sum(IReadOnlyList<double> items) => items.Sum();

    public static double Max(IReadOnlyList<double> items) => items.Aggregate(double.NegativeInfinity, Math.Max);

    public static double Min(IReadOnlyList<double> items) => items.Aggregate(double.PositiveInfinity, Math.Min);

    public static double SumOfSquares(IReadOnlyList<double> items) => items.Sum(x => x * x);

    public static double LogSumExp(IReadOnlyList<double> items)
    {
        double max = Max(items);
        return double.IsInfinity(max) ? max : max + Math.Log(items.Sum(x => Math.Exp(x - max)));
    }

    public static NdArray LogSoftmax(NdArray x, long[] axes)
    {
        NdArray total = Spread(Reduce(x, axes, LogSumExp), x, axes);
        return new(x.Lengths, [.. x.Items.Zip(total.Items, (item, sum) => item - sum)]);
    }

    /// <summary>The mean of -log softmax at the labels, and its gradient.</summary>
    public static NdArray[] SoftmaxCrossEntropy(NdArray logits, NdArray labels)
    {
        NdArray logs = LogSoftmax(logits, [1]);
        int rows = logits.Lengths[0];
        double loss = Enumerable.Range(0, rows).Sum(i => -logs[[i, (int)labels.Items[i]]]) / rows;
        NdArray gradient = NdArray.Build(logits.Lengths, i => (Math.Exp(logs[i]) - (i[1] == (int)labels.Items[i[0]] ? 1 : 0)) / rows);
        return [NdArray.Scalar(loss), gradient];
    }

    public static NdArray Broadcast(NdArray x, long[] axes, int[] lengths)
        => NdArray.Build(lengths, index => x[[.. axes.Select(a => index[a])]]);

    public static NdArray Transpose(NdArray x, long[] permutation)
        => NdArray.Build([.. permutation.Select(a => x.Lengths[a])], index =>
        {
            var source = new int[x.Rank];
            for (int i = 0; i < permutation.Length; i++)
                source[permutation[i]] = index[i];
            return x[source];
        });

    public static NdArray Slice(NdArray x, int axis, int start, int length)
    {
        if (start < 0 || length < 0 || start + length > x.Lengths[axis])
            throw new ArgumentOutOfRangeException(nameof(start), $"{start} + {length} is outside axis {axis} of {x}");
        return NdArray.Build(With(x.Lengths, axis, length), index => x[With(index, axis, index[axis] + start)]);
    }

    public static NdArray Pad(NdArray x, int axis, int before, int after)
        => NdArray.Build(With(x.Lengths, axis, before + x.Lengths[axis] + after), index =>
        {
            int at = index[axis] - before;
            return at >= 0 && at < x.Lengths[axis] ? x[With(index, axis, at)] : 0;
        });

    public static NdArray Concat(NdArray[] parts, int axis)
        => NdArray.Build(With(parts[0].Lengths, axis, parts.Sum(p => p.Lengths[axis])), index =>
        {
            int at = index[axis], part = 0;
            for (; at >= parts[part].Lengths[axis]; part++)
                at -= parts[part].Lengths[axis];
            return parts[part][With(index, axis, at)];
        });

    public static NdArray Row(NdArray x, int row) => Slice(x, 0, row, 1) is var slice ? slice.Reshape(slice.Lengths[1..]) : x;

    public static NdArray RowGradient(NdArray x, int row, int rows)
        => row >= 0 && row < rows ? NdArray.Build([rows, .. x.Lengths], index => index[0] == row ? x[index.AsSpan(1)] : 0)
            : throw new ArgumentOutOfRangeException(nameof(row));

    public static NdArray Pick(NdArray x, NdArray labels) => NdArray.Build([x.Lengths[0]], at => x[[at[0], (int)labels[at.AsSpan()]]]);

    public static NdArray Place(NdArray x, NdArray labels, int columns)
        => NdArray.Build([x.Lengths[0], columns], at => (int)labels[at.AsSpan(0, 1)] == at[1] ? x[at.AsSpan(0, 1)] : 0);

    public static NdArray SetRow(NdArray x, NdArray row, int index)
        => index >= 0 && index < x.Lengths[0] ? NdArray.Build(x.Lengths, at => at[0] == index ? row[at.AsSpan(1)] : x[at])
            : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Numbers in [0, 1) that depend on the draw and the place, as those of the library do.</summary>
    public static NdArray Uniform(int draw, int[] lengths)
    {
        int place = 0;
        return NdArray.Build(lengths, _ => (double)((uint)HashCode(draw, place++) >> 8) / (1 << 24));

        static int HashCode(int a, int b) => unchecked((((a * 374761393) + b) * 668265263) ^ (a << 7));
    }

    private static int[] With(int[] list, int position, int item)
    {
        int[] copy = [.. list];
        copy[position] = item;
        return copy;
    }

    public static NdArray Gather(NdArray table, NdArray indices)
    {
        int length = table.Count / table.Lengths[0];
        return new([.. indices.Lengths, .. table.Lengths[1..]], [.. indices.Items.SelectMany(i => table.Items.Skip((int)i * length).Take(length))]);
    }

    public static NdArray ScatterAdd(NdArray source, NdArray indices, int rows)
    {
        int length = source.Count / indices.Count;
        var items = new double[rows * length];
        for (int i = 0; i < source.Count; i++)
            items[((int)indices.Items[i / length] * length) + (i % length)] += source.Items[i];
        return new([rows, .. source.Lengths[indices.Rank..]], items);
    }
}
