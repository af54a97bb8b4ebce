using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using CsCheck;

namespace AutoGrad.Tests.Data;

public sealed class CsvTableTests : IDisposable
{
    private const string Table = "name,size,\"kind, of fruit\"\napple,1.5,round\r\n\"pear, green\",-2e3,\"long \"\"neck\"\"\"\n\n plum ,NA,round\n";

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Headers_quotes_line_breaks_and_missing_values_are_read()
    {
        CsvTable table = CsvTable.Parse(Table);
        Assert.Equal(["name", "size", "kind, of fruit"], table.Columns);
        Assert.Equal(3, table.Rows);
        Assert.Equal(["apple", "pear, green", "plum"], table.Texts("name"));
        Assert.Equal(["1.5", "-2e3", null], table.Texts("size"));
        Assert.Equal("long \"neck\"", table.Texts("kind, of fruit")[1]);
        Assert.Equal(["a\nb"], CsvTable.Parse("x\n\"a\nb\"").Texts("x"));
    }

    [Fact]
    public void Numbers_become_a_tensor_and_what_stands_for_missing_ones_is_said()
    {
        Tensor<float> numbers = CsvTable.Parse("a,b,c\n1,2,x\n3,,y\n").Numbers(["b", "a"], missing: float.NaN);
        Assert.Equal([2, 2], numbers.Lengths.ToArray());
        Assert.Equal([2, 1, float.NaN, 3], numbers.ToArray());
    }

    [Fact]
    public void Categories_are_numbered_in_ordinal_order_or_as_another_table_did()
    {
        (Tensor<int> classes, IReadOnlyList<string> names) = CsvTable.Parse("k\nb\na\nb\nC\n").Categories("k");
        Assert.Equal(["C", "a", "b"], names);
        Assert.Equal([2, 1, 2, 0], classes.ToArray());
        Assert.Equal([1, 2], CsvTable.Parse("k\na\nb\n").Categories("k", names).Classes.ToArray());
    }

    [Fact]
    public void A_file_without_a_header_has_numbered_columns_and_any_separator()
    {
        CsvTable table = CsvTable.Parse("1;2,5\n3;-", new CsvOptions { HasHeader = false, Separator = ';', MissingValues = ["-"] });
        Assert.Equal(["0", "1"], table.Columns);
        Assert.Equal(["2,5", null], table.Texts("1"));
    }

    [Theory]
    [InlineData("a,b\n1\n", "line 2 has 1 fields, but there are 2 columns")]
    [InlineData("a,b\n1,2\n\"x\ny\",4,5\n", "line 3 has 3 fields")]
    [InlineData("a\n\"x", "line 2, field 1: its quote is not closed")]
    [InlineData("a\n\"x\"y", "line 2, field 1: 'y' follows its closing quote")]
    [InlineData("a\nx\"y\"", "line 2, field 1: a quote stands inside a field")]
    [InlineData("a,a\n", "two columns have the name 'a'")]
    [InlineData("a,\n", "line 1: column 2 has no name")]
    [InlineData("", "it has no header")]
    public void Damaged_tables_are_refused_with_the_line(string text, string message)
    {
        File.WriteAllText(path, text);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nx\n", "line 2, column 'a': 'x' is no number")]
    [InlineData("a\n1\n\"\"\n", "line 3, column 'a': '' is no number")]
    [InlineData("a,b\n1,\n,2\n", "line 3, column 'a': the value is missing")]
    [InlineData("a\n", "The table has no rows")]
    public void Fields_that_are_no_numbers_are_refused_with_their_place(string text, string message)
        => Assert.Contains(message, Assert.Throws<InvalidDataException>(() => CsvTable.Parse(text).Numbers(["a"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Unknown_categories_and_columns_are_refused()
    {
        CsvTable table = CsvTable.Parse("k,l\na,\n");
        Assert.Equal("line 2, column 'k': 'a' is none of b, c", Assert.Throws<InvalidDataException>(() => table.Categories("k", ["b", "c"])).Message);
        Assert.Equal("line 2, column 'l': the value is missing", Assert.Throws<InvalidDataException>(() => table.Categories("l")).Message);
        Assert.Equal("There is no column 'm'; there are k, l.", Assert.Throws<KeyNotFoundException>(() => table.Texts("m")).Message);
    }

    [Fact]
    public void Compressed_files_are_read_and_those_that_are_not_UTF_8_refused()
    {
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Table));
        Assert.Equal(3, CsvTable.Read(path).Rows);
        File.WriteAllBytes(path, [(byte)'a', (byte)'\n', 0xff]);
        Assert.Contains("it is not UTF-8", Assert.Throws<InvalidDataException>(() => CsvTable.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_quoted_comes_back()
        => Gen.String[Gen.Char["ab,\"\n\r; \u00e9"], 0, 8].Array[1, 4].Array[1, 5].Where(rows => rows.All(row => row.Length == rows[0].Length)).Sample(
            rows =>
            {
                string text = string.Join("\r\n", rows.Select(row => string.Join(',', row.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
                CsvTable table = CsvTable.Parse(text, new CsvOptions { HasHeader = false });
                Assert.Equal(rows.Length, table.Rows);
                for (int c = 0; c < rows[0].Length; c++)
                    Assert.Equal(rows.Select(row => row[c]), table.Texts(c.ToString(CultureInfo.InvariantCulture)));
            },
            iter: 500);

    [Fact]
    public void Any_text_is_read_or_refused()
        => Gen.String[Gen.Char["a1,\"\n\r "], 0, 30].Sample(
            text =>
            {
                try
                {
                    CsvTable table = CsvTable.Parse(text);
                    Assert.All(table.Columns, column => Assert.Equal(table.Rows, table.Texts(column).Count));
                }
                catch (InvalidDataException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            },
            iter: 2000);
}
