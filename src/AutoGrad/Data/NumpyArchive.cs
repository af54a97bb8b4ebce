using System.IO.Compression;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>An .npz archive: a zip file of .npy files, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write it.</summary>
public sealed class NumpyArchive : IDisposable
{
    private const string Extension = ".npy";

    private readonly string path;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    private NumpyArchive(string path, ZipArchive archive)
    {
        this.path = path;
        this.archive = archive;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
            if (!entries.TryAdd(name, entry))
                throw new InvalidDataException($"it has two arrays of the name '{name}'");
        }
    }

    /// <summary>The names of the arrays.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Opens an archive, whose arrays are read when they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no zip file.</exception>
    public static NumpyArchive Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new NumpyArchive(path, new ZipArchive(file, ZipArchiveMode.Read));
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw new InvalidDataException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Reads one array.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidDataException">The array is damaged, or has elements of another type; the message names it.</exception>
    public Tensor<T> Read<T>(string name)
        where T : unmanaged
    {
        if (!entries.TryGetValue(name, out ZipArchiveEntry? entry))
            throw new KeyNotFoundException($"There is no array '{name}'; there are {string.Join(", ", Names)}.");
        try
        {
            using Stream stream = entry.Open();
            return NumpyFile.Read<T>(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{name}' in '{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();
}
