namespace AutoGrad;

/// <summary>
/// Marks an argument of a model's primary constructor as one that divides another, for example
/// <c>GroupNorm([Divides("features")] int groups, int features)</c>. Where an owner passes constants, the build says so; else the constructor throws.
/// </summary>
/// <param name="argument">The name of the other argument.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DividesAttribute(string argument) : Attribute
{
    /// <summary>The name of the other argument.</summary>
    public string Argument { get; } = argument;
}
