using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using AutoGrad.Package.Tests.Testing;

namespace AutoGrad.Package.Tests;

/// <summary>What is in the packages.</summary>
public class PackageContentTests
{
    private static readonly string[] s_analyzers = ["AutoGrad.CodeFixes", "AutoGrad.Compiler", "AutoGrad.Generators"];

    public static TheoryData<string> Analyzers => [.. s_analyzers];

    [Fact]
    public void The_package_holds_the_library_its_documentation_three_analyzers_and_what_a_package_shows()
        => Assert.Equal(
            [
                "AutoGrad.nuspec",
                "README.md",
                "analyzers/dotnet/cs/AutoGrad.CodeFixes.dll",
                "analyzers/dotnet/cs/AutoGrad.Compiler.dll",
                "analyzers/dotnet/cs/AutoGrad.Generators.dll",
                "build/AutoGrad.props",
                "icon.png",
                "lib/net10.0/AutoGrad.dll",
                "lib/net10.0/AutoGrad.xml",
            ],
            Files($"AutoGrad.{Setting.Version}.nupkg"));

    [Fact]
    public void The_symbols_are_a_package_of_their_own()
        => Assert.Equal(["AutoGrad.nuspec", "lib/net10.0/AutoGrad.pdb"], Files($"AutoGrad.{Setting.Version}.snupkg"));

    [Fact]
    public void The_package_depends_on_the_tensors_of_the_base_library_alone()
    {
        XElement metadata = Metadata();
        XElement dependency = Assert.Single(metadata.Descendants(), e => e.Name.LocalName == "dependency");
        Assert.Equal("System.Numerics.Tensors", (string?)dependency.Attribute("id"));
        Assert.Equal("net10.0", (string?)Assert.Single(metadata.Descendants(), e => e.Name.LocalName == "group").Attribute("targetFramework"));
    }

    [Fact]
    public void The_package_says_what_it_is()
    {
        Dictionary<string, string> said = Metadata().Elements().ToDictionary(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("MIT", said["license"]);
        Assert.Equal("icon.png", said["icon"]);
        Assert.Equal("README.md", said["readme"]);
        Assert.StartsWith("https://", said["projectUrl"], StringComparison.Ordinal);
        Assert.NotEmpty(said["description"]);
    }

    // A compiler that is older than the one that an analyzer was built for refuses to load it. SDK 10.0.100 has version 5.0.
    [Theory]
    [MemberData(nameof(Analyzers))]
    public void An_analyzer_is_built_for_the_compiler_of_the_first_SDK_of_NET_10(string name)
    {
        using PEReader image = Image($"analyzers/dotnet/cs/{name}.dll");
        MetadataReader reader = image.GetMetadataReader();
        var references = reader.AssemblyReferences.Select(reader.GetAssemblyReference).ToDictionary(r => reader.GetString(r.Name), r => r.Version);
        Assert.Equal(new Version(2, 0, 0, 0), references["netstandard"]);
        Assert.All(references.Where(r => r.Key.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)), r => Assert.Equal(new Version(5, 0, 0, 0), r.Value));
        Assert.All(references.Keys, n => Assert.True(
            n is "netstandard" or "System.Memory" or "System.Collections.Immutable" or "System.Composition.AttributedModel" || n.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || s_analyzers.Contains(n), n));
    }

    [Theory]
    [InlineData("lib/net10.0/AutoGrad.dll")]
    [InlineData("analyzers/dotnet/cs/AutoGrad.Compiler.dll")]
    [InlineData("analyzers/dotnet/cs/AutoGrad.Generators.dll")]
    [InlineData("analyzers/dotnet/cs/AutoGrad.CodeFixes.dll")]
    public void An_assembly_is_built_deterministically(string file)
    {
        using PEReader image = Image(file);
        Assert.Contains(image.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void The_template_names_the_versions_of_this_repository()
    {
        var versions = XDocument.Load(Path.Combine(Setting.Repository, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);
        versions["AutoGrad"] = Setting.Version;
        using ZipArchive package = Open($"AutoGrad.Templates.{Setting.Version}.nupkg");
        using Stream project = package.GetEntry("content/autograd/AutoGradApp.csproj")!.Open();
        Assert.All(XDocument.Load(project).Descendants("PackageReference"), r => Assert.Equal(versions[(string)r.Attribute("Include")!], (string?)r.Attribute("Version")));
    }

    private static XElement Metadata()
    {
        using ZipArchive package = Open($"AutoGrad.{Setting.Version}.nupkg");
        using Stream stream = package.GetEntry("AutoGrad.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    private static PEReader Image(string file)
    {
        using ZipArchive package = Open($"AutoGrad.{Setting.Version}.nupkg");
        using Stream stream = package.GetEntry(file)!.Open();
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return new PEReader(copy);
    }

    // Without the parts of the container's own format.
    private static string[] Files(string package)
    {
        using ZipArchive archive = Open(package);
        return [.. archive.Entries.Select(e => e.FullName).Where(n => !n.StartsWith("_rels/", StringComparison.Ordinal) && !n.StartsWith("package/", StringComparison.Ordinal) && n != "[Content_Types].xml").Order(StringComparer.Ordinal)];
    }

    private static ZipArchive Open(string package) => ZipFile.OpenRead(Path.Combine(Setting.Packages, package));
}
