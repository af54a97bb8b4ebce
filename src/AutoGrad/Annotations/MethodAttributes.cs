namespace AutoGrad;

/// <summary>Marks a method of a model as a forward pass: it gets a fused overload that writes to a destination.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForwardAttribute : Attribute;

/// <summary>Marks a method of a model as a loss: it gets a fused gradient, and the model's only one a <c>TrainStep</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LossAttribute : Attribute;

/// <summary>Marks a static method whose derivatives are written at build time: <c>FGradient</c>, <c>FVjp</c>, <c>FJvp</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DifferentiableAttribute : Attribute;

/// <summary>Marks a parameter of a differentiable method that gets no gradient.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NonDifferentiableAttribute : Attribute;

/// <summary>
/// Marks a static method as the derivative of another of the same class, used wherever that one is called: it takes the same
/// arguments and then the cotangent of the result, and returns the cotangents of the arguments.
/// </summary>
/// <param name="method">The method's name; write <c>nameof</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DerivativeOfAttribute(string method) : Attribute
{
    /// <summary>The name of the method whose derivative this is.</summary>
    public string Method { get; } = method;
}

/// <summary>
/// Cuts the gradient's way back through the outermost counted loops of a forward pass: before every step whose distance
/// from the end is a multiple of <paramref name="steps"/>, what the loop carries counts as constant. A loss after the loop
/// sees exactly the last steps, a loss inside it at most that many.
/// </summary>
/// <param name="steps">How many steps the gradient flows back; at least 1.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TruncatedBackpropAttribute(int steps) : Attribute
{
    /// <summary>How many steps the gradient flows back.</summary>
    public int Steps { get; } = steps;
}
