using System.Globalization;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <content>Operations that change a shape: products, reductions, and what moves elements.</content>
internal sealed partial class ProgramWriter
{
    private Shaped? Product(Shaped x)
    {
        if (x.Rank < 2)
            return null;
        Length inner = x.Shape[^1];
        if (!inner.IsConstant || Chance(0.2))
            return OuterProduct(x);
        Length units = PickLength();
        Shaped w = Chance(0.75) ? NewParameter(inner, units) : Transposed(NewParameter(units, inner));
        string product = $"MatMul({x.Code}, {w.Code})";
        double size = x.Size * 0.6 * Math.Sqrt(inner.Factor);
        Length[] shape = [.. x.Shape[..^1], units];
        return Chance(0.4) ? new Shaped($"({product} + {NewParameter(units).Code})", shape, size + 0.6) : new Shaped(product, shape, size);
    }

    // x with the axes of a partner: both lose an axis of equal, perhaps symbolic, length.
    private Shaped? OuterProduct(Shaped x)
    {
        if (x.Rank != 2)
            return null;
        Shaped[] partners = [.. _tensors.Where(t => t.Rank == 2 && t.Shape[0] == x.Shape[0])];
        if (partners.Length == 0)
            return new Shaped($"MatMul({x.Code}, Transpose({x.Code})) * 0.2f", [x.Shape[0], x.Shape[0]], x.Size * x.Size) is var square && square.Shape[0].IsConstant ? square with { Code = $"({square.Code})" } : null;
        Shaped y = partners[_random.Next(partners.Length)];
        _unused.Remove(y.Code);
        return new Shaped($"(0.2f * MatMul(Transpose({x.Code}), {y.Code}))", [x.Shape[1], y.Shape[1]], x.Size * y.Size);
    }

    private Shaped? BatchProduct(Shaped x)
    {
        if (x.Rank != 3)
            return null;
        Shaped[] partners = [.. _tensors.Where(t => t.Rank == 3 && t.Shape[0] == x.Shape[0] && t.Shape[2] == x.Shape[2])];
        if (partners.Length == 0)
            return x.Shape[2].IsConstant ? new Shaped($"(0.3f * MatMul({x.Code}, Transpose({x.Code}, 1, 2)))", [x.Shape[0], x.Shape[1], x.Shape[1]], x.Size * x.Size) : null;
        Shaped y = partners[_random.Next(partners.Length)];
        _unused.Remove(y.Code);
        return new Shaped($"(0.3f * MatMul({x.Code}, Transpose({y.Code}, -1, -2)))", [x.Shape[0], x.Shape[1], y.Shape[1]], x.Size * y.Size);
    }

    private Shaped Reduction(Shaped x)
    {
        int axis = _random.Next(x.Rank);
        bool keep = Chance(0.5);
        Length[] shape = keep || x.Rank == 1 ? [.. x.Shape.Select((l, i) => i == axis ? 1 : l)] : [.. x.Shape.Where((_, i) => i != axis)];
        string name = _random.Next(6) switch { 0 => "Sum", 1 or 2 => "Mean", 3 => "Max", 4 => "Min", _ => "LogSumExp" };
        string written = (Chance(0.3) ? axis - x.Rank : axis).ToString(CultureInfo.InvariantCulture);
        string code = keep ? $"{name}({x.Code}, {written}, keepDims: true)" : $"{name}({x.Code}, axis: {written})";
        return name switch
        {
            "Sum" => new Shaped($"(0.3f * {code})", shape, 1.5 * x.Size),
            "LogSumExp" => new Shaped(code, shape, x.Size + 1.5),
            _ => new Shaped(code, shape, x.Size),
        };
    }

    private Shaped Soft(Shaped x)
    {
        int axis = _random.Next(-x.Rank, x.Rank);
        return Chance(0.5) ? x with { Code = $"Softmax({x.Code}, {axis})", Size = 0.5 } : x with { Code = $"LogSoftmax({x.Code}, {axis})", Size = x.Size + 2 };
    }

    private Shaped? Transposition(Shaped x)
    {
        if (x.Rank < 2)
            return null;
        if (x.Rank == 2)
            return Transposed(x);
        int first = _random.Next(x.Rank), second = _random.Next(x.Rank);
        Length[] shape = [.. x.Shape];
        (shape[first], shape[second]) = (shape[second], shape[first]);
        return new Shaped($"Transpose({x.Code}, {first}, {(Chance(0.3) ? second - x.Rank : second)})", shape, x.Size);
    }

