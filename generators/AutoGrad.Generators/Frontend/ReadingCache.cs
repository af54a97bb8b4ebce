using System.Runtime.CompilerServices;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend;

/// <summary>
/// The readings of one compilation. A compilation that differs from an earlier one in bodies only takes over all readings that looked into none of
/// these: what a name in a body means depends on declarations and on nothing in other bodies. Binding is most of what reading costs, so an edit
/// costs what was edited. Not taken over is what was refused, since problems hold locations.
/// </summary>
internal sealed class ReadingCache
{
    private const int MostRecent = 4;

    private static readonly object s_gate = new();
    private static readonly ConditionalWeakTable<Compilation, ReadingCache> s_caches = new();

    // Recent caches live as long as one of their trees: a compilation that is edited may be gone before the next one is read.
    private static readonly ConditionalWeakTable<SyntaxTree, ReadingCache> s_anchors = new();
    private static readonly List<WeakReference<ReadingCache>> s_recent = [];

    [ThreadStatic]
    private static Bodies? s_reading;

    [ThreadStatic]
    private static bool s_isAhead;

    private readonly Dictionary<SyntaxNode, Entry> _entries = [];
    private readonly HashSet<SyntaxTree> _trees;
    private readonly bool _seesGenerated;
    private readonly string? _assembly;
    private readonly CompilationOptions _options;
    private readonly MetadataReference[] _references;
    private IReadOnlyCollection<SyntaxTree> _unread;
    private ReadingsAhead? _ahead;
    private int _isBegun;

    private ReadingCache(Compilation compilation)
    {
        _trees = [.. compilation.SyntaxTrees.Where(t => !IsOwn(t))];
        _unread = _trees;
        _seesGenerated = compilation.SyntaxTrees.Any(IsOwn);
        _assembly = compilation.AssemblyName;
        _options = Bare(compilation.Options);
        _references = [.. compilation.References];
    }

    /// <summary>The reading of a declaration, made by <paramref name="read"/> where there is none yet.</summary>
    public static T Get<T>(Compilation compilation, SyntaxNode declaration, Func<Bodies, T> read, CancellationToken cancellation)
        where T : class, IReading
    {
        ReadingCache cache = Of(compilation);
        if (cache.Find(declaration) is T known)
            return known;
        // A reading within another waits for nobody: two that wait for each other would wait for ever.
        ReadingAhead? ahead = cache._ahead?.Of(declaration);
        bool isMine = ahead?.TryClaim() ?? true;
        if (!isMine && s_reading is null)
        {
            ahead!.Wait(cancellation);
            if (cache.Find(declaration) is T finished)
                return finished;
        }

        try
        {
            return cache.Read(compilation, declaration, read, cancellation);
        }
        finally
        {
            if (isMine)
                ahead?.End();
        }
    }

    /// <summary>Begins to read all declarations of a compilation that have not been read, on all cores, before the first is asked for.</summary>
    public static void Begin(Compilation compilation, CancellationToken cancellation)
    {
        ReadingCache cache = Of(compilation);
        if (Interlocked.Exchange(ref cache._isBegun, 1) != 0)
            return;
        cache._ahead = new ReadingsAhead(cache._unread, cancellation);
        cache._ahead.Begin(compilation, cancellation);
    }

    /// <summary>
    /// Reads on a thread that nobody asked on. What is refused there is not kept: such a thread may have less of a stack than who asks, and what is
    /// nested too deeply must not depend on who reads first.
    /// </summary>
    public static void Ahead(Action read)
    {
        s_isAhead = true;
        try
        {
            read();
        }
        finally
        {
            s_isAhead = false;
        }
    }

