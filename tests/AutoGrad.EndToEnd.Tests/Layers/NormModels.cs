using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A layer whose input is a parameter, so that a step gives the gradient of that as well; the loss weighs each output differently.</summary>
[Model(GradientCheck = true)]
public sealed partial class BatchNormOfImages(int n, int features, int height, int width, int seed = 0)
{
    [Parameter("n", "features", "height", "width", Init = Init.Normal)] public partial Tensor<float> X { get; }
    [Layer("features")] public partial BatchNorm Norm { get; }

    [Forward]
    public Tensor<float> Apply([Shape("n", "features", "height", "width")] Tensor<float> x) => Norm.Forward(x);

    [Loss]
    public float Loss([Shape("n", "features", "height", "width")] Tensor<float> r) => Sum(Apply(X) * r);
}

/// <summary>The same of rows.</summary>
[Model(GradientCheck = true)]
public sealed partial class BatchNormOfRows(int n, int features, int seed = 0)
{
    [Parameter("n", "features", Init = Init.Normal)] public partial Tensor<float> X { get; }
    [Layer("features")] public partial BatchNorm Norm { get; }

    [Forward]
    public Tensor<float> Apply([Shape("n", "features")] Tensor<float> x) => Norm.Forward(x);

    [Loss]
    public float Loss([Shape("n", "features")] Tensor<float> r) => Sum(Apply(X) * r);
}

/// <summary>Groups of channels.</summary>
[Model(GradientCheck = true)]
public sealed partial class GroupNormOfImages(int n, int groups, int features, int height, int width, int seed = 0)
{
    [Parameter("n", "features", "height", "width", Init = Init.Normal)] public partial Tensor<float> X { get; }
    [Layer("groups", "features")] public partial GroupNorm Norm { get; }

    [Forward]
    public Tensor<float> Apply([Shape("n", "features", "height", "width")] Tensor<float> x) => Norm.Forward(x);

    [Loss]
    public float Loss([Shape("n", "features", "height", "width")] Tensor<float> r) => Sum(Apply(X) * r);
}

/// <summary>Zeros at random.</summary>
[Model(GradientCheck = true)]
public sealed partial class DropoutOfRows(int n, int width, float rate, int seed = 0)
{
    [Parameter("n", "width", Init = Init.Ones)] public partial Tensor<float> X { get; }
    [Layer("rate")] public partial Dropout Drop { get; }

    [Forward]
    public Tensor<float> Apply([Shape("n", "width")] Tensor<float> x) => Drop.Forward(x);

    [Loss]
    public float Loss([Shape("n", "width")] Tensor<float> r) => Sum(Apply(X) * r);
}

/// <summary>Rows of a table, by ints of one, two and three axes.</summary>
[Model(GradientCheck = true)]
public sealed partial class EmbeddingOfRanks(int count, int width, int seed = 0)
{
    [Layer("count", "width")] public partial Embedding Table { get; }

    [Forward]
    public Tensor<float> Apply([Shape("a", "b", "c")] Tensor<int> ids) => Table.Forward(ids);

    [Loss]
    public float Loss([Shape("a")] Tensor<int> one, [Shape("a", "b")] Tensor<int> two, [Shape("a", "b", "c")] Tensor<int> three, [Shape("a", "b", "c", "width")] Tensor<float> r)
        => Sum(Apply(three) * r) + Mean(Pow(Table.Forward(two), 2)) - 0.5f * Sum(Table.Forward(one));
}
