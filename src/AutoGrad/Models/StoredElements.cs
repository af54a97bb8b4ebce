using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>The elements of tensors in safetensors files.</summary>
internal static class StoredElements
{
    // A span of bytes cannot cover a whole large tensor.
    private const int PartLength = 1 << 16;

    /// <summary>The bytes of one element; 0 for a type that is not known.</summary>
    internal static int Size(string elementType)
        => elementType switch
        {
            "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" => 1,
            "U16" or "I16" or "F16" or "BF16" => 2,
            "U32" or "I32" or "F32" => 4,
            "U64" or "I64" or "F64" => 8,
            _ => 0,
        };

    /// <summary>
    /// The elements as floats, from the file's position on. The bytes are there: the header was checked against the file's length.
    /// </summary>
    internal static float[] Read(FileStream file, StoredTensor tensor)
    {
        if (tensor.ElementType is not ("F32" or "F64" or "F16" or "BF16"))
            throw new InvalidDataException($"tensor '{tensor.Name}' has dtype {tensor.ElementType}: F32, F64, F16 and BF16 can be read");
        long count = (tensor.End - tensor.Begin) / Size(tensor.ElementType);
        if (count > Array.MaxLength)
            throw new InvalidDataException($"tensor '{tensor.Name}' has {count} elements, more than one array can hold");
        var elements = new float[count];
        for (int start = 0; start < elements.Length; start += PartLength)
            Fill(file, tensor.ElementType, elements.AsSpan(start, Math.Min(PartLength, elements.Length - start)));
        return elements;
    }

    private static void Fill(FileStream file, string elementType, Span<float> part)
    {
        switch (elementType)
        {
            case "F32":
                file.ReadExactly(MemoryMarshal.AsBytes(part));
                break;
            case "F64":
                double[] doubles = Next<double>(file, part.Length);
                for (int i = 0; i < doubles.Length; i++)
                    part[i] = (float)doubles[i];
                break;
            case "F16":
                TensorPrimitives.ConvertToSingle(Next<Half>(file, part.Length), part);
                break;
            default:
                // The upper half of a float.
                ushort[] halves = Next<ushort>(file, part.Length);
                for (int i = 0; i < halves.Length; i++)
                    part[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
        }
    }

    private static T[] Next<T>(FileStream file, int count)
        where T : unmanaged
    {
        var elements = new T[count];
        file.ReadExactly(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }
}
