namespace AutoGrad.Tests.Models;

public sealed class OrthogonalMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(50, 50)]
    [InlineData(3, 40)]
    [InlineData(40, 3)]
    [InlineData(129, 65)]
    public void The_fewer_of_rows_and_columns_are_orthonormal(int rows, int columns)
    {
        float[] q = Fill(1, rows, columns);
        bool byRow = rows <= columns;
        for (int i = 0; i < Math.Min(rows, columns); i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = 0;
                for (int k = 0; k < Math.Max(rows, columns); k++)
                    dot += byRow ? (double)q[i * columns + k] * q[j * columns + k] : (double)q[k * columns + i] * q[k * columns + j];
                Assert.Equal(i == j ? 1 : 0, dot, 2e-7);
            }
        }
    }

    [Fact]
    public void Above_rank_2_all_axes_but_the_first_are_one()
        => Assert.Equal(Fill(1, 4, 6), Fill(1, 4, 2, 3));

    [Fact]
    public void The_scale_multiplies()
        => Assert.Equal(Fill(1, 8, 8).Select(x => 2 * x), Fill(2, 8, 8));

    [Fact]
    public void No_sign_is_preferred()
    {
        // Without the sign convention of the decomposition the diagonal would lean to one side.
        int positive = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var set = new ParameterSet(new ParameterDefinition("Q", [3, 3], Init.Orthogonal));
            set.Initialize(seed);
            positive += set["Q"].Value[2, 2] > 0 ? 1 : 0;
        }

        Assert.InRange(positive, 200 - 60, 200 + 60);
    }

    private static float[] Fill(float scale, params nint[] lengths)
    {
        var set = new ParameterSet(new ParameterDefinition("Q", [.. lengths], Init.Orthogonal, scale));
        set.Initialize(11);
        return set["Q"].Numbers();
    }
}
