using System.Text;

namespace AutoGrad.Compiler.Emit;

/// <summary>Writes indented C#; calls read like the text that they write.</summary>
public sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines at the current indentation; empty ones stay empty.</summary>
    public void WriteLine(string lines = "")
    {
        foreach (string line in lines.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', 4 * _depth).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes a header and an opening brace; disposing writes the closing one.</summary>
    public IDisposable WriteBlock(string header, string end = "}")
    {
        WriteLine(header);
        WriteLine("{");
        _depth++;
        return new Block(this, end);
    }

    /// <summary>Writes a documentation summary.</summary>
    public void WriteSummary(params string[] lines)
    {
        WriteLine("/// <summary>");
        foreach (string line in lines)
            WriteLine("/// " + Escape(line));
        WriteLine("/// </summary>");
    }

    /// <summary>Text for XML documentation.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private sealed class Block(SourceWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.WriteLine(end);
        }
    }
}
