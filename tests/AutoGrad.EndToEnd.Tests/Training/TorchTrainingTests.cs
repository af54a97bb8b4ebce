using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>Ten steps of gradient descent with momentum, with an L2 penalty and each clip, beside TorchSharp in double.</summary>
public class TorchTrainingTests
{
    private const int Steps = 10, Batch = 32;
    private const double Momentum = 0.9, Lambda = 0.003;

    /// <summary>A network: its C# and the same in torch, whose parameters are W1, B1, W2, B2.</summary>
    private sealed record Network(string Name, int Inputs, int Hidden, int Outputs, bool HasLabels, double LearningRate, string Body, Func<TorchTensor[], TorchTensor, TorchTensor, TorchTensor> Loss);

    private static readonly Network s_regression = new(
        "Regression", 20, 25, 1, HasLabels: false, 0.01, "MeanSquaredError(MatMul(Relu(MatMul(x, W1) + B1), W2) + B2, y)",
        (p, x, y) => torch.nn.functional.mse_loss((x.matmul(p[0]) + p[1]).relu().matmul(p[2]) + p[3], y));

    private static readonly Network s_classifier = new(
        "Classifier", 12, 17, 5, HasLabels: true, 0.1, "SoftmaxCrossEntropy(MatMul(Tanh(MatMul(x, W1) + B1), W2) + B2, y)",
        (p, x, y) => torch.nn.functional.cross_entropy((x.matmul(p[0]) + p[1]).tanh().matmul(p[2]) + p[3], y));

    private static readonly Lazy<System.Reflection.Assembly> s_assembly = new(() => new UserProject().Load(
        [.. new[] { s_regression, s_classifier }.SelectMany(n => Clips.Select(c => Source(n, c)))]));

