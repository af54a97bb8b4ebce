using System.Text;

namespace AutoGrad.Tests.Models;

/// <summary>
/// Ten thousand files with random damage, from flipped bits to spliced headers: each gives the model whole or is refused in words that name the
/// file, without more memory than a file of its size may ask for.
/// </summary>
public sealed class SafeTensorsFuzzTests : IDisposable
{
    private const int Files = 10_000;

    // The header's own objects: a name or a list of numbers takes a few times the bytes of its text.
    private const long MostMemory = 1 << 20;

    private static readonly string[] s_fragments =
    [
        "\"dtype\":\"F32\"", "\"shape\":[", "\"data_offsets\":[0,24]", "18446744073709551615", "9223372036854775807", "-1", "1e400", "{", "}", "[[[[", "\"", ",", ":", "\\u0000", "\\ud800",
        "\"W\":", "\"__metadata__\":{\"a\":\"b\"}", "\"F64\"", "\"BF16\"", "\"BOOL\"", "null", "true", "  ", "\0", "\u00ff",
    ];

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Damaged_files_are_refused_in_words_or_change_no_meaning()
    {
        var set = new ParameterSet(new("W", [2, 3]), new("B", [3]));
        set.ValueSpan().Fill(7);
        set.Save(path);
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] damaged = Damage(whole, random);
            File.WriteAllBytes(path, damaged);
            set.ValueSpan().Fill(5);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (i % 2 == 0)
                    set.Load(path);
                else
                    ReadAll(damaged.Length);
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
                Assert.All(Sets.Read(set.Values), value => Assert.Equal(5, value));
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }

        // Damage to the data alone cannot be seen; most is elsewhere.
        Assert.InRange(refused, Files / 2, Files - 1);
    }

    private void ReadAll(int length)
    {
        using TensorFile file = TensorFile.Open(path);
        foreach (string name in file.Names)
        {
            if (file.ElementTypeOf(name) is "F32" or "F64" or "F16" or "BF16")
                Assert.InRange(file.Read(name).FlattenedLength, 0, length);
        }
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int at = random.Next(bytes.Count), count = random.Next(1, 1 + Math.Min(16, bytes.Count - at));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[random.Next(Math.Min(8, bytes.Count))] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count + 1), count));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_fragments[random.Next(s_fragments.Length)]));
                    break;
                case 5:
                    byte[] fragment = Encoding.UTF8.GetBytes(s_fragments[random.Next(s_fragments.Length)]);
                    for (int i = 0; i < fragment.Length && at + i < bytes.Count; i++)
                        bytes[at + i] = fragment[i];
                    break;
                default:
                    if (at > 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }

            if (bytes.Count == 0)
                break;
        }

        return [.. bytes];
    }
}
