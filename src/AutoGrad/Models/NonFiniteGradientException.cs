namespace AutoGrad;

/// <summary>A training step met a loss or a gradient that is infinite or not a number.</summary>
public sealed class NonFiniteGradientException : ArithmeticException
{
    /// <summary>Creates the exception for one parameter.</summary>
    /// <param name="parameterName">The first parameter whose gradient is not finite; null if only the loss is not.</param>
    public NonFiniteGradientException(string? parameterName)
        : base(parameterName is null ? "The loss is not finite." : $"The gradient of parameter '{parameterName}' is not finite.")
        => ParameterName = parameterName;

    /// <summary>Creates the exception with a message that also tells where the number came from.</summary>
    /// <param name="parameterName">The first parameter whose gradient is not finite; null if only the loss is not.</param>
    /// <param name="message">The whole message.</param>
    public NonFiniteGradientException(string? parameterName, string message)
        : base(message)
        => ParameterName = parameterName;

    /// <summary>The first parameter whose gradient is not finite; null if only the loss is not.</summary>
    public string? ParameterName { get; }
}
