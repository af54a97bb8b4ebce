using System.Runtime.InteropServices;

namespace AutoGrad.Tests.Kernels;

/// <summary>
/// Elements that end where an inaccessible page begins, so that a read beyond them ends the test run instead of passing
/// unseen. Elsewhere than on Linux it is plain memory.
/// </summary>
internal sealed unsafe class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private readonly byte* start;
    private readonly nuint bytes;

    internal GuardedMemory(ReadOnlySpan<T> elements)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint used = (nuint)(elements.Length * sizeof(T));
        nuint whole = (used + page - 1) / page * page;
        bytes = whole + page;
        if (OperatingSystem.IsLinux())
        {
            start = Pages.Map(null, bytes, 3, 0x22, -1, 0);
            Assert.True((nint)start != -1, "mmap failed");
            Assert.Equal(0, Pages.Protect(start + whole, page, 0));
        }
        else
            start = (byte*)NativeMemory.Alloc(bytes);
        Pointer = (T*)(start + whole - used);
        elements.CopyTo(new Span<T>(Pointer, elements.Length));
    }

    internal T* Pointer { get; }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            _ = Pages.Unmap(start, bytes);
        else
            NativeMemory.Free(start);
    }
}

/// <summary>The system's calls for memory by pages.</summary>
internal static unsafe class Pages
{
    [DllImport("libc", EntryPoint = "mmap"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Unmap(void* address, nuint length);
}
