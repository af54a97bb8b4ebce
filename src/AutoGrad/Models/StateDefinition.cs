using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;

namespace AutoGrad;

/// <summary>What a model declares about one state. Generated code writes it.</summary>
/// <param name="Name">Its name, dotted for the state of layers, with a <c>*</c> for the index in each stack of them: <c>Hidden.*.Mean</c>.</param>
/// <param name="Copies">How many layers each stack has, the outermost first.</param>
/// <param name="Lengths">The lengths of its axes.</param>
/// <param name="Initial">What each element is at first and after a reset.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record StateDefinition(string Name, ImmutableArray<nint> Copies, ImmutableArray<nint> Lengths, float Initial = 0)
{
    /// <summary>The elements of all copies.</summary>
    internal nint Count => Copies.Concat(Lengths).Aggregate((nint)1, (a, b) => checked(a * b));

    /// <summary>Name and lengths, for comparison.</summary>
    internal string Shape => $"{Name} [{string.Join(", ", Copies.Concat(Lengths))}]";

    /// <summary>The names of the copies, in the order of memory.</summary>
    internal IEnumerable<string> Names
    {
        get
        {
            string[] parts = Name.Split('*');
            IEnumerable<string> names = [parts[0]];
            for (int i = 0; i < Copies.Length; i++)
            {
                int count = (int)Copies[i];
                string part = parts[i + 1];
                names = names.SelectMany(n => Enumerable.Range(0, count).Select(c => string.Create(CultureInfo.InvariantCulture, $"{n}{c}{part}"))).ToList();
            }

            return names;
        }
    }
}
