using System.Text.Json;

namespace AutoGrad;

/// <summary>One tensor of a safetensors file: where its bytes lie, counted from the end of the header.</summary>
internal sealed record StoredTensor(string Name, string ElementType, long[] Lengths, long Begin, long End);

/// <summary>What a header says.</summary>
internal sealed record SafeTensorsContents(List<StoredTensor> Tensors, Dictionary<string, string> Metadata);

/// <summary>
/// The header of a safetensors file, a JSON object: each name maps to <c>dtype</c>, <c>shape</c> and <c>data_offsets</c>;
/// <c>__metadata__</c> maps strings to strings. (Format: github.com/huggingface/safetensors.)
/// </summary>
internal static class SafeTensorsHeader
{
    /// <summary>The one name that is no tensor's.</summary>
    internal const string Metadata = "__metadata__";

    /// <summary>The header of F32 tensors that follow each other without gaps, padded so that data start at a multiple of 8.</summary>
    internal static byte[] Write(IEnumerable<NamedValues> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            long offset = 0;
            json.WriteStartObject();
            if (metadata is not null)
                WriteMetadata(json, metadata);
            foreach (NamedValues tensor in tensors)
            {
                long end = offset + tensor.Values.Length * (long)sizeof(float);
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (nint length in tensor.Lengths)
                    json.WriteNumberValue(length);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(Metadata);
        foreach ((string name, string value) in metadata)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>Reads a header. Whether the tensors fit the file and the model is not looked at here.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such header; the message has no file name yet.</exception>
    internal static SafeTensorsContents Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            var tensors = new List<StoredTensor>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            Expect(ref reader, JsonTokenType.StartObject, "the header must be a JSON object");
            while (Next(ref reader) == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!names.Add(name))
                    throw new InvalidDataException($"tensor '{name}' occurs twice in the header");
                if (name == Metadata)
                    ReadMetadata(ref reader, metadata);
                else
                    tensors.Add(ReadTensor(ref reader, name));
            }

            if (reader.Read())
                throw new InvalidDataException("there is more than one JSON object in the header");
            return new SafeTensorsContents(tensors, metadata);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader reports text that is not valid UTF-16 as an invalid operation.
            throw new InvalidDataException($"the header is not valid JSON: {exception.Message}", exception);
        }
    }

    private static StoredTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string? elementType = null;
        long[]? lengths = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{name}' must be described by a JSON object");
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            bool isNew = field switch
            {
                "dtype" => Set(ref elementType, ReadText(ref reader, name)),
                "shape" => Set(ref lengths, ReadNumbers(ref reader, name, field)),
                "data_offsets" => Set(ref offsets, ReadNumbers(ref reader, name, field)),
                _ => throw new InvalidDataException($"tensor '{name}' has the field '{field}', which the format does not know"),
            };
            if (!isNew)
                throw new InvalidDataException($"tensor '{name}' has the field '{field}' twice");
        }

        if (elementType is null || lengths is null || offsets is null)
            throw new InvalidDataException($"tensor '{name}' must have the fields dtype, shape and data_offsets");
        if (offsets.Length != 2)
            throw new InvalidDataException($"tensor '{name}' must have two data_offsets but has {offsets.Length}");
        return new StoredTensor(name, elementType, lengths, offsets[0], offsets[1]);
    }

    private static bool Set<T>(ref T? field, T value)
        where T : class
    {
        bool isNew = field is null;
        field = value;
        return isNew;
    }

    private static string ReadText(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, $"the dtype of tensor '{name}' must be a string");
        return reader.GetString()!;
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, $"the {field} of tensor '{name}' must be a list of whole numbers");
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw new InvalidDataException($"the {field} of tensor '{name}' must be a list of whole numbers from 0 to {long.MaxValue}");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, $"{Metadata} must be a JSON object");
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"{Metadata} must map strings to strings");
            if (!metadata.TryAdd(name, reader.GetString()!))
                throw new InvalidDataException($"{Metadata} has the entry '{name}' twice");
        }
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader)
        => reader.Read() ? reader.TokenType : JsonTokenType.None;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string message)
    {
        if (Next(ref reader) != token)
            throw new InvalidDataException(message);
    }
}
