namespace AutoGrad.Docs.Tests;

/// <summary>What is expected of a block of code.</summary>
internal enum Expectation
{
    /// <summary>It compiles, without a warning of the compiler or of ours.</summary>
    Compiles,

    /// <summary>It is refused, or warned of, by the diagnostic that is named.</summary>
    IsReported,

    /// <summary>It is in what is generated for the program before it, but for lines that are only an ellipsis.</summary>
    IsGenerated,
}

/// <summary>A block of C# in a page.</summary>
/// <param name="Line">Where it begins in the page, from 1.</param>
/// <param name="Code">The whole program: the block, what is hidden before it, and the blocks that it continues.</param>
/// <param name="Shown">The block alone.</param>
/// <param name="Expectation">What is expected of it.</param>
/// <param name="Diagnostic">The identifier of the diagnostic, where one is expected.</param>
/// <param name="Output">What the program prints, where the page says so.</param>
internal sealed record Block(int Line, string Code, string Shown, Expectation Expectation, string? Diagnostic, string? Output);
