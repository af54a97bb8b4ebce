using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>
/// A vector of some width. What is written over it stands once, and the JIT compiler makes a body for each width of it: a structure of one vector
/// costs nothing where its members are inlined.
/// </summary>
internal unsafe interface IWide<TSelf, T>
    where TSelf : struct, IWide<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract int Count { get; }

    static abstract TSelf Create(T value);

    static abstract TSelf Load(T* source);

    /// <summary>Reads the first lanes; the others are zero.</summary>
    static abstract TSelf Load(T* source, int count);

    /// <summary>x y + sum in one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf sum);

    void Store(T* destination);

    /// <summary>Writes the first lanes.</summary>
    void Store(T* destination, int count);

    /// <summary>The first lanes; the others are zero.</summary>
    TSelf Keep(int count);

    /// <summary>The sum of all lanes.</summary>
    T Sum();

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x);
}
