using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AutoGrad.Compiler;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Generators.Emission;

/// <summary>
/// What the compiler behind the front end makes of a declaration, and what it refuses. Refusals are kept as long as the declaration they are of,
/// so that the analyzer need not compile again what the generator has compiled, nor what was not edited; the text is not kept.
/// </summary>
internal static class Compiled
{
    private static readonly ConditionalWeakTable<object, Dictionary<string, string>> s_refusals = new();

    // By name the last declaration that was compiled: a reading after an edit elsewhere in the file gives another object of the same value.
    private static readonly ConcurrentDictionary<string, WeakReference<object>> s_last = new(StringComparer.Ordinal);

    private static readonly Ahead<ModelDeclaration, EquatableArray<GeneratedSource>> s_files = new();

    private static readonly Ahead<FunctionDeclaration, string> s_texts = new();

    /// <summary>Begins what <see cref="Files"/> will be asked for.</summary>
    public static void Begin(ModelDeclaration model, bool isChecked) => s_files.Begin(model, () => Compile(model, isChecked).Files);

    /// <summary>Begins what <see cref="Text"/> will be asked for.</summary>
    public static void Begin(FunctionDeclaration function) => s_texts.Begin(function, () => Compile(function).Text);

    /// <summary>The files of a model. A fault of the compiler is an error in the generated code, beside signatures that throw: neither silence nor a crash.</summary>
    public static EquatableArray<GeneratedSource> Files(ModelDeclaration model, bool isChecked) => s_files.Take(model, () => Compile(model, isChecked).Files);

    /// <summary>The file of a function. What is refused, the analyzer reports; signatures that throw keep the callers' errors away.</summary>
    public static string Text(FunctionDeclaration function) => s_texts.Take(function, () => Compile(function).Text);

    /// <summary>Why methods of a model were refused, by name.</summary>
    public static IReadOnlyDictionary<string, string> RefusalsOf(ModelDeclaration model) => Known(NameOf(model), model) ?? Compile(model, isChecked: false).Refusals;

    /// <summary>Why a function was refused, or null.</summary>
    public static string? RefusalOf(FunctionDeclaration function)
        => (Known(NameOf(function), function) ?? Compile(function).Refusals).TryGetValue(function.Name, out string? reason) ? reason : null;

    private static (EquatableArray<GeneratedSource> Files, Dictionary<string, string> Refusals) Compile(ModelDeclaration model, bool isChecked)
    {
        Dictionary<string, string> refusals = [];
        EquatableArray<GeneratedSource> files;
        try
        {
            files = Pipeline.Compile(model, isChecked, (method, reason) => refusals[method] = reason);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (MethodDeclaration method in model.Methods)
                refusals[method.Name] = e.Message;
            var error = new GeneratedSource("Error", $"#error AutoGrad could not compile {model.Name}, which is a fault in AutoGrad: {e.GetType().Name}: {e.Message.Replace("\r", " ").Replace("\n", " ")}\n");
            files = Pipeline.Compile(model with { Methods = model.Methods.Select(m => m with { Graph = null }).ToEquatableArray() }, isChecked).Append(error).ToEquatableArray();
        }

        return (files, Keep(NameOf(model), model, refusals));
    }

    private static (string Text, Dictionary<string, string> Refusals) Compile(FunctionDeclaration function)
    {
        Dictionary<string, string> refusals = [];
        string text;
        try
        {
            text = Pipeline.Compile(function).Text;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            refusals[function.Name] = e.Message;
            text = Pipeline.Compile(function with { Graph = null }).Text;
        }

        return (text, Keep(NameOf(function), function, refusals));
    }

    private static Dictionary<string, string>? Known(string name, object declaration)
        => s_refusals.TryGetValue(declaration, out Dictionary<string, string>? known) ? known
            : s_last.TryGetValue(name, out WeakReference<object>? last) && last.TryGetTarget(out object? equal) && equal.Equals(declaration) && s_refusals.TryGetValue(equal, out known) ? known
            : null;

    private static Dictionary<string, string> Keep(string name, object declaration, Dictionary<string, string> refusals)
    {
        s_last[name] = new WeakReference<object>(declaration);
        return s_refusals.GetValue(declaration, _ => refusals);
    }

    private static string NameOf(ModelDeclaration model) => string.Join(".", model.ContainingTypes.Prepend(model.Namespace).Append(model.Name));

    private static string NameOf(FunctionDeclaration function) => string.Join(".", function.ContainingTypes.Prepend(function.Namespace).Append(function.TypeName).Append(function.Name));
}
