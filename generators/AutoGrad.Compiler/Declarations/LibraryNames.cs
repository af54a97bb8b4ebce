namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// The types that generated code names in short, by the namespace they are in. Where something of the user's has one of these names, at the place
/// where a class stands, generated code writes the full one.
/// </summary>
public static class LibraryNames
{
    private static readonly (string Namespace, string Types)[] s_groups =
    [
        ("AutoGrad", "ArgumentCheck GradientPolicy IModelPart ITrainable Init NonFiniteOrigin NormClip OnNonFinite Optimizer ParameterDefinition ParameterSet RandomDraws ShapeCheck StateDefinition StepReport Workspace"),
        ("AutoGrad.Kernels", "Accumulate Accumulator Convolution CopySquares CrossEntropy FiniteCheck FlashAttention Gemm IEpilogue IFusedKernel ISimd Indexing Layout Loops Normalization Pooling Reduce Slices SquareAccumulator Tape Uniforms VectorMath"),
        ("System", "ArgumentException ArgumentNullException Math NotSupportedException ReadOnlySpan Span"),
        ("System.ComponentModel", "EditorBrowsable EditorBrowsableState"),
        ("System.Numerics.Tensors", "ReadOnlyTensorSpan Tensor TensorSpan"),
        ("System.Runtime.CompilerServices", "MethodImpl MethodImplOptions Unsafe"),
        ("System.Runtime.InteropServices", "MemoryMarshal TensorMarshal"),
    ];

    /// <summary>The namespace of each name.</summary>
    public static IReadOnlyDictionary<string, string> Namespaces { get; } =
        s_groups.SelectMany(g => g.Types.Split(' ').Select(t => (g.Namespace, t))).ToDictionary(p => p.t, p => p.Namespace, StringComparer.Ordinal);
}
