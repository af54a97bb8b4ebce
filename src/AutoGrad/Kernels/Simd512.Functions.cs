using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

#pragma warning disable CA1000 // Static members of a generic type: they implement an interface, and are called through a type parameter.

/// <summary>Functions that are written for each element type: the choice is made when they are compiled.</summary>
public readonly unsafe partial struct Simd512<T>
{
    private static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(T) == sizeof(float);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Floor(Simd512<T> x) => new(IsSingle ? Vector512.Floor(x.Value.AsSingle()).As<float, T>() : Vector512.Floor(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Ceiling(Simd512<T> x) => new(IsSingle ? Vector512.Ceiling(x.Value.AsSingle()).As<float, T>() : Vector512.Ceiling(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Truncate(Simd512<T> x) => new(IsSingle ? Vector512.Truncate(x.Value.AsSingle()).As<float, T>() : Vector512.Truncate(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Round(Simd512<T> x) => new(IsSingle ? Vector512.Round(x.Value.AsSingle()).As<float, T>() : Vector512.Round(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Sign(Simd512<T> x) => new(IsSingle ? VectorMath.Sign(x.Value.AsSingle()).As<float, T>() : VectorMath.Sign(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Relu(Simd512<T> x) => new(IsSingle ? VectorMath.Relu(x.Value.AsSingle()).As<float, T>() : VectorMath.Relu(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Exp(Simd512<T> x) => new(IsSingle ? VectorMath.Exp(x.Value.AsSingle()).As<float, T>() : VectorMath.Exp(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> ExpM1(Simd512<T> x) => new(IsSingle ? VectorMath.ExpM1(x.Value.AsSingle()).As<float, T>() : VectorMath.ExpM1(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Log(Simd512<T> x) => new(IsSingle ? VectorMath.Log(x.Value.AsSingle()).As<float, T>() : VectorMath.Log(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Log1P(Simd512<T> x) => new(IsSingle ? VectorMath.Log1P(x.Value.AsSingle()).As<float, T>() : VectorMath.Log1P(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Tanh(Simd512<T> x) => new(IsSingle ? VectorMath.Tanh(x.Value.AsSingle()).As<float, T>() : VectorMath.Tanh(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Sigmoid(Simd512<T> x) => new(IsSingle ? VectorMath.Sigmoid(x.Value.AsSingle()).As<float, T>() : VectorMath.Sigmoid(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Softplus(Simd512<T> x) => new(IsSingle ? VectorMath.Softplus(x.Value.AsSingle()).As<float, T>() : VectorMath.Softplus(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Erf(Simd512<T> x) => new(IsSingle ? VectorMath.Erf(x.Value.AsSingle()).As<float, T>() : VectorMath.Erf(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Sin(Simd512<T> x) => new(IsSingle ? VectorMath.Sin(x.Value.AsSingle()).As<float, T>() : VectorMath.Sin(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Cos(Simd512<T> x) => new(IsSingle ? VectorMath.Cos(x.Value.AsSingle()).As<float, T>() : VectorMath.Cos(x.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Pow(Simd512<T> x, Simd512<T> y) => new(IsSingle ? VectorMath.Pow(x.Value.AsSingle(), y.Value.AsSingle()).As<float, T>() : VectorMath.Pow(x.Value.AsDouble(), y.Value.AsDouble()).As<double, T>());
}
