using System.Globalization;
using System.Text;

namespace AutoGrad;

/// <summary>The values of one operand of an expression.</summary>
/// <param name="Name">Its name in the user's source, or what it is.</param>
/// <param name="Smallest">The smallest element.</param>
/// <param name="Largest">The largest element.</param>
public readonly record struct OperandRange(string Name, double Smallest, double Largest)
{
    /// <inheritdoc/>
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} {(Smallest.Equals(Largest) ? $"is {Smallest:G4}" : $"is between {Smallest:G4} and {Largest:G4}")}");
}

/// <summary>
/// Where a number that is infinite or not a number began: the first expression of a step whose operands were all finite and whose result
/// was not.
/// </summary>
/// <param name="Expression">The expression, as the user wrote it.</param>
/// <param name="File">The name of its file; null where it is not known, as for a layer of another assembly.</param>
/// <param name="Line">The line on which it begins, from 1; 0 where it is not known.</param>
/// <param name="Column">The column at which it begins, from 1.</param>
/// <param name="EndLine">The line on which it ends.</param>
/// <param name="EndColumn">The column after its end.</param>
/// <param name="IsBackward">Whether it was the expression's derivative, and not its value.</param>
/// <param name="Iterations">The iterations of the loops around it, the outermost first, from 0.</param>
/// <param name="Operands">What went into it.</param>
public sealed record NonFiniteOrigin(
    string Expression,
    string? File,
    int Line,
    int Column,
    int EndLine,
    int EndColumn,
    bool IsBackward,
    IReadOnlyList<long> Iterations,
    IReadOnlyList<OperandRange> Operands)
{
    /// <summary>Such as <c>log(x) is not finite in the forward pass, Model.cs(12,16), iteration 37: x is between 0 and 1</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(IsBackward ? "the derivative of " : "").Append(Expression).Append(" is not finite");
        if (File is not null)
            text.Append(CultureInfo.InvariantCulture, $", {File}({Line},{Column})");
        if (Iterations.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $", iteration {string.Join(" of ", Iterations.Reverse())}");
        if (Operands.Count > 0)
            text.Append(": ").AppendJoin(", ", Operands);
        return text.ToString();
    }
}
