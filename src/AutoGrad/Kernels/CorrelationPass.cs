using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>
/// The places that one list of taps computes: all of a convolution's; of its transpose those that lie on one grid of the stride. A tap is an
/// element of a filter: a weight for each filter, and an offset in the packed source.
/// </summary>
internal struct CorrelationPass
{
    /// <summary>The taps, and the first one's position in the list of offsets.</summary>
    internal nint Taps, FirstTap;

    /// <summary>The position of the first weight among those of a group.</summary>
    internal nint FirstWeight;

    /// <summary>The rows and columns of places, and where the first one lies in the result.</summary>
    internal nint Rows, Columns, Row, Column;

    /// <summary>The vectors of places in the block at hand, and the first one's position in the lists.</summary>
    internal nint Vectors, FirstVector;
}

/// <summary>A vector of places: where its first one lies in the packed source, in bytes, and in a channel of the result, and how many count.</summary>
internal struct PlaceVector
{
    internal nint Source, Destination;
    internal int Count;
}
