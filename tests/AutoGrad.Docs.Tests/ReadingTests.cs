namespace AutoGrad.Docs.Tests;

/// <summary>The tests of pages find what is wrong in one.</summary>
public class ReadingTests
{
    [Fact]
    public void A_block_stands_where_its_hidden_code_says_and_goes_on_from_the_block_before()
    {
        IReadOnlyList<Block> blocks = Page.Read("""
            Text.

            <!-- csharp
            static class C
            {
                ...
            }
            -->
            ```csharp
            public const int One = 1;
            ```

            <!-- continues -->
            ```csharp
            Console.WriteLine(C.One);
            ```

            ```output
            1
            ```
            """);
        Assert.Equal(2, blocks.Count);
        Assert.Equal("public const int One = 1;", blocks[0].Shown);
        Assert.Empty(new DocumentedProgram(blocks[0].Code).Problems);
        Assert.Equal("1", blocks[1].Output);
        Assert.Equal("1\n", new DocumentedProgram(blocks[1].Code).Run());
    }

    [Fact]
    public void A_comment_that_means_nothing_is_refused()
        => Assert.Throws<InvalidDataException>(() => Page.Read("<!-- continue -->\n```csharp\nint x = 1;\n```\n"));

    [Fact]
    public void A_program_that_does_not_compile_has_problems()
        => Assert.Contains(new DocumentedProgram("int x = y;").Problems, d => d.Id == "CS0103");

    [Fact]
    public void A_wrong_shape_is_a_problem_as_well()
        => Assert.Contains(
            new DocumentedProgram("""
                using System.Numerics.Tensors;
                using AutoGrad;

                [Model]
                public sealed partial class M
                {
                    [Parameter(3, 4)] public partial Tensor<float> W { get; }

                    [Loss] public float Loss([Shape("n", 5)] Tensor<float> x) => Nn.Mean(Nn.MatMul(x, W));
                }
                """).Problems,
            d => d.Id == "AG3003");
}
