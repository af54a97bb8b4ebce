using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// A safetensors file of any origin, such as PyTorch's, to be looked into and read tensor by tensor. Its header is checked when it is opened: names
/// occur once, every tensor has the bytes that its type and lengths need, and together they cover the file without gaps or overlaps.
/// (Format: github.com/huggingface/safetensors.)
/// </summary>
public sealed class TensorFile : IDisposable
{
    private readonly string path;
    private readonly FileStream file;
    private readonly long dataStart;
    private readonly Dictionary<string, StoredTensor> tensors;

    private TensorFile(string path, FileStream file, long dataStart, SafeTensorsContents contents)
    {
        this.path = path;
        this.file = file;
        this.dataStart = dataStart;
        tensors = contents.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Names = [.. contents.Tensors.Select(tensor => tensor.Name)];
        Metadata = contents.Metadata;
    }

    /// <summary>The names of the tensors, in the order of the header.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the header says beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or something else; the message names the tensor.</exception>
    public static TensorFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeTensorsFile.RequireLittleEndian();
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            SafeTensorsContents contents = SafeTensorsFile.ReadContents(file);
            return new TensorFile(path, file, file.Position, contents);
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is InvalidDataException or EndOfStreamException)
                throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}.", exception);
            throw;
        }
    }

    /// <summary>The lengths of a tensor's axes; none for a single number.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public IReadOnlyList<long> LengthsOf(string name) => Find(name).Lengths;

    /// <summary>The type of a tensor's elements, as the format calls it: <c>F32</c>, <c>BF16</c> ...</summary>
    /// <inheritdoc cref="LengthsOf"/>
    public string ElementTypeOf(string name) => Find(name).ElementType;

    /// <summary>
    /// Reads a tensor of F32, F64, F16 or BF16 as floats: halves are exact, doubles are rounded to the nearest. One without axes gets one of length 1.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="InvalidDataException">Its elements are of another type, or there are too many for one array, or the file has become shorter.</exception>
    public Tensor<float> Read(string name)
    {
        StoredTensor tensor = Find(name);
        nint[] lengths = tensor.Lengths.Length == 0 ? [1] : Array.ConvertAll(tensor.Lengths, length => (nint)length);
        return Tensor.Create(ReadElements(name), lengths);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    internal bool Has(string name) => tensors.ContainsKey(name);

    internal float[] ReadElements(string name)
    {
        StoredTensor tensor = Find(name);
        try
        {
            file.Position = dataStart + tensor.Begin;
            return StoredElements.Read(file, tensor);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}.", exception);
        }
    }

    private StoredTensor Find(string name)
        => tensors.TryGetValue(name, out StoredTensor? tensor)
            ? tensor
            : throw new KeyNotFoundException($"'{path}' has no tensor '{name}'; it has {string.Join(", ", Names)}.");
}
