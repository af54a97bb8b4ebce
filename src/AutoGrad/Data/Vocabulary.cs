using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace AutoGrad;

/// <summary>The characters of a text, each with a number.</summary>
public sealed class Vocabulary
{
    private readonly Rune[] characters;
    private readonly Dictionary<Rune, int> codes;

    private Vocabulary(Rune[] characters)
    {
        this.characters = characters;
        codes = characters.Select((c, i) => (c, i)).ToDictionary(pair => pair.c, pair => pair.i);
    }

    /// <summary>How many characters it has.</summary>
    public int Count => characters.Length;

    /// <summary>The characters of a text, in the order of their code points, which does not depend on the order of the text.</summary>
    /// <param name="text">The text, usually that of training.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static Vocabulary Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new Vocabulary([.. text.EnumerateRunes().Distinct().Order()]);
    }

    /// <summary>Reads a text file in UTF-8, as it is or compressed by gzip.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not UTF-8, or its compressed data are damaged.</exception>
    public static string ReadText(string path)
        => DataFile.Parse(path, stream =>
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            try
            {
                return reader.ReadToEnd();
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidDataException("it is not UTF-8", e);
            }
        });

    /// <summary>The numbers of a text's characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unknown">The number of characters that the vocabulary does not have; null refuses them.</param>
    /// <returns>[characters].</returns>
    /// <exception cref="ArgumentException">The text is empty, or has a character that is refused.</exception>
    public Tensor<int> Encode(string text, int? unknown = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var numbers = new List<int>(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            numbers.Add(codes.TryGetValue(character, out int code)
                ? code
                : unknown ?? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Character {numbers.Count}, '{character}' (U+{character.Value:X4}), is not in the vocabulary."), nameof(text)));
        }

        return Tensor.Create<int>([.. numbers], [numbers.Count]);
    }

    /// <summary>The text of numbers.</summary>
    /// <param name="numbers">The numbers, in order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is no character's.</exception>
    public string Decode(IEnumerable<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var text = new StringBuilder();
        foreach (int number in numbers)
        {
            if ((uint)number >= (uint)characters.Length)
                throw new ArgumentOutOfRangeException(nameof(numbers), number, $"The number of a character must be from 0 to {characters.Length - 1}.");
            text.Append(characters[number]);
        }

        return text.ToString();
    }
}
