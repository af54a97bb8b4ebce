namespace AutoGrad;

/// <summary>
/// Marks a method of a model that changes its parameters' first values: it is called whenever all of them have got those that their
/// <c>Init</c> says, in a layer too. It takes and returns nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InitializerAttribute : Attribute;
