using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Package.Tests.Testing;

/// <summary>
/// The generator and the analyzer of an unpacked package, loaded as the compiler loads them: by file references, which refuse an assembly that
/// was built for a newer compiler. What cannot be loaded fails the test.
/// </summary>
internal sealed class PackedAnalyzers : IAnalyzerAssemblyLoader
{
    private readonly AssemblyLoadContext _context = new("the package's analyzers");
    private readonly Dictionary<string, Assembly> _loaded = [];

    public PackedAnalyzers(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.dll");
        _context.Resolving += (_, name) => files.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == name.Name) is { } file ? LoadFromPath(file) : null;
        var failures = new List<string>();
        foreach (string file in files)
        {
            var reference = new AnalyzerFileReference(file, this);
            reference.AnalyzerLoadFailed += (_, failure) => failures.Add($"{Path.GetFileName(file)}: {failure.ErrorCode} {failure.Message}");
            Generators = Generators.AddRange(reference.GetGenerators(LanguageNames.CSharp));
            Analyzers = Analyzers.AddRange(reference.GetAnalyzers(LanguageNames.CSharp));
        }

        Assert.Empty(failures);
    }

    public ImmutableArray<ISourceGenerator> Generators { get; } = [];

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [];

    public void AddDependencyLocation(string fullPath)
    {
    }

    // From memory, so that the files can be deleted.
    public Assembly LoadFromPath(string fullPath)
    {
        lock (_loaded)
        {
            if (!_loaded.TryGetValue(fullPath, out Assembly? assembly))
                _loaded[fullPath] = assembly = _context.LoadFromStream(new MemoryStream(File.ReadAllBytes(fullPath)));
            return assembly;
        }
    }
}
