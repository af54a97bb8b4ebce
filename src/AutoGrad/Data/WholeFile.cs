namespace AutoGrad;

/// <summary>Writes of files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Writes a file under another name beside it, flushes it to the disk and gives it its name, in one step of the file system: whoever opens the
    /// path finds the old file or the new one, whole, whenever the writer dies.
    /// </summary>
    internal static void Write(string path, Action<FileStream> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
