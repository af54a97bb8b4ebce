namespace AutoGrad.Tests.Data;

/// <summary>What lies beside a file that is written, before and after.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("whole-").FullName;

    private string Target => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_a_dead_writer_left_is_deleted_by_the_next_one()
    {
        string left = Leave(Target, TimeSpan.FromMinutes(2));
        Save();
        Assert.False(File.Exists(left));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Fact]
    public void What_others_may_still_write_or_own_stays()
    {
        string young = Leave(Target, TimeSpan.FromSeconds(10)), open = Leave(Target, TimeSpan.FromMinutes(2));
        string another = Leave(Path.Combine(folder, "model.safetensors.old"), TimeSpan.FromDays(1)), users = Path.Combine(folder, "model.safetensors.notes.tmp");
        File.WriteAllText(users, "mine");
        File.SetLastWriteTimeUtc(users, DateTime.UtcNow.AddDays(-1));
        using (new FileStream(open, FileMode.Open, FileAccess.Write))
            Save();
        Assert.Equal(new[] { another, open, users, young, Target }.Order(), Directory.GetFiles(folder).Order());
        Save();
        Assert.False(File.Exists(open));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_nothing_else()
    {
        Save();
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(Target, file =>
        {
            file.WriteByte(2);
            throw new InvalidOperationException();
        }));
        Assert.Equal([Target], Directory.GetFiles(folder));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_path_without_a_folder_is_one_in_the_current_folder()
    {
        string name = $"whole-{Guid.NewGuid():N}", left = Leave(name, TimeSpan.FromMinutes(2));
        try
        {
            WholeFile.Write(name, file => file.WriteByte(1));
            Assert.False(File.Exists(left));
        }
        finally
        {
            File.Delete(name);
        }
    }

    private void Save() => WholeFile.Write(Target, file => file.WriteByte(1));

    private static string Leave(string target, TimeSpan age)
    {
        string file = $"{target}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(file, [1, 2, 3]);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age);
        return file;
    }
}
