using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AutoGrad.Health;
using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Health;

public sealed class HistoryTests
{
    [Fact]
    public void Comma_separated_values_have_a_column_for_each_series_and_a_line_for_each_step()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Recorded().WriteCsv(writer);
        string[] lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("step,is_finite,loss,data_loss,gradient_norm,clip_scale,gradient_norm.P0,value_norm.P0,error_mean.h,error_largest.h", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Equal("2,1,0.5,0.25,5,1,5,2,0.75,3", lines[2]);
    }

    [Fact]
    public void The_check_of_the_digits_is_the_published_one()
        => Assert.Equal(0xe3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void A_TensorBoard_file_reads_back_by_the_format_s_description()
    {
        string directory = Directory.CreateTempSubdirectory().FullName;
        try
        {
            byte[] bytes = File.ReadAllBytes(Recorded().WriteTensorBoard(directory));
            List<byte[]> records = Records(bytes);
            Assert.Equal(1 + 3 * 8, records.Count);
            Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(records[0]), StringComparison.Ordinal);
            (long step, string tag, float value) = Scalar(records[1 + 8 + 2]);
            Assert.Equal((2, "gradient_norm", 5f), (step, tag, value));
            Assert.Equal("error_largest/h", Scalar(records[^1]).Tag);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void The_page_stands_by_itself_and_shows_every_finding()
    {
        string path = Path.GetTempFileName();
        try
        {
            GradientReport.Write(path, Recorded());
            string page = File.ReadAllText(path);
            Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
            Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
            Assert.Contains("a &lt; b", page, StringComparison.Ordinal);
            Assert.Equal(4, page.Split("<svg").Length - 1);
            System.Xml.Linq.XDocument.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_empty_history_has_no_page()
        => Assert.Throws<ArgumentException>(() => GradientReport.Write("none.html", new TrainingHistory(Sets.Vectors(default, 1))));

    private static TrainingHistory Recorded()
    {
        ParameterSet set = ParameterSet.Recording([new ErrorGradientDefinition("h", 2, IsRectified: false)], new ParameterDefinition("P0", [4]));
        set.ValueSpan().Fill(1);
        Span<float> record = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref set.ErrorRecord(0), 3);
        (record[0], record[1], record[2]) = (3, 0.5f, 1);
        var history = new TrainingHistory(set);
        foreach (float loss in new[] { 1f, 0.5f, float.NaN })
        {
            StepReport report = set.Finish(3, 4, 0, 0) with { Loss = loss, DataLoss = loss / 2 };
            history.Add(report, loss == 1 ? [new Finding(FindingKind.NoTraction, 1, null, 0, 1, "a < b", "c")] : []);
        }

        return history;
    }

    private static List<byte[]> Records(ReadOnlySpan<byte> bytes)
    {
        List<byte[]> records = [];
        while (bytes.Length > 0)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.Equal(Masked(bytes[..8]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            records.Add(bytes.Slice(12, length).ToArray());
            Assert.Equal(Masked(records[^1]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]));
            bytes = bytes[(16 + length)..];
        }

        return records;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C.Of(data);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    }

    // wall_time, step (below 128), summary of one value of tag and number.
    private static (long Step, string Tag, float Value) Scalar(ReadOnlySpan<byte> record)
    {
        Assert.Equal((9, 16, 42), (record[0], record[9], record[11]));
        ReadOnlySpan<byte> value = record[15..];
        Assert.Equal(10, value[0]);
        string tag = Encoding.UTF8.GetString(value.Slice(2, value[1]));
        Assert.Equal(21, value[2 + value[1]]);
        return (record[10], tag, BinaryPrimitives.ReadSingleLittleEndian(value[(3 + value[1])..]));
    }
}
