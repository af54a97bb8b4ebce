using static TorchSharp.torch;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Convolutions and pools of many geometries beside torch's.</summary>
internal static class WindowLayers
{
    // Geometry as constants, as arguments of the owner's constructor, and images whose lengths are known at run time only.
    private static readonly string[] s_kinds = ["Constants", "Run", "Lengths"];

    private static readonly bool[] s_both = [false, true];

    public static IReadOnlyList<WindowLayer> All { get; } = [.. Convolutions, .. Transposed, .. Lines, .. Pools];

    private static IEnumerable<WindowLayer> Convolutions =>
        from g in new (int In, int Out, int Kernel, int Stride, int Padding, int Dilation, int Groups, int[] Image)[]
        {
            (2, 3, 3, 1, 0, 1, 1, [7, 8]), (3, 5, 3, 1, 1, 1, 1, [6, 6]), (3, 4, 3, 2, 1, 1, 1, [9, 8]), (2, 4, 3, 1, 2, 2, 1, [7, 7]), (4, 6, 3, 1, 1, 1, 2, [6, 7]),
            (4, 4, 3, 1, 1, 1, 4, [8, 8]), (4, 8, 2, 2, 1, 3, 4, [9, 7]), (5, 7, 1, 1, 0, 1, 1, [5, 5]), (2, 3, 5, 3, 2, 1, 1, [11, 9]),
        }
        from run in s_kinds
        let numbers = new[] { g.In, g.Out, g.Kernel, g.Stride, g.Padding, g.Dilation, g.Groups }
        where run == "Constants" || g.Groups != 1 || g.Stride != 1
        select new WindowLayer(
            $"Conv2d{run}{string.Join("_", numbers)}", "Conv2d",
            run == "Run" ? $"{g.In}, {g.Out}, {g.Kernel}, \"stride\", \"padding\", \"dilation\", \"groups\"" : string.Join(", ", numbers), g.In, g.Image,
            (x, p) => nn.functional.conv2d(x, p[0], p[1], [g.Stride, g.Stride], [g.Padding, g.Padding], [g.Dilation, g.Dilation], g.Groups))
        {
            Constructor = run == "Run" ? ("int stride, int padding, int dilation, int groups", $"{g.Stride}, {g.Padding}, {g.Dilation}, {g.Groups}") : ("", ""),
            HasNamedLengths = run == "Lengths",
        };

    private static IEnumerable<WindowLayer> Transposed =>
        from g in new (int In, int Out, int Kernel, int Stride, int Padding, int Dilation, int Groups, int More, int[] Image)[]
        {
            (2, 3, 3, 1, 0, 1, 1, 0, [4, 5]), (3, 2, 4, 2, 1, 1, 1, 0, [4, 4]), (3, 4, 3, 2, 1, 1, 1, 1, [3, 5]), (4, 6, 2, 3, 0, 2, 2, 2, [3, 4]), (3, 3, 3, 1, 1, 1, 3, 0, [5, 5]),
        }
        from isNamed in s_both
        let numbers = new[] { g.In, g.Out, g.Kernel, g.Stride, g.Padding, g.Dilation, g.Groups, g.More }
        select new WindowLayer(
            $"ConvTranspose2d{isNamed}{string.Join("_", numbers)}", "ConvTranspose2d", string.Join(", ", numbers), g.In, g.Image,
            (x, p) => nn.functional.conv_transpose2d(x, p[0], p[1], [g.Stride, g.Stride], [g.Padding, g.Padding], [g.More, g.More], [g.Dilation, g.Dilation], g.Groups))
        {
            HasNamedLengths = isNamed,
        };

    private static IEnumerable<WindowLayer> Lines =>
        from g in new (int In, int Out, int Kernel, int Stride, int Padding, int Dilation, int Groups, int Length)[]
        {
            (2, 3, 3, 1, 0, 1, 1, 9), (3, 4, 3, 1, 1, 1, 1, 17), (3, 4, 3, 2, 1, 1, 1, 12), (2, 3, 3, 1, 2, 2, 1, 11), (4, 6, 5, 1, 2, 1, 2, 10), (4, 4, 3, 2, 1, 1, 4, 9),
        }
        let numbers = new[] { g.In, g.Out, g.Kernel, g.Stride, g.Padding, g.Dilation, g.Groups }
        select new WindowLayer(
            $"Conv1d{string.Join("_", numbers)}", "Conv1d", string.Join(", ", numbers), g.In, [g.Length],
            (x, p) => nn.functional.conv1d(x, p[0], p[1], g.Stride, g.Padding, g.Dilation, g.Groups));

    private static IEnumerable<WindowLayer> Pools =>
    [
        .. from g in new (int Kernel, int Stride, int[] Image)[] { (2, 2, [8, 6]), (3, 2, [7, 9]), (3, 1, [5, 12]), (2, 3, [8, 8]), (1, 1, [4, 3]) }
           from pool in new[]
           {
               new WindowLayer("", "MaxPool2d", "", 3, g.Image, (x, _) => nn.functional.max_pool2d(x, g.Kernel, g.Stride)),
               new WindowLayer("", "AvgPool2d", "", 3, g.Image, (x, _) => nn.functional.avg_pool2d(x, g.Kernel, g.Stride)),
               new WindowLayer("", "MaxPool1d", "", 3, [g.Image[1]], (x, _) => nn.functional.max_pool1d(x, g.Kernel, g.Stride)),
               new WindowLayer("", "AvgPool1d", "", 3, [g.Image[1]], (x, _) => nn.functional.avg_pool1d(x, g.Kernel, g.Stride)),
           }
           select pool with { Name = $"{pool.Layer}_{g.Kernel}_{g.Stride}", Arguments = $"{g.Kernel}, {g.Stride}" },
        .. from image in new int[][] { [1, 1], [5, 7], [4, 4], [8, 3], [2, 16] }
           from layer in new[]
           {
               new WindowLayer("", "GlobalAvgPool2d", "", 4, image, (x, _) => x.mean([2, 3])),
               new WindowLayer("", "GlobalMaxPool2d", "", 4, image, (x, _) => x.amax([2, 3])),
               new WindowLayer("", "Flatten", "", 4, image, (x, _) => x.flatten(1)),
           }
           select layer with { Name = $"{layer.Layer}_{image[0]}_{image[1]}" },
    ];
}
