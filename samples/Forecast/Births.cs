using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;

/// <summary>Births in the United States, day by day from 1969 to 1988, as windows of four weeks and the day that follows each.</summary>
internal sealed class Births
{
    /// <summary>The days that a forecast sees.</summary>
    public const int Window = 28;

    /// <summary>What it sees of each: the births, and the day of the week and the season of the day after it.</summary>
    public const int Features = 10;

    /// <summary>The last four years, which no model is trained on.</summary>
    public const int TestDays = 1461;

    private readonly (DateTime Date, double Count)[] days;
    private readonly double mean;
    private readonly double deviation;

    /// <summary>Reads the series from the program's folder.</summary>
    public Births()
    {
        using var unzipped = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "us-births-daily-1969-1988.csv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        days = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Day)];
        double[] seen = [.. days.SkipLast(TestDays).Select(d => d.Count)];
        mean = seen.Average();
        deviation = Math.Sqrt(seen.Average(c => (c - mean) * (c - mean)));
    }

    /// <summary>The number of days.</summary>
    public int Count => days.Length;

    /// <summary>The first day of the test.</summary>
    public int FirstTest => days.Length - TestDays;

    /// <summary>Births on a day.</summary>
    public double this[int day] => days[day].Count;

    /// <summary>The day's date.</summary>
    public DateTime Date(int day) => days[day].Date;

    /// <summary>What comes before each of these days [time, batch, features], and by how much each differs from the same weekday of the week before [batch, 1].</summary>
    public (Tensor<float> X, Tensor<float> Y) Batch(ReadOnlySpan<int> targets)
    {
        var x = new float[Window * targets.Length * Features];
        var y = new float[targets.Length];
        for (int b = 0; b < targets.Length; b++)
        {
            for (int t = 0; t < Window; t++)
            {
                int day = targets[b] - Window + t;
                DateTime next = days[day].Date.AddDays(1);
                Span<float> features = x.AsSpan(((t * targets.Length) + b) * Features, Features);
                features[0] = (float)((days[day].Count - mean) / deviation);
                features[1 + (int)next.DayOfWeek] = 1;
                features[8] = (float)Math.Sin(2 * Math.PI * next.DayOfYear / 365.25);
                features[9] = (float)Math.Cos(2 * Math.PI * next.DayOfYear / 365.25);
            }

            y[b] = (float)((days[targets[b]].Count - days[targets[b] - 7].Count) / deviation);
        }

        return (Tensor.Create(x, [Window, targets.Length, Features]), Tensor.Create(y, [targets.Length, 1]));
    }

    /// <summary>The births that a model's output means.</summary>
    public double Forecast(int day, float output) => days[day - 7].Count + (output * deviation);

    /// <summary>The root mean square of what is missing on the test days.</summary>
    public double Error(Func<int, double> forecast) => Math.Sqrt(Enumerable.Range(FirstTest, TestDays).Average(day => Math.Pow(forecast(day) - this[day], 2)));

    private static (DateTime, double) Day(string row)
    {
        int[] fields = [.. row.Split(',').Select(f => int.Parse(f, CultureInfo.InvariantCulture))];
        return (new DateTime(fields[0], fields[1], fields[2], 0, 0, 0, DateTimeKind.Unspecified), fields[4]);
    }
}
