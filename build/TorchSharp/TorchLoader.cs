using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Peer;

/// <summary>
/// Makes TorchSharp loadable beside a libstdc++ older than that of GCC 13 (Debian 12's, for one). TorchSharp asks for the
/// symbol version GLIBCXX_3.4.32 because of one marker symbol that nothing calls, so the version is marked optional in the
/// output folder's copy of its native library. Where libstdc++ is new enough, or the copy is marked, nothing is touched.
/// </summary>
internal static class TorchLoader
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string MarkerSymbol = "_ZSt21ios_base_library_initv";
    private const string Library = "libLibTorchSharp.so";

    // A module initializer, because it must run before the first call of TorchSharp, wherever in the assembly that call is.
    [ModuleInitializer]
    internal static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || HasMarkerSymbol())
            return;

        string[] places =
        [
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", Library),
            Path.Combine(AppContext.BaseDirectory, Library),
        ];
        foreach (string path in places.Where(File.Exists))
        {
            try
            {
                MakeLoadable(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The assembly's other code does not depend on TorchSharp: let its own loading fail, and say here why.
                Console.Error.WriteLine($"{path} needs {Version} of libstdc++.so.6, and marking that optional failed: {e.Message}");
            }
        }
    }

    /// <summary>Marks the version optional in a library, and says whether it was not. Any number of processes may do so at once.</summary>
    internal static bool MakeLoadable(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        if (OptionalVersion.Mark(image, Version) == 0)
            return false;

        // A renamed copy replaces the file in one step, and leaves alone the package cache's file that the old name was a hard
        // link to. With the old time stamp the build sees an unchanged file, and does not copy the original over it each time.
        string copy = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(copy, image);
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(path));
            File.Move(copy, path, overwrite: true);
        }
        finally
        {
            File.Delete(copy);
        }

        return true;
    }

    private static bool HasMarkerSymbol()
        => NativeLibrary.TryLoad("libstdc++.so.6", out nint library) && NativeLibrary.TryGetExport(library, MarkerSymbol, out _);
}
