namespace AutoGrad;

/// <summary>A training step met a loss or a gradient that is infinite or not a number.</summary>
public sealed class NonFiniteGradientException : ArithmeticException
{
    /// <summary>Creates the exception for one parameter.</summary>
    /// <param name="parameterName">The first parameter whose gradient is not finite; null if only the loss is not.</param>
    /// <param name="origin">Where the number came from, if it was found.</param>
    public NonFiniteGradientException(string? parameterName, NonFiniteOrigin? origin = null)
        : base((parameterName is null ? "The loss is not finite" : $"The gradient of parameter '{parameterName}' is not finite") + (origin is null ? "." : $": {origin}."))
    {
        ParameterName = parameterName;
        Origin = origin;
    }

    /// <summary>The first parameter whose gradient is not finite; null if only the loss is not.</summary>
    public string? ParameterName { get; }

    /// <summary>Where the number began, or null where the step was not replayed.</summary>
    public NonFiniteOrigin? Origin { get; }
}