    private static Shaped Transposed(Shaped x) => new($"Transpose({x.Code})", [x.Shape[1], x.Shape[0]], x.Size);

    private Shaped? Reshaping(Shaped x)
    {
        // Two neighbouring axes become one, or one of constant length becomes two.
        int axis = _random.Next(x.Rank);
        if (axis + 1 < x.Rank && Length.Multiply(x.Shape[axis], x.Shape[axis + 1]) is { } merged)
            return Reshaped(x, [.. x.Shape[..axis], merged, .. x.Shape[(axis + 2)..]]);
        int[] divisors = [.. Enumerable.Range(1, 8).Where(d => x.Shape[axis].Factor % d == 0 && x.Shape[axis].Offset == 0)];
        if (divisors.Length < 2 || x.Rank > 3)
            return null;
        int divisor = divisors[_random.Next(divisors.Length)];
        Length rest = x.Shape[axis] with { Factor = x.Shape[axis].Factor / divisor };
        return Reshaped(x, [.. x.Shape[..axis], rest, divisor, .. x.Shape[(axis + 1)..]]);
    }

    private Shaped Reshaped(Shaped x, Length[] shape)
    {
        // One length may be left to the compiler.
        int free = Chance(0.6) ? _random.Next(shape.Length) : -1;
        string lengths = string.Join(", ", shape.Select((l, i) => i == free ? "-1" : l.Code(_symbols)));
        return new Shaped($"Reshape({x.Code}, {lengths})", shape, x.Size);
    }

    private Shaped? Part(Shaped x)
    {
        int axis = _random.Next(x.Rank);
        Length length = x.Shape[axis];
        if (Chance(0.4) && x.Rank > 1)
        {
            bool isFirst = Chance(0.5) && x.Shape[0].IsConstant;
            string index = isFirst ? $"At({x.Code}, {_random.Next(x.Shape[0].Factor)})" : Chance(0.5) ? $"Last({x.Code})" : $"At({x.Code}, 0)";
            return new Shaped(index, x.Shape[1..], x.Size);
        }

        if (length.IsConstant)
        {
            int start = _random.Next(length.Factor), taken = _random.Next(1, length.Factor - start + 1);
            return new Shaped($"Slice({x.Code}, {axis}, {start}, {taken})", [.. x.Shape.Select((l, i) => i == axis ? taken : l)], x.Size);
        }

        if (length.Offset != 0 || length.Symbols.Contains('*', StringComparison.Ordinal) || length.Factor > 2)
            return null;
        // Neighbours along an axis of symbolic length, which is at least 2.
        Length less = length with { Offset = -1 };
        string count = $"(int)({less.Code(_symbols)})";
        return new Shaped($"Slice({x.Code}, {axis}, {_random.Next(2)}, {count})", [.. x.Shape.Select((l, i) => i == axis ? less : l)], x.Size);
    }

    private Shaped? Join(Shaped x)
    {
        if (Chance(0.3) && x.Rank < 4)
        {
            Shaped[] same = [.. _tensors.Where(t => t.Shape.SequenceEqual(x.Shape))];
            Shaped y = same.Length > 0 ? same[_random.Next(same.Length)] : x;
            _unused.Remove(y.Code);
            int at = _random.Next(x.Rank + 1);
            return new Shaped($"Stack({at}, {x.Code}, {y.Code})", [.. x.Shape[..at], 2, .. x.Shape[at..]], Math.Max(x.Size, y.Size));
        }

        int axis = _random.Next(x.Rank);
        Shaped[] partners = [.. _tensors.Where(t => t.Rank == x.Rank && Enumerable.Range(0, x.Rank).All(i => i == axis || t.Shape[i] == x.Shape[i]) && Length.Add(t.Shape[axis], x.Shape[axis]) is not null)];
        Shaped partner = partners.Length > 0 ? partners[_random.Next(partners.Length)] : x;
        if (Length.Add(x.Shape[axis], partner.Shape[axis]) is not { } sum || sum.Factor > 40)
            return null;
        _unused.Remove(partner.Code);
        string parts = Chance(0.5) ? $"{x.Code}, {partner.Code}" : $"{partner.Code}, {x.Code}";
        return new Shaped($"Concat({(Chance(0.3) ? axis - x.Rank : axis)}, {parts})", [.. x.Shape.Select((l, i) => i == axis ? sum : l)], Math.Max(x.Size, partner.Size));
    }
}
