// Draws the package's icon: a nabla, the sign of a gradient, whose strokes thin out towards its tip, over a descending curve.
// dotnet run build/icon/DrawIcon.cs [path]
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

const int Size = 128, Samples = 4;
string path = args.Length > 0 ? args[0] : Path.Combine(Environment.CurrentDirectory, "build", "icon", "icon.png");

var pixels = new byte[Size * ((Size * 4) + 1)]; // each row begins with a zero: it is not filtered
for (int y = 0; y < Size; y++)
{
    for (int x = 0; x < Size; x++)
    {
        double red = 0, green = 0, blue = 0, alpha = 0;
        for (int i = 0; i < Samples * Samples; i++)
        {
            var (r, g, b, a) = Colour(x + (((i % Samples) + 0.5) / Samples), y + (((i / Samples) + 0.5) / Samples));
            (red, green, blue, alpha) = (red + (r * a), green + (g * a), blue + (b * a), alpha + a);
        }

        int start = (y * ((Size * 4) + 1)) + 1 + (x * 4);
        if (alpha > 0)
            (pixels[start], pixels[start + 1], pixels[start + 2]) = ((byte)(red / alpha), (byte)(green / alpha), (byte)(blue / alpha));
        pixels[start + 3] = (byte)(255 * alpha / (Samples * Samples));
    }
}

var header = new byte[13];
BinaryPrimitives.WriteInt32BigEndian(header, Size);
BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
(header[8], header[9]) = (8, 6); // eight bits of red, green, blue and alpha
using var packed = new MemoryStream();
using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
    zlib.Write(pixels);

using FileStream file = File.Create(path);
file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
Chunk(file, "IHDR", header);
Chunk(file, "IDAT", packed.ToArray());
Chunk(file, "IEND", []);

static (double R, double G, double B, double A) Colour(double x, double y)
{
    const double Corner = 24;
    double dx = Math.Max(Math.Abs(x - (Size / 2)) - ((Size / 2) - Corner), 0), dy = Math.Max(Math.Abs(y - (Size / 2)) - ((Size / 2) - Corner), 0);
    if (Math.Sqrt((dx * dx) + (dy * dy)) > Corner)
        return (0, 0, 0, 0);
    double nabla = Math.Min(
        Math.Min(Segment(x, y, 26, 32, 102, 32) - 6.5, Segment(x, y, 26, 32, 64, 100) - 6.5),
        Segment(x, y, 102, 32, 64, 100) - 4);
    if (nabla < 0)
        return (255, 255, 255, 1);
    double curve = Math.Abs(y - (118 - (70 * Math.Exp(-x / 34))));
    if (curve < 2.5)
        return (255, 190, 90, 1);
    double light = 1 - (y / (Size * 1.6));
    return (70 * light, 60 * light, 190 * light, 1);
}

static double Segment(double x, double y, double x0, double y0, double x1, double y1)
{
    double t = Math.Clamp((((x - x0) * (x1 - x0)) + ((y - y0) * (y1 - y0))) / (((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0))), 0, 1);
    return Math.Sqrt(Math.Pow(x - x0 - (t * (x1 - x0)), 2) + Math.Pow(y - y0 - (t * (y1 - y0)), 2));
}

static void Chunk(Stream file, string kind, byte[] data)
{
    byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
    Span<byte> number = stackalloc byte[4];
    BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
    file.Write(number);
    file.Write(body);
    BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
    file.Write(number);
}

// The check of PNG's specification, annex D.
static uint Crc(byte[] data)
{
    uint crc = uint.MaxValue;
    foreach (byte value in data)
    {
        crc ^= value;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
    }

    return ~crc;
}