    private static (string Name, string Attributes)[] Clips =>
    [
        ("", ""), ("ClipNorm", ", ClipNorm(0.2f)"), ("ClipGlobalNorm", ", ClipGlobalNorm(0.3f)"), ("ClipValue", ", ClipValue(0.02f)"), ("ClipValueAndNorm", ", ClipValue(0.05f), ClipNorm(0.2f)"),
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string clip, _) in Clips)
            {
                data.Add(s_regression.Name, clip);
                data.Add(s_classifier.Name, clip);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ten_steps_are_those_of_TorchSharp(string network, string clip)
    {
        using var scope = torch.NewDisposeScope();
        Network n = network == s_regression.Name ? s_regression : s_classifier;
        var subject = (Subject)Activator.CreateInstance(s_assembly.Value.GetType($"{n.Name}{clip}Subject", throwOnError: true)!)!;
        var random = new Random(11);
        float[] x = Numbers.Between(Batch * n.Inputs, -1.5, 1.5, random), y = Numbers.Between(Batch, -3, 3, random);
        int[] labels = [.. Enumerable.Range(0, Batch).Select(_ => random.Next(n.Outputs))];
        subject.Inputs = [Numbers.Tensor(x, Batch, n.Inputs), n.HasLabels ? Numbers.Tensor(labels, Batch) : Numbers.Tensor(y, Batch, 1)];

        TorchParameter[] trained = [.. subject.Parameters.Select(ToTorch)];
        TorchTensor inputs = torch.tensor(x).reshape(Batch, n.Inputs).to(torch.float64);
        TorchTensor targets = n.HasLabels ? torch.tensor(Array.ConvertAll(labels, l => (long)l)) : torch.tensor(y).reshape(Batch, 1).to(torch.float64);
        var sgd = torch.optim.SGD(trained, n.LearningRate, Momentum);
        var optimizer = new Sgd((float)n.LearningRate, (float)Momentum);

        bool isClipped = false;
        for (int i = 0; i < Steps; i++)
        {
            sgd.zero_grad();
            TorchTensor data = n.Loss(trained, inputs, targets);
            TorchTensor loss = data + (Lambda * ((trained[0] * trained[0]).sum() + (trained[2] * trained[2]).sum()));
            loss.backward();
            double norm = Math.Sqrt(trained.Sum(p => (p.grad! * p.grad!).sum().item<double>()));
            double before = trained.Sum(p => p.grad!.abs().sum().item<double>());
            Clip(clip, trained);
            isClipped |= trained.Sum(p => p.grad!.abs().sum().item<double>()) < 0.999 * before;
            sgd.step();

            StepReport report = subject.TrainStep(optimizer);
            Close.Assert(loss.item<double>(), report.Loss, 1e-5, 1, $"the loss of step {i}");
            Close.Assert(data.item<double>(), report.DataLoss, 1e-5, 1, $"the data loss of step {i}");
            Close.Assert(norm, report.GradientNorm, 1e-4, 1, $"the norm of step {i}");
        }

        Assert.Equal(clip.Length > 0, isClipped);
        foreach ((Parameter parameter, TorchParameter expected) in subject.Parameters.Zip(trained))
            Close.Assert(expected.detach().data<double>().ToArray(), Array.ConvertAll(Numbers.Elements(parameter.Value), v => (double)v), 1e-4, parameter.Name);
    }

    private static TorchParameter ToTorch(Parameter parameter)
        => new(torch.tensor(Array.ConvertAll(Numbers.Elements(parameter.Value), v => (double)v)).reshape([.. parameter.Lengths.ToArray().Select(l => (long)l)]));

    private static void Clip(string clip, TorchParameter[] parameters)
    {
        if (clip.StartsWith("ClipValue", StringComparison.Ordinal))
            torch.nn.utils.clip_grad_value_(parameters, clip == "ClipValue" ? 0.02f : 0.05f);
        if (clip == "ClipGlobalNorm")
            torch.nn.utils.clip_grad_norm_(parameters, 0.3f);
        if (clip is not ("ClipNorm" or "ClipValueAndNorm"))
            return;
        using var guard = torch.no_grad();
        foreach (TorchParameter parameter in parameters)
        {
            double norm = parameter.grad!.norm().item<double>();
            parameter.grad!.mul_(0.2f / Math.Max(norm, 0.2f));
        }
    }

    private static string Source(Network n, (string Name, string Attributes) clip)
    {
        string name = n.Name + clip.Name, target = n.HasLabels ? "[Shape(\"batch\")] Tensor<int> y" : "[Shape(\"batch\", 1)] Tensor<float> y";
        string types = n.HasLabels ? "Tensor<float>, Tensor<int>" : "Tensor<float>, Tensor<float>";
        string inputs = n.HasLabels ? "(Tensor<float>)Inputs[0], (Tensor<int>)Inputs[1]" : "(Tensor<float>)Inputs[0], (Tensor<float>)Inputs[1]";
        return $$"""
            [Model{{clip.Attributes}}, L2(0.003f)]
            public sealed partial class {{name}}
            {
                [Parameter({{n.Inputs}}, {{n.Hidden}})] public partial Tensor<float> W1 { get; }
                [Parameter({{n.Hidden}})] public partial Tensor<float> B1 { get; }
                [Parameter({{n.Hidden}}, {{n.Outputs}})] public partial Tensor<float> W2 { get; }
                [Parameter({{n.Outputs}})] public partial Tensor<float> B2 { get; }

                [Loss]
                public float Loss([Shape("batch", {{n.Inputs}})] Tensor<float> x, {{target}}) => {{n.Body}};
            }

            public sealed class {{name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
            {
                private readonly {{name}} _model = new(seed: 3);
                private ITrainable<{{types}}> Trainable => _model;
                public override ParameterSet Parameters => _model.Parameters;
                public override float Eager() => _model.Loss({{inputs}});
                public override float LossGradient() => _model.LossGradient({{inputs}});
                public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep({{inputs}}, optimizer);
                public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, {{inputs}});
            }

            """;
    }
}
