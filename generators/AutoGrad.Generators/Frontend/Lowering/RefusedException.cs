using AutoGrad.Generators.Diagnostics;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>Ends the lowering of one method. <see cref="Problem"/> is null where the C# itself is wrong, which the compiler reports.</summary>
internal sealed class RefusedException(Problem? problem) : Exception
{
    public Problem? Problem { get; } = problem;
}
