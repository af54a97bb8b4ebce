using System.Text.Json;
using AutoGrad.Package.Tests.Testing;

namespace AutoGrad.Package.Tests;

/// <summary>A fresh console project that references the package: restored, built with every warning an error, and run.</summary>
public sealed class ConsoleProjectTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public void The_program_on_the_packages_page_builds_without_a_warning_and_prints_what_the_page_says()
    {
        _folder.Write("App/Program.cs", PackagePage.Program);
        _folder.Write("App/Watched.cs", """
            using System.Numerics.Tensors;
            using AutoGrad;

            /// <summary>Names Monitor, which System.Threading has as well: the package says which is meant.</summary>
            [Model(Monitor = Monitor.Layers)]
            internal sealed partial class Watched
            {
                [Layer(3, 4)] public partial AutoGrad.Layers.Dense Only { get; }

                [Loss] public float Loss([Shape("n", 3)] Tensor<float> x) => Nn.Mean(Only.Forward(x));
            }
            """);
        WriteProject("");

        _folder.Dotnet("App", "build", "-c", "Release");
        string printed = _folder.Dotnet("App", Path.Combine("bin", "Release", "net10.0", "App.dll"));

        Assert.Equal(PackagePage.Output, printed.Trim());
        Assert.Equal(["AutoGrad", "System.Numerics.Tensors"], Restored("App"));
    }

    [Theory]
    [InlineData("", "DOTNET_TieredPGO=0")]
    [InlineData("<CscEnvironment>A=1</CscEnvironment>", "A=1")]
    [InlineData("<CscEnvironment></CscEnvironment>", "")]
    public void A_compiler_that_is_started_for_one_build_does_not_count_for_later_unless_the_project_says_so(string property, string environment)
    {
        WriteProject(property);
        _folder.Dotnet("App", "restore");
        Assert.Equal(environment, _folder.Dotnet("App", "msbuild", "-getProperty:CscEnvironment").Trim());
    }

    public void Dispose() => _folder.Dispose();

    private void WriteProject(string property) => _folder.Write("App/App.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <InvariantGlobalization>true</InvariantGlobalization>
            {property}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="AutoGrad" Version="{Setting.Version}" />
          </ItemGroup>
        </Project>
        """);

    // The packages of the restore graph, direct and indirect.
    private IEnumerable<string> Restored(string project)
    {
        using JsonDocument assets = JsonDocument.Parse(_folder.Read($"{project}/obj/project.assets.json"));
        return [.. assets.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name.Split('/')[0]).Order(StringComparer.Ordinal)];
    }
}
