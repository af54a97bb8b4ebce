namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Convolutions and pools, by the elements that a window brings together.</summary>
internal static class WindowReference
{
    public static NdArray Conv2d(NdArray x, NdArray w, NdArray? bias, Sweeping sweep, int groups, int[] places)
    {
        NdArray y = NdArray.Build([x.Lengths[0], w.Lengths[0], .. places], i => bias is null ? 0 : bias.Items[i[1]]);
        Meet(x.Lengths, w.Lengths, y.Lengths, sweep, groups, (image, kernel, result) => y.Items[result] += x.Items[image] * w.Items[kernel]);
        return y;
    }

    public static NdArray Input(NdArray y, NdArray w, NdArray? bias, Sweeping sweep, int groups, int[] lengths)
    {
        NdArray x = NdArray.Build(lengths, i => bias is null ? 0 : bias.Items[i[1]]);
        Meet(lengths, w.Lengths, y.Lengths, sweep, groups, (image, kernel, result) => x.Items[image] += y.Items[result] * w.Items[kernel]);
        return x;
    }

    public static NdArray Kernel(NdArray y, NdArray x, Sweeping sweep, int groups, int[] lengths)
    {
        NdArray w = NdArray.Filled(lengths, 0);
        Meet(x.Lengths, lengths, y.Lengths, sweep, groups, (image, kernel, result) => w.Items[kernel] += y.Items[result] * x.Items[image]);
        return w;
    }

    /// <summary>The largest of each window and where it is in its channel.</summary>
    public static NdArray[] MaxPool(NdArray x, int[] kernel, Sweeping sweep, int[] places)
    {
        List<int>[] windows = Windows(x.Lengths, kernel, sweep, places);
        int[] largest = [.. windows.Select(w => w.Aggregate((a, b) => x.Items[b] > x.Items[a] || (double.IsNaN(x.Items[b]) && !double.IsNaN(x.Items[a])) ? b : a))];
        int plane = x.Lengths[2] * x.Lengths[3];
        int[] lengths = [x.Lengths[0], x.Lengths[1], .. places];
        return [new(lengths, [.. largest.Select(i => x.Items[i])]), new(lengths, [.. largest.Select(i => (double)(i % plane))])];
    }

    public static NdArray AvgPool(NdArray x, int[] kernel, Sweeping sweep, int[] places)
        => new([x.Lengths[0], x.Lengths[1], .. places], [.. Windows(x.Lengths, kernel, sweep, places).Select(w => w.Sum(i => x.Items[i]) / (kernel[0] * kernel[1]))]);

    public static NdArray AvgPoolInput(NdArray y, int[] kernel, Sweeping sweep, int[] lengths)
    {
        NdArray x = NdArray.Filled([y.Lengths[0], y.Lengths[1], .. lengths], 0);
        List<int>[] windows = Windows(x.Lengths, kernel, sweep, y.Lengths[2..]);
        for (int i = 0; i < windows.Length; i++)
            windows[i].ForEach(element => x.Items[element] += y.Items[i] / (kernel[0] * kernel[1]));
        return x;
    }

    public static NdArray Gather(NdArray x, NdArray places)
    {
        int plane = x.Lengths[2] * x.Lengths[3], count = places.Lengths[2] * places.Lengths[3];
        return new(places.Lengths, [.. places.Items.Select((p, i) => x.Items[(i / count * plane) + (int)p])]);
    }

    public static NdArray Scatter(NdArray y, NdArray places, int[] lengths)
    {
        NdArray x = NdArray.Filled([y.Lengths[0], y.Lengths[1], .. lengths], 0);
        int plane = lengths[0] * lengths[1], count = y.Lengths[2] * y.Lengths[3];
        for (int i = 0; i < y.Count; i++)
            x.Items[(i / count * plane) + (int)places.Items[i]] += y.Items[i];
        return x;
    }

    /// <summary>For each place the elements of the image that its window holds, in order.</summary>
    public static List<int>[] Windows(int[] image, int[] kernel, Sweeping sweep, int[] places)
    {
        var windows = new List<int>[image[0] * image[1] * places[0] * places[1]];
        for (int at = 0; at < windows.Length; at++)
        {
            int plane = at / (places[0] * places[1]), i = at / places[1] % places[0], j = at % places[1];
            windows[at] = [.. from k in Enumerable.Range(0, kernel[0])
                              from l in Enumerable.Range(0, kernel[1])
                              let row = sweep.At(0, i, k)
                              let column = sweep.At(1, j, l)
                              where row >= 0 && row < image[2] && column >= 0 && column < image[3]
                              select (((plane * image[2]) + row) * image[3]) + column];
        }

        return windows;
    }

    private static void Meet(int[] x, int[] w, int[] y, Sweeping sweep, int groups, Action<int, int, int> product)
    {
        for (int kernel = 0; kernel < w[0] * w[1] * w[2] * w[3]; kernel++)
        {
            int filter = kernel / (w[1] * w[2] * w[3]), k = kernel / w[3] % w[2], l = kernel % w[3];
            int channel = (filter / (w[0] / groups) * w[1]) + (kernel / (w[2] * w[3]) % w[1]);
            for (int n = 0; n < x[0]; n++)
            {
                for (int place = 0; place < y[2] * y[3]; place++)
                {
                    int row = sweep.At(0, place / y[3], k), column = sweep.At(1, place % y[3], l);
                    if (row >= 0 && row < x[2] && column >= 0 && column < x[3])
                        product((((((n * x[1]) + channel) * x[2]) + row) * x[3]) + column, kernel, (((n * y[1]) + filter) * y[2] * y[3]) + place);
                }
            }
        }
    }
}

/// <summary>Strides, paddings and dilations as numbers.</summary>
internal sealed record Sweeping(int[] Stride, int[] Padding, int[] Dilation)
{
    /// <summary>What an element of a window meets at a place.</summary>
    public int At(int axis, int place, int element) => (place * Stride[axis]) + (element * Dilation[axis]) - Padding[axis];
}
