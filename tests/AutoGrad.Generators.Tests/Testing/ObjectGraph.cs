using System.Collections;
using System.Reflection;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>Walks all that an object reaches by its fields.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails where a Roslyn object is reachable: it would keep a whole compilation alive, and never be equal to the next one.</summary>
    public static void RequireNoRoslyn(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var queue = new Queue<(object Value, string Path)>([(root, root.GetType().Name)]);
        while (queue.TryDequeue(out (object Value, string Path) item))
        {
            Type type = item.Value.GetType();
            Assert.False(type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal), $"{item.Path} is a {type.FullName}");
            Assert.IsNotAssignableFrom<Delegate>(item.Value);
            if (type.IsPrimitive || type == typeof(string) || type.IsEnum || !seen.Add(item.Value))
                continue;
            if (item.Value is Array array)
            {
                foreach (object element in ((IEnumerable)array).Cast<object?>().OfType<object>())
                    queue.Enqueue((element, item.Path + "[]"));
            }

            for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
            {
                foreach (FieldInfo field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (field.GetValue(item.Value) is { } value)
                        queue.Enqueue((value, $"{item.Path}.{field.Name}"));
                }
            }
        }
    }
}
