using System.Runtime.CompilerServices;

namespace AutoGrad.Generators.Emission;

/// <summary>
/// Work that is begun for all declarations that an edit changed before the outputs ask for the first of them, so that all cores share it: the
/// compiler runs the outputs one after another. What comes of it depends on nothing but the declaration, so neither order nor threads show in it.
/// </summary>
internal sealed class Ahead<TDeclaration, TResult>
    where TDeclaration : class
{
    private readonly ConditionalWeakTable<TDeclaration, Task<TResult>> _begun = new();

    /// <summary>Begins the work on a declaration.</summary>
    public void Begin(TDeclaration declaration, Func<TResult> work) => _begun.GetValue(declaration, _ => Task.Run(work));

    /// <summary>What came of it, once: it is not kept. Work that was not begun is done now.</summary>
    public TResult Take(TDeclaration declaration, Func<TResult> work)
    {
        if (!_begun.TryGetValue(declaration, out Task<TResult>? task))
            return work();
        _begun.Remove(declaration);
        // The output cannot be asynchronous; the task waits for nothing.
        return task.GetAwaiter().GetResult();
    }
}
