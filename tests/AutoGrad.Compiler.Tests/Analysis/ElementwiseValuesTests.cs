namespace AutoGrad.Compiler.Tests.Analysis;

public sealed class ElementwiseValuesTests
{
    private static readonly double[] s_points = [-3.7, -1, -0.6, -1e-9, 0, 1e-9, 0.3, 0.75, 1, 2.5, 6];

    public static TheoryData<string> Operations => [.. ElementwiseOps.Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_row_has_a_value(string op)
    {
        int arity = ElementwiseOps.Rows.Single(row => row.Name == op).Arity;
        Func<double, double, double, double> function = ElementwiseValues.Find(op)!;
        Assert.NotNull(function);
        foreach (double x in s_points)
        {
            foreach (double y in s_points)
            {
                double[] operands = [.. new[] { x, y, 0.5 }.Take(arity)];
                double expected = ElementwiseReference.Compute(op, [.. operands.Select(NdArray.Scalar)]).Only, found = function(x, y, 0.5);
                Assert.True(Math.Abs(expected - found) <= 1e-12 * (1 + Math.Abs(expected)) || expected.Equals(found), $"{op} of {x} and {y} is {expected}, not {found}");
            }
        }
    }
}
