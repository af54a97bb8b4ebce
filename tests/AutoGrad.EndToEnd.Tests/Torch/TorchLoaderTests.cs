using AutoGrad.Peer;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoGrad.EndToEnd.Tests.Torch;

public class TorchLoaderTests
{
    [Fact]
    public void TorchSharp_loads_and_computes_a_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor([1f, -2f, 3f], requires_grad: true);

        (x * x * x).sum().backward();

        Assert.Equal([3f, 12f, 27f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_library_is_made_loadable_once_and_keeps_its_time_stamp()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("library.so", ElfImage.Needing(("GLIBCXX_3.4.32", 0)));
        DateTime before = File.GetLastWriteTimeUtc(path);

        Assert.True(TorchLoader.MakeLoadable(path));
        Assert.False(TorchLoader.MakeLoadable(path));

        Assert.Equal(ElfImage.Needing(("GLIBCXX_3.4.32", ElfImage.Weak)), File.ReadAllBytes(path));
        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Many_at_once_leave_one_whole_library_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("library.so", ElfImage.Needing(("GLIBCXX_3.4.32", 0)));

        Parallel.For(0, 32, _ => TorchLoader.MakeLoadable(path));

        Assert.Equal(ElfImage.Needing(("GLIBCXX_3.4.32", ElfImage.Weak)), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("torch-loader-").FullName;

        public string Write(string name, byte[] content)
        {
            string path = System.IO.Path.Combine(Path, name);
            File.WriteAllBytes(path, content);
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
            return path;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
