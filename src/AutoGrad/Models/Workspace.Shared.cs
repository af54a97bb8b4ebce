namespace AutoGrad;

public sealed partial class Workspace
{
    [ThreadStatic]
    private static Stack<Workspace>? s_free;

    /// <summary>A workspace for one call of a function that has no model to keep one. What is rented and not returned is left to the garbage collector.</summary>
    public static Workspace Rent() => s_free is { Count: > 0 } free ? free.Pop() : new Workspace();

    /// <summary>Gives a workspace back.</summary>
    public static void Return(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        (s_free ??= new Stack<Workspace>()).Push(workspace);
    }
}
