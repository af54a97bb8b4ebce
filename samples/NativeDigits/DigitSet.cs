using System.Buffers.Text;
using System.IO.Compression;
using System.Numerics.Tensors;

namespace NativeDigits;

/// <summary>The digits of samples/Digits, from within this file: 64 intensities and a label each, the fifth part for the test.</summary>
internal sealed record DigitSet(Tensor<float> TrainX, Tensor<int> TrainY, Tensor<float> TestX, Tensor<int> TestY)
{
    private const int Pixels = 64;

    public static DigitSet Read()
    {
        int[][] rows = Rows();
        new Random(0).Shuffle(rows);
        int test = rows.Length / 5;
        return new(Images(rows[test..]), Labels(rows[test..]), Images(rows[..test]), Labels(rows[..test]));
    }

    private static int[][] Rows()
    {
        using Stream resource = typeof(DigitSet).Assembly.GetManifestResourceStream("digits.csv.gz") ?? throw new InvalidDataException("The digits are missing.");
        using var text = new MemoryStream();
        using (var unzipped = new GZipStream(resource, CompressionMode.Decompress))
            unzipped.CopyTo(text);

        ReadOnlySpan<byte> rest = text.GetBuffer().AsSpan(0, (int)text.Length);
        var rows = new List<int[]>();
        while (rest.Length > 0)
        {
            var row = new int[Pixels + 1];
            for (int i = 0; i < row.Length; i++)
            {
                if (!Utf8Parser.TryParse(rest, out row[i], out int used))
                    throw new InvalidDataException($"Row {rows.Count} has no number in column {i}.");
                rest = rest[used..].TrimStart(",\r\n"u8);
            }

            rows.Add(row);
        }

        return [.. rows];
    }

    private static Tensor<float> Images(int[][] rows) => Tensor.Create(rows.SelectMany(r => r[..Pixels].Select(v => v / 16f)).ToArray(), [rows.Length, Pixels]);

    private static Tensor<int> Labels(int[][] rows) => Tensor.Create(rows.Select(r => r[Pixels]).ToArray(), [rows.Length]);
}
