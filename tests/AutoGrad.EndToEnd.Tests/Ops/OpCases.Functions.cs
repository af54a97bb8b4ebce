using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Functions of single elements.</content>
internal static partial class OpCases
{
    // The base library's Tanh loses relative accuracy near 0 and is up to 5e-7 off.
    private const double BaseTanhError = 1e-6;

    private static IEnumerable<OpCase> Functions =>
    [
        .. Everywhere("Exp", x => x.exp()),
        .. Everywhere("Log", x => x.log(), Domain.Positive),
        .. Everywhere("Sqrt", x => x.sqrt(), Domain.Positive),
        .. Everywhere("Tanh", x => x.tanh()).Select(c => c with { EagerError = BaseTanhError }),
        .. Everywhere("Sigmoid", x => x.sigmoid()),
        .. Everywhere("Sin", x => x.sin()),
        .. Everywhere("Cos", x => x.cos()),
        .. Everywhere("Abs", x => x.abs()),
        .. Unary("Nn.Erf", "Erf(A)", x => torch.special.erf(x)),
        .. Unary("Tensor.ExpM1", "Tensor.ExpM1<float>(A)", x => x.expm1(), shapes: FewShapes),
        .. Unary("Tensor.LogP1", "Tensor.LogP1<float>(A)", x => x.log1p(), Domain.Positive, FewShapes),

        // far from 0 as well
        .. Unary("Nn.Exp", "Exp(A)", x => x.exp(), Domain.Wide, FewShapes),
        .. Unary("Nn.Tanh", "Tanh(A)", x => x.tanh(), Domain.Wide, FewShapes).Select(c => c with { EagerError = BaseTanhError }),
        .. Unary("Nn.Sigmoid", "Sigmoid(A)", x => x.sigmoid(), Domain.Wide, FewShapes),
        .. Unary("Nn.Sin", "Sin(A * 10)", x => (x * 10).sin(), Domain.Wide, FewShapes),
        .. Unary("Nn.Cos", "Cos(A * 10)", x => (x * 10).cos(), Domain.Wide, FewShapes),
        .. Unary("Nn.Erf", "Erf(A)", x => torch.special.erf(x), Domain.Wide, FewShapes),

        .. Binary("Nn.Pow", "Pow(A, B)", (x, y) => x.pow(y), x: Domain.Positive),
        .. Binary("Tensor.Pow", "Tensor.Pow<float>(A, B)", (x, y) => x.pow(y), x: Domain.Positive, shapes: FewPairs),
        .. Unary("Nn.Pow", "Pow(A, 3f)", x => x.pow(3), shapes: FewShapes),
        .. Unary("Nn.Pow", "Pow(A, 2f)", x => x.pow(2), shapes: FewShapes),
        .. Unary("Nn.Pow", "Pow(A, 0.5f)", x => x.pow(0.5), Domain.Positive, FewShapes),
        .. Unary("Nn.Pow", "Pow(A, -1.5f)", x => x.pow(-1.5), Domain.Positive, FewShapes),
        .. Unary("Tensor.Pow", "Tensor.Pow<float>(A, 2.5f)", x => x.pow(2.5), Domain.Positive, FewShapes),
        .. Unary("Tensor.Pow", "Tensor.Pow<float>(2.5f, A)", x => (x * Math.Log(2.5)).exp(), shapes: FewShapes),

        .. Binary("Nn.Maximum", "Maximum(A, B)", torch.maximum),
        .. Binary("Nn.Minimum", "Minimum(A, B)", torch.minimum),
        .. Binary("Tensor.Max", "Tensor.Max<float>(A, B)", torch.maximum, shapes: FewPairs),
        .. Binary("Tensor.Min", "Tensor.Min<float>(A, B)", torch.minimum, shapes: FewPairs),
        .. Unary("Tensor.Max", "Tensor.Max<float>(A, 0.25f)", x => x.clamp_min(0.25), shapes: FewShapes),
        .. Unary("Tensor.Min", "Tensor.Min<float>(A, 0.25f)", x => x.clamp_max(0.25), shapes: FewShapes),

        .. Unary("Nn.StopGradient", "A * StopGradient(A)", x => x * x.detach()).Select(c => c with { HasDifferences = false }),
        .. Unary("Nn.StopGradient", "A * StopGradient(Sum(A))", x => x * x.sum().detach(), shapes: FewShapes).Select(c => c with { HasDifferences = false }),
        .. Unary("Nn.StopGradient", "Exp(A) + StopGradient(Exp(A) * 2)", x => x.exp() + (x.exp() * 2).detach(), shapes: FewShapes).Select(c => c with { HasDifferences = false }),
    ];

