namespace AutoGrad;

/// <summary>Writes of files that are there whole or not at all.</summary>
internal static class WholeFile
{
    private const string Ending = ".tmp";

    // A file has no lock when it is just made, and when it is about to get its name: neither takes so long.
    private static readonly TimeSpan s_leastAge = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Writes a file under another name beside it, flushes it to the disk and gives it its name, in one step of the file system: whoever opens the
    /// path finds the old file or the new one, whole, whenever the writer dies. What writers of this path that died more than a minute ago have left
    /// behind is deleted.
    /// </summary>
    internal static void Write(string path, Action<FileStream> write)
    {
        DeleteAbandoned(path);
        string temporary = $"{path}.{Guid.NewGuid():N}{Ending}";
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

    private static void DeleteAbandoned(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => IsTemporary(Path.GetFileName(file), Path.GetFileName(path))))
        {
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < s_leastAge)
                    continue;

                // Who still writes it has it locked.
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is not ours to delete, and harms nobody.
            }
        }
    }

    private static bool IsTemporary(string file, string target)
        => file.Length == target.Length + 1 + 32 + Ending.Length
            && file.StartsWith(target + ".", StringComparison.Ordinal)
            && file.EndsWith(Ending, StringComparison.Ordinal)
            && Guid.TryParseExact(file.AsSpan(target.Length + 1, 32), "N", out _);
}
