using AutoGrad.Kernels;
using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

/// <summary>Gradients of tables, of which a backward pass writes few rows, added up.</summary>
public sealed class GradientAccumulatorTests
{
    private static readonly int[][] s_pieces = [[1, 1, 4], [4, 0, 2], [7, 7, 7]];

    [Fact]
    public void Adding_up_leaves_known_which_rows_a_pass_touched()
    {
        var table = new Table();
        var accumulator = new GradientAccumulator(table.Parameters);
        foreach (int[] piece in s_pieces)
            accumulator.Add(table, piece);
        Assert.Equal([false, true, true], table.WasKnown);

        // The mean is written to all rows, so the next pass knows nothing.
        accumulator.Step(new Sgd(0.1f));
        accumulator.Add(table, s_pieces[0]);
        accumulator.Add(table, s_pieces[1]);
        Assert.Equal([false, true], table.WasKnown[3..]);
    }

    [Fact]
    public void The_mean_has_the_rows_of_all_pieces_and_zeros_elsewhere()
    {
        var table = new Table();
        var accumulator = new GradientAccumulator(table.Parameters);
        foreach (int[] piece in s_pieces)
            accumulator.Add(table, piece);
        accumulator.Step(new Sgd(0.5f));
        float[] expected = new float[2 * Table.Rows];
        foreach (int row in s_pieces.SelectMany(rows => rows))
            (expected[2 * row], expected[(2 * row) + 1]) = (expected[2 * row] + (1f / 3), expected[(2 * row) + 1] + (2f / 3));
        Assert.All(expected.Zip(table.Parameters[0].GradientNumbers()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.All(expected.Zip(table.Parameters[0].Numbers()), pair => Assert.Equal(-0.5f * pair.First, pair.Second, 1e-6f));
        Assert.All((IEnumerable<int>)[3, 5, 6], row => Assert.Equal([0, 0], table.Parameters[0].Numbers()[(2 * row)..((2 * row) + 2)]));
    }

    /// <summary>A table whose gradient is [1, 2] in each row that an int chooses, as generated code writes it.</summary>
    private sealed class Table : ITrainable<int[]>
    {
        public const int Rows = 8;

        private static readonly float[] s_row = [1, 2];

        public ParameterSet Parameters { get; } = new(new ParameterDefinition("Table", [Rows, 2]));

        public List<bool> WasKnown { get; } = [];

        public StepReport TrainStep(int[] input1, Optimizer optimizer)
        {
            float[] source = [.. input1.SelectMany(_ => s_row)];
            ref float gradient = ref Parameters.GradientBlock;
            TouchedRows touched = Parameters.Touched(0);
            WasKnown.Add(touched.IsKnown);
            double squares = AutoGrad.Kernels.Rows.ScatterAdd(in source[0], in input1[0], ref gradient, input1.Length, Rows, 2, touched);
            StepReport report = Parameters.Complete(1, 1, [squares], [squares]);
            optimizer.Update(Parameters);
            return report;
        }

        public float LossGradient(int[] input1) => throw new NotSupportedException();
    }
}
