// A model of layers of another assembly, and one of a stack of layers and of a layer of its own with a setting.
using AutoGrad.Layers;

[Model, ClipGlobalNorm]
public sealed partial class Classifier
{
    [Layer(64, 128)] public partial Dense Hidden { get; }
    [Layer(128, 10), L2(1e-4f)] public partial Dense Head { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", 64)] Tensor<float> images) => Head.Forward(Relu(Hidden.Forward(images)));

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}

[Model]
public sealed partial class Residual(int width)
{
    [Layer("width", "width")] private partial Dense Inner { get; }
    public float Rate { get; set; } = 0.5f;

    [Forward]
    public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x) => x + Tanh(Inner.Forward(x)) * Rate;
}

[Model]
public sealed partial class Deep(int inputs, int seed = 0)
{
    [Layer("inputs", 16)] public partial Dense First { get; }
    [Layer(16, 16, Repeat = 4), ClipNorm(0.5f)] public partial Dense[] Hidden { get; }
    [Layer(16)] public partial Residual Last { get; }

    [Loss]
    public float Loss([Shape("n", "inputs")] Tensor<float> x, [Shape("n", 16)] Tensor<float> y)
    {
        Tensor<float> h = First.Forward(x);
        foreach (Dense layer in Hidden)
            h = Tanh(layer.Forward(h));
        return MeanSquaredError(Last.Forward(h), y);
    }
}
