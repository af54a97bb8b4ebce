using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>Inputs to train with, and optimizers.</summary>
internal static class Data
{
    /// <summary>Every optimizer, in every form that has a rule of its own.</summary>
    public static Dictionary<string, Func<Optimizer>> Optimizers { get; } = new()
    {
        ["Sgd"] = () => new Sgd(0.1f),
        ["Sgd with momentum"] = () => new Sgd(0.05f, momentum: 0.9f),
        ["Sgd by Nesterov"] = () => new Sgd(0.05f, momentum: 0.9f, nesterov: true),
        ["Sgd with decay"] = () => new Sgd(0.1f, weightDecay: 0.01f),
        ["Sgd by Nesterov with decay"] = () => new Sgd(0.05f, momentum: 0.9f, nesterov: true, weightDecay: 0.01f),
        ["Adam"] = () => new Adam(),
        ["AdamW"] = () => new AdamW(),
        ["RmsProp"] = () => new RmsProp(),
        ["RmsProp, centered, with momentum"] = () => new RmsProp(1e-3f, momentum: 0.9f, centered: true),
        ["Adagrad"] = () => new Adagrad(),
        ["Adadelta"] = () => new Adadelta(),
        ["Adamax"] = () => new Adamax(),
        ["Nadam"] = () => new Nadam(),
        ["Lion"] = () => new Lion(weightDecay: 0.1f),
        ["Groups"] = () => new AdamW() { Groups = [new ParameterGroup("W*") { LearningRateFactor = 0.5f }, new ParameterGroup("*") { WeightDecay = 0 }] },
    };

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    public static Tensor<float> Floats(int seed, params int[] shape) => Numbers.Tensor(Numbers.Between(Numbers.Count(shape), -1, 1, new Random(seed)), shape);

    public static Tensor<int> Labels(int seed, int count, int classes)
    {
        var random = new Random(seed);
        return Numbers.Tensor([.. Enumerable.Range(0, count).Select(_ => random.Next(classes))], count);
    }

    /// <summary>The bits of all parameters.</summary>
    public static int[] Bits(Tensor<float> values) => Array.ConvertAll(Numbers.Elements(values), BitConverter.SingleToInt32Bits);
}
