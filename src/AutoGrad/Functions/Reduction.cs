namespace AutoGrad;

/// <summary>What a loss makes of the losses of elements or rows.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
