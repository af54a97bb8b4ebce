using System.Numerics.Tensors;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Models;

/// <summary>What a training step calls allocates nothing after its first call.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void An_update_allocates_nothing()
    {
        foreach (NormClip norm in Enum.GetValues<NormClip>())
        {
            foreach (Optimizer optimizer in (Optimizer[])
            [
                new Sgd(0.1f), new Sgd(0.1f, 0.9f, true, 0.1f), new Adam(), new AdamW(), new RmsProp(), new RmsProp(momentum: 0.9f, centered: true), new Adagrad(learningRateDecay: 0.1f),
                new Adadelta(), new Adamax(), new Nadam(), new Lion(weightDecay: 0.1f), new AdamW { Groups = [new ParameterGroup("P1") { LearningRateFactor = 0.5f }], Clip = new ZClip() },
            ])
            {
                ParameterSet set = Sets.Vectors(Sets.Clip(norm), 100, 3, 64);
                set.RawGradients().Fill(2);
                Allocation.AssertNone(() => optimizer.Update(set));
            }
        }
    }

    [Fact]
    public void An_update_of_a_large_block_allocates_nothing()
    {
        ParameterSet set = Sets.Vectors(default, 1_000_000);
        var adam = new Adam();
        Allocation.AssertNone(() => adam.Update(set));
    }

    [Fact]
    public void The_end_of_a_backward_pass_allocates_nothing()
    {
        foreach (NormClip norm in Enum.GetValues<NormClip>())
        {
            foreach (float value in new[] { 2, 0, float.NaN, 1e30f })
            {
                ParameterSet set = Sets.Vectors(Sets.Clip(norm), 100, 3);
                set.RawGradients().Fill(value);
                double[] squares = [value * value, value * value];
                Allocation.AssertNone(() => set.Complete(1, 1, squares, squares));
            }
        }
    }

    [Fact]
    public void Reading_values_and_gradients_allocates_nothing()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter), 100, 3);
        double[] squares = [4, 4];
        Allocation.AssertNone(() =>
        {
            set.Complete(1, 1, squares, squares);
            _ = (set["P0"].Gradient, set.Gradients, set.Values, set.Value(1), set[0].Lengths.Length);
        });
    }

    [Fact]
    public void A_workspace_that_is_large_enough_allocates_nothing()
    {
        var workspace = new Workspace();
        Tensor<float> dense = Tensor.CreateFromShape<float>([4, 3]), strided = Tensor.Transpose(dense);
        Allocation.AssertNone(() =>
        {
            workspace.Reserve<float>(100);
            workspace.Reserve<double>(50);
            ReadOnlyTensorSpan<float> a = dense, b = strided;
            workspace.Dense(in a, 0);
            workspace.Dense(in b, 1);
        });
    }

    [Fact]
    public void Checks_that_pass_allocate_nothing()
    {
        Tensor<float> x = Tensor.CreateFromShape<float>([4, 3]), y = Tensor.CreateFromShape<float>([4, 3]);
        Allocation.AssertNone(() =>
        {
            TensorSpan<float> destination = x;
            ReadOnlyTensorSpan<float> input = y;
            ShapeCheck.Rank(input.Lengths, 2, "x", "[batch, 3]");
            ShapeCheck.Length(input.Lengths, 1, 3, "x", "[batch, 3]");
            ShapeCheck.Bound(input.Lengths, 0, 4, "x", "[batch, 3]", "batch", "y");
            ShapeCheck.Destination(destination.Lengths, "destination", 4, 3);
            ShapeCheck.NoOverlap(in destination, in input, "destination", "x");
        });
    }
}
