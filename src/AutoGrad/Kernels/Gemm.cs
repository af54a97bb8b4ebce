using System.ComponentModel;

namespace AutoGrad.Kernels;

/// <summary>Matrix products.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Gemm;