    /// <summary>Functions of numbers: Math's, MathF's and those of generic mathematics.</summary>
    private static IEnumerable<OpCase> ScalarFunctions =>
    [
        .. Number("Exp", "MathF.Exp", x => x.exp()),
        .. Number("ExpM1", "float.ExpM1", x => x.expm1()),
        .. Number("Log", "MathF.Log", x => x.log(), Domain.Positive),
        .. Number("Log", "float.Log", x => x.log(), Domain.Positive),
        .. Number("LogP1", "float.LogP1", x => x.log1p(), Domain.Positive),
        .. Number("Sqrt", "MathF.Sqrt", x => x.sqrt(), Domain.Positive),
        .. Number("Tanh", "MathF.Tanh", x => x.tanh()),
        .. Number("Sin", "MathF.Sin", x => x.sin()),
        .. Number("Cos", "float.Cos", x => x.cos()),
        .. Number("Abs", "MathF.Abs", x => x.abs()),
        .. Number("Abs", "Math.Abs", x => x.abs()),
        .. Binary("Math.Pow", "MathF.Pow(Mean(A), Mean(B))", (x, y) => x.mean().pow(y.mean()), x: Domain.Positive, shapes: FewPairs),
        .. Binary("Math.Max", "MathF.Max(Mean(A), Mean(B))", (x, y) => torch.maximum(x.mean(), y.mean()), shapes: FewPairs),
        .. Binary("Math.Min", "Math.Min(Mean(A), Mean(B))", (x, y) => torch.minimum(x.mean(), y.mean()), shapes: FewPairs),
        .. Unary("Math.Pow", "MathF.Pow(Mean(A), 2)", x => x.mean().pow(2), shapes: FewShapes),
        .. Unary("Math.Max", "MathF.Max(Mean(A), 0.3f) * MathF.Max(0.2f, Sum(A))", x => x.mean().clamp_min(0.3f) * x.sum().clamp_min(0.2f), Domain.Positive, FewShapes),
    ];

    private static IEnumerable<OpCase> Activations =>
    [
        .. Unary("Nn.Relu", "Relu(A)", x => x.relu()),
        .. Unary("Nn.LeakyRelu", "LeakyRelu(A)", x => torch.nn.functional.leaky_relu(x, 0.01)),
        .. Unary("Nn.LeakyRelu", "LeakyRelu(A, 0.3)", x => torch.nn.functional.leaky_relu(x, 0.3), shapes: FewShapes),
        .. Unary("Nn.Elu", "Elu(A)", x => torch.nn.functional.elu(x, 1)),
        .. Unary("Nn.Elu", "Elu(A, 0.3)", x => torch.nn.functional.elu(x, 0.3), Domain.Wide, FewShapes),
        .. Unary("Nn.Gelu", "Gelu(A)", x => 0.5 * x * (1 + torch.special.erf(x / Math.Sqrt(2)))),
        .. Unary("Nn.Gelu", "Gelu(A)", x => 0.5 * x * (1 + torch.special.erf(x / Math.Sqrt(2))), Domain.Wide, FewShapes),
        .. Unary("Nn.GeluTanh", "GeluTanh(A)", GeluTanh),
        .. Unary("Nn.GeluTanh", "GeluTanh(A)", GeluTanh, Domain.Wide, FewShapes),
        .. Unary("Nn.Silu", "Silu(A)", x => x * x.sigmoid()),
        .. Unary("Nn.Silu", "Silu(A)", x => x * x.sigmoid(), Domain.Wide, FewShapes),
        .. Unary("Nn.Softplus", "Softplus(A)", x => x.exp().log1p()),
        .. Unary("Nn.Softplus", "Softplus(A)", x => x.exp().log1p(), Domain.Wide, FewShapes),
        .. Unary("Nn.HardTanh", "HardTanh(A)", x => x.clamp(-1, 1)),
    ];

    private static TorchTensor GeluTanh(TorchTensor x) => 0.5 * x * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))).tanh());

    /// <summary>A function that Nn and the base library both have.</summary>
    private static IEnumerable<OpCase> Everywhere(string name, Func<TorchTensor, TorchTensor> reference, Domain domain = Domain.Any) =>
    [
        .. Unary("Nn." + name, $"{name}(A)", reference, domain),
        .. Unary("Tensor." + name, $"Tensor.{name}<float>(A)", reference, domain, FewShapes),
    ];

    private static IEnumerable<OpCase> Number(string name, string method, Func<TorchTensor, TorchTensor> reference, Domain domain = Domain.Any)
        => Unary("Math." + name, $"{method}(Mean(A))", x => reference(x.mean()), domain, FewShapes);
}
