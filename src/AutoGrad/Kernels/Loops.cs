using System.ComponentModel;

namespace AutoGrad.Kernels;

/// <summary>Drives fused element-wise kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Loops;