    private IReading? Find(SyntaxNode declaration)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(declaration, out Entry known))
                return null;
            Add(known.Trees);
            return known.Reading;
        }
    }

    private T Read<T>(Compilation compilation, SyntaxNode declaration, Func<Bodies, T> read, CancellationToken cancellation)
        where T : class, IReading
    {
        Bodies? outer = s_reading;
        var bodies = s_reading = new Bodies(compilation, cancellation);
        T reading;
        try
        {
            reading = read(bodies);
        }
        finally
        {
            s_reading = outer;
        }

        SyntaxTree[] trees = [.. bodies.Trees.Append(declaration.SyntaxTree).Distinct()];
        if (reading.IsSound || !s_isAhead)
        {
            lock (_entries)
                _entries[declaration] = new Entry(reading, trees);
        }

        Add(trees);
        return reading;
    }

    // A class is read with its layers: what they looked into, it looked into.
    private static void Add(SyntaxTree[] trees)
    {
        foreach (SyntaxTree tree in trees)
            s_reading?.LookInto(tree);
    }

    private static ReadingCache Of(Compilation compilation)
    {
        lock (s_gate)
        {
            if (s_caches.TryGetValue(compilation, out ReadingCache? known))
                return known;
            var cache = new ReadingCache(compilation);
            s_caches.Add(compilation, cache);
            foreach (WeakReference<ReadingCache> recent in s_recent)
            {
                if (recent.TryGetTarget(out ReadingCache? earlier) && cache.TryContinue(earlier))
                    break;
            }

            foreach (SyntaxTree tree in cache._trees)
            {
                s_anchors.Remove(tree);
                s_anchors.Add(tree, cache);
            }

            s_recent.RemoveAll(r => !r.TryGetTarget(out _));
            s_recent.Insert(0, new WeakReference<ReadingCache>(cache));
            s_recent.RemoveRange(Math.Min(s_recent.Count, MostRecent), Math.Max(0, s_recent.Count - MostRecent));
            return cache;
        }
    }

    // The generator reads before its own members are there, and must not take over what was read with them: a constructor of its own would look
    // like the user's. The other way round the reading is what was compiled.
    private bool TryContinue(ReadingCache earlier)
    {
        if ((earlier._seesGenerated && !_seesGenerated) || earlier._assembly != _assembly || !earlier._options.Equals(_options) || !earlier._references.SequenceEqual(_references))
            return false;
        SyntaxTree[] added = [.. _trees.Where(t => !earlier._trees.Contains(t))];
        Dictionary<string, SyntaxTree> removed = [];
        foreach (SyntaxTree tree in earlier._trees.Where(t => !_trees.Contains(t)))
            removed[tree.FilePath] = tree;
        if (added.Length != removed.Count || !added.All(t => removed.TryGetValue(t.FilePath, out SyntaxTree? before) && DifferInBodiesOnly(before, t)))
            return false;

        HashSet<SyntaxTree> edited = [.. removed.Values];
        lock (earlier._entries)
        {
            foreach (KeyValuePair<SyntaxNode, Entry> pair in earlier._entries.Where(p => p.Value.Reading.IsSound && !p.Value.Trees.Any(edited.Contains)))
                _entries[pair.Key] = pair.Value;
        }

        _unread = added;
        return true;
    }

    // What finds files and keys says nothing about the meaning of a name, and the compiler's own such objects cannot all be compared: asked whether
    // they are equal, those of a command line throw.
    private static CompilationOptions Bare(CompilationOptions options)
        => options.WithMetadataReferenceResolver(null).WithXmlReferenceResolver(null).WithSourceReferenceResolver(null)
            .WithStrongNameProvider(null).WithSyntaxTreeOptionsProvider(null).WithAssemblyIdentityComparer(AssemblyIdentityComparer.Default);

    // Initializers count as declarations: constants, and what a constructor is known to set.
    private static bool DifferInBodiesOnly(SyntaxTree before, SyntaxTree after)
        => before.Options.Equals(after.Options)
            && SyntaxFactory.AreEquivalent(before.GetRoot(), after.GetRoot(), static kind => kind is SyntaxKind.Block or SyntaxKind.ArrowExpressionClause or SyntaxKind.GlobalStatement);

    // Both generator and analyzer lower what the user wrote, so that generated members never count.
    private static bool IsOwn(SyntaxTree tree) => tree.FilePath.IndexOf(typeof(DifferentiableGenerator).FullName, StringComparison.Ordinal) >= 0;

    private readonly record struct Entry(IReading Reading, SyntaxTree[] Trees);
}

/// <summary>What was read of one declaration.</summary>
internal interface IReading
{
    /// <summary>Whether nothing was refused, so that the reading holds nothing of its compilation.</summary>
    bool IsSound { get; }
}
