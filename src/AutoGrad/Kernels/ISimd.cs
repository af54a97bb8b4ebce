using System.ComponentModel;

namespace AutoGrad.Kernels;

/// <summary>
/// A vector of some width. A kernel is written once over it, and the JIT compiler makes a body of it for each width: a structure of one vector costs
/// nothing where its members are inlined. Functions are those of <see cref="VectorMath"/>; a truth value is all bits of a lane or none.
/// </summary>
/// <typeparam name="TSelf">The structure itself.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<TSelf, T>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>0 in all lanes.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>1 in all lanes.</summary>
    static abstract TSelf One { get; }

    /// <summary>A number in all lanes.</summary>
    static abstract TSelf Create(T value);

    /// <summary>A number in the first lane, 0 in the others.</summary>
    static abstract TSelf CreateScalar(T value);

    /// <summary>Reads <paramref name="count"/> elements from <paramref name="source"/>[<paramref name="offset"/>] on; the other lanes are 0.</summary>
    static abstract TSelf Load(ref readonly T source, nint offset, int count);

    /// <summary>Writes the first <paramref name="count"/> lanes to <paramref name="destination"/>[<paramref name="offset"/>] on.</summary>
    static abstract void Store(TSelf value, ref T destination, nint offset, int count);

    /// <summary>The first <paramref name="count"/> lanes, the others 0: what may be added to a sum.</summary>
    static abstract TSelf Keep(TSelf value, int count);

    /// <summary>The sum of all lanes.</summary>
    static abstract T Sum(TSelf value);

    /// <summary>x y + sum in one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf sum);

    /// <summary>x + y.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>x - y.</summary>
    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>x y.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>x / y.</summary>
    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>-x.</summary>
    static abstract TSelf operator -(TSelf x);

    /// <summary>x and y, bit by bit.</summary>
    static abstract TSelf operator &(TSelf x, TSelf y);

    /// <summary>x or y, bit by bit.</summary>
    static abstract TSelf operator |(TSelf x, TSelf y);

    /// <summary>not x, bit by bit.</summary>
    static abstract TSelf operator ~(TSelf x);

    /// <summary>The lanes of <paramref name="x"/> where the condition holds, else those of <paramref name="y"/>.</summary>
    static abstract TSelf ConditionalSelect(TSelf condition, TSelf x, TSelf y);

    /// <summary>x &gt; y.</summary>
    static abstract TSelf GreaterThan(TSelf x, TSelf y);

    /// <summary>x ≥ y.</summary>
    static abstract TSelf GreaterThanOrEqual(TSelf x, TSelf y);

    /// <summary>x &lt; y.</summary>
    static abstract TSelf LessThan(TSelf x, TSelf y);

    /// <summary>x ≤ y.</summary>
    static abstract TSelf LessThanOrEqual(TSelf x, TSelf y);

    /// <summary>x = y.</summary>
    static abstract TSelf Equals(TSelf x, TSelf y);

    /// <summary>The larger; a NaN stays one.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>The smaller; a NaN stays one.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>|x|.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    static abstract TSelf Sign(TSelf x);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The largest integer that is not above.</summary>
    static abstract TSelf Floor(TSelf x);

    /// <summary>The smallest integer that is not below.</summary>
    static abstract TSelf Ceiling(TSelf x);

    /// <summary>The integer towards 0.</summary>
    static abstract TSelf Truncate(TSelf x);

    /// <summary>The nearest integer, the even one of two.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>max(x, 0); a NaN stays.</summary>
    static abstract TSelf Relu(TSelf x);

    /// <summary>e to the power of x.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>e to the power of x, less 1.</summary>
    static abstract TSelf ExpM1(TSelf x);

    /// <summary>The natural logarithm.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>The natural logarithm of 1 + x.</summary>
    static abstract TSelf Log1P(TSelf x);

    /// <summary>x to the power of y.</summary>
    static abstract TSelf Pow(TSelf x, TSelf y);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>1 / (1 + exp(-x)).</summary>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>log(1 + exp(x)).</summary>
    static abstract TSelf Softplus(TSelf x);

    /// <summary>The error function.</summary>
    static abstract TSelf Erf(TSelf x);

    /// <summary>The sine.</summary>
    static abstract TSelf Sin(TSelf x);

    /// <summary>The cosine.</summary>
    static abstract TSelf Cos(TSelf x);
}
