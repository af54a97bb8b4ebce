using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>
/// What was found out about declarations, kept as long as they are. An edit elsewhere leaves the same declaration or, in the same file, one of
/// the same value: neither is looked into again.
/// </summary>
/// <param name="areAlike">Whether two declarations have one result.</param>
internal sealed class ByDeclaration<TDeclaration, TResult>(Func<TDeclaration, TDeclaration, bool> areAlike)
    where TDeclaration : class
    where TResult : class
{
    private readonly ConditionalWeakTable<TDeclaration, TResult> _results = new();
    private readonly ConcurrentDictionary<string, WeakReference<TDeclaration>> _last = new(StringComparer.Ordinal);

    /// <summary>The result for a declaration, made by <paramref name="make"/> where there is none of it nor of the last of that name.</summary>
    public TResult Get(string name, TDeclaration declaration, Func<TDeclaration, TResult> make)
    {
        if (_results.TryGetValue(declaration, out TResult? known))
            return known;
        bool isKnown = _last.TryGetValue(name, out WeakReference<TDeclaration>? last) && last.TryGetTarget(out TDeclaration? equal)
            && areAlike(equal, declaration) && _results.TryGetValue(equal, out known);
        TResult result = isKnown ? known! : make(declaration);
        _last[name] = new(declaration);
        return _results.GetValue(declaration, _ => result);
    }
}
