using System.Runtime.CompilerServices;
using System.Xml.Linq;
using AutoGrad.EndToEnd.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace AutoGrad.EndToEnd.Tests.Robustness;

/// <summary>System.Threading has a class called Monitor too, and implicit usings import it.</summary>
public class MonitorNameTests
{
    private const string Program = """
        [Model(Monitor = Monitor.Layers)]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> W { get; }

            [Loss]
            public float Loss([Shape("batch", 4)] Tensor<float> x)
            {
                Tensor<float> hidden = Tanh(MatMul(x, W));
                return Mean(hidden);
            }
        }
        """;

    private const string ImplicitUsings = "global using System.Threading;\n";

    [Fact]
    public void The_properties_of_a_project_make_the_simple_name_ours()
    {
        XElement alias = Assert.Single(XDocument.Load(Properties()).Descendants("Using"));
        string usings = $"{ImplicitUsings}global using {alias.Attribute("Alias")!.Value} = {alias.Attribute("Include")!.Value};\n";
        new UserProject().Load(Program, usings);
    }

    [Fact]
    public void Without_them_the_name_is_ambiguous()
    {
        (Compilation compilation, _) = new UserProject().Compile([("M", Program), ("Usings2", ImplicitUsings)]);
        Assert.Contains(compilation.GetDiagnostics(), d => d.Id == "CS0104");
    }

    [Theory]
    [InlineData("Digits")]
    [InlineData("Health")]
    [InlineData("HealthReport")]
    [InlineData("UnscaledRegression")]
    public void Samples_import_them_and_have_no_alias_of_their_own(string sample)
    {
        var project = XDocument.Load(Path.Combine(Path.GetDirectoryName(Properties())!, "..", "samples", sample, sample + ".csproj"));
        Assert.Contains(project.Descendants("Import"), i => i.Attribute("Project")!.Value == "../../build/AutoGrad.props");
        Assert.Empty(project.Descendants("Using"));
    }

    private static string Properties([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../build/AutoGrad.props"));
}
