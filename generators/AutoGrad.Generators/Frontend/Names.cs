namespace AutoGrad.Generators.Frontend;

/// <summary>Types that the front end knows, by full name: the run-time library is not referenced by its compiler.</summary>
internal static class Names
{
    public const string Model = "AutoGrad.ModelAttribute";
    public const string Parameter = "AutoGrad.ParameterAttribute";
    public const string Layer = "AutoGrad.LayerAttribute";
    public const string CompiledModel = "AutoGrad.CompiledModelAttribute";
    public const string CompiledForward = "AutoGrad.CompiledForwardAttribute";
    public const string Forward = "AutoGrad.ForwardAttribute";
    public const string Loss = "AutoGrad.LossAttribute";
    public const string Shape = "AutoGrad.ShapeAttribute";
    public const string L1 = "AutoGrad.L1Attribute";
    public const string L2 = "AutoGrad.L2Attribute";
    public const string L1L2 = "AutoGrad.L1L2Attribute";
    public const string ClipValue = "AutoGrad.ClipValueAttribute";
    public const string ClipNorm = "AutoGrad.ClipNormAttribute";
    public const string ClipGlobalNorm = "AutoGrad.ClipGlobalNormAttribute";
    public const string AdaptiveClip = "AutoGrad.AdaptiveClipAttribute";
    public const string TruncatedBackprop = "AutoGrad.TruncatedBackpropAttribute";
    public const string Initializer = "AutoGrad.InitializerAttribute";
    public const string State = "AutoGrad.StateAttribute";
    public const string Differentiable = "AutoGrad.DifferentiableAttribute";
    public const string NonDifferentiable = "AutoGrad.NonDifferentiableAttribute";
    public const string DerivativeOf = "AutoGrad.DerivativeOfAttribute";
    public const string Divides = "AutoGrad.DividesAttribute";
    public const string Range = "System.ComponentModel.DataAnnotations.RangeAttribute";
    public const string RandomDraws = "AutoGrad.RandomDraws";
    public const string Nn = "AutoGrad.Nn";
    public const string Tensor = "System.Numerics.Tensors.Tensor";
    public const string TensorSpan = "System.Numerics.Tensors.TensorSpan";
    public const string ReadOnlyTensorSpan = "System.Numerics.Tensors.ReadOnlyTensorSpan";
}
