using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

/// <summary>The naive way along an axis: index by index, through the tensor's own indexer.</summary>
internal static class Lanes
{
    /// <summary>The lanes of x along an axis, in row-major order of the other axes.</summary>
    public static IEnumerable<double[]> Of<T>(Tensor<T> x, int axis)
        where T : IFloatingPointIeee754<T>
    {
        nint[] lengths = x.Lengths.ToArray();
        nint[] others = lengths.Select((length, a) => a == axis ? 1 : length).ToArray();
        foreach (nint[] index in Indices(others))
        {
            var lane = new double[lengths[axis]];
            for (int i = 0; i < lane.Length; i++)
            {
                index[axis] = i;
                lane[i] = double.CreateTruncating(x[index]);
            }

            index[axis] = 0;
            yield return lane;
        }
    }

    /// <summary>All indices in row-major order; the array is reused.</summary>
    public static IEnumerable<nint[]> Indices(nint[] lengths)
    {
        if (lengths.Contains(0))
            yield break;
        var index = new nint[lengths.Length];
        while (true)
        {
            yield return index;
            int axis = lengths.Length - 1;
            while (axis >= 0 && ++index[axis] == lengths[axis])
                index[axis--] = 0;
            if (axis < 0)
                yield break;
        }
    }
}
