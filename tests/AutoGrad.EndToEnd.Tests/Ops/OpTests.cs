using AutoGrad.Compiler.Ops;
using AutoGrad.EndToEnd.Tests.Testing;
using Xunit.Sdk;
using static TorchSharp.torch;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <summary>Every function and operator: its derivative against differences, fused against eager, and both against TorchSharp.</summary>
public class OpTests
{
    private const double Step = 2e-5, Tolerance = 1e-5, UnitInLastPlace = 1.2e-7;

    private static readonly float[] s_special =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, -float.Epsilon, 1e-38f, float.MaxValue, float.MinValue, 1e20f, -1e20f, 88, -88, 100, -104, 1,
    ];

    private static readonly Lazy<(Prepared[] Cases, string[] Uncompiled)> s_prepared = new(Prepare);

    private sealed record Prepared(OpCase Op, Subject Subject, double TorchLoss, double[] TorchGradient, double[] TorchValue, double Magnitude)
    {
        /// <summary>
        /// What a loss may be off by counts beside it as one. It is a sum of products, and each of them may be off by a unit in its last place, however
        /// little of them the sum leaves: of 300 draws of a convolution of [2, 3, 6, 7] our error and that of torch in single precision are both
        /// 1.2e-5 in the root mean square, and 3.5e-5 at most, where the products are 880 together.
        /// </summary>
        public double LossScale => Math.Max(1, Magnitude * UnitInLastPlace / Tolerance);
    }

    [Fact]
    public void The_twin_s_gradient_agrees_with_central_differences() => ForEach(c =>
    {
        if (!c.Op.HasDifferences)
            return;
        double[] values = c.Subject.Values;
        Close.Assert(Differences.All(c.Subject, values, Step), c.Subject.Twin(values).Gradient, 1e-6, "the gradient of the double twin", c.Op.Cancelled);
    });

    [Fact]
    public void The_twin_agrees_with_TorchSharp_in_double() => ForEach(c =>
    {
        (double loss, double[] gradient) = c.Subject.Twin(c.Subject.Values);
        Close.Assert(c.TorchLoss, loss, 1e-7, 1, "the loss of the double twin");
        Close.Assert(c.TorchGradient, gradient, 1e-7, "the gradient of the double twin", c.Op.Cancelled);
    });

    [Fact]
    public void The_fused_loss_and_gradient_agree_with_the_twin_and_with_TorchSharp() => ForEach(c =>
    {
        (double loss, double[] gradient) = c.Subject.Twin(c.Subject.Values);
        double fused = c.Subject.LossGradient();
        Close.Assert(loss, fused, Tolerance * c.Op.Slack, c.LossScale, "the fused loss");
        Close.Assert(gradient, c.Subject.Gradients, Tolerance * c.Op.Slack, "the fused gradient", c.Op.Cancelled);
        Close.Assert(c.TorchLoss, fused, Tolerance * c.Op.Slack, c.LossScale, "the fused loss beside TorchSharp's");
        Close.Assert(c.TorchGradient, c.Subject.Gradients, Tolerance * c.Op.Slack, "the fused gradient beside TorchSharp's", c.Op.Cancelled);
    });

    [Fact]
    public void The_fused_loss_agrees_with_the_user_s_own_method() => ForEach(c =>
        Close.Assert(c.Subject.Eager(), c.Subject.LossGradient(), Tolerance * c.Op.Slack, c.LossScale + (c.Op.EagerError / Tolerance), "the fused loss beside the user's method"));

    [Fact]
    public void The_fused_value_agrees_with_the_user_s_own_method_and_with_TorchSharp() => ForEach(c =>
    {
        if (c.Subject.EagerValue() is not { } eager)
            return;
        double[] own = Array.ConvertAll(Numbers.Elements(eager), v => (double)v);
        var destination = System.Numerics.Tensors.Tensor.CreateFromShape<float>(eager.Lengths);
        c.Subject.FusedValue(destination);
        double[] fused = Array.ConvertAll(Numbers.Elements(destination), v => (double)v);
        Close.Assert(c.TorchValue, fused, Tolerance * c.Op.Slack, "the fused value beside TorchSharp's");
        Close.Assert(own, fused, (Tolerance * c.Op.Slack) + c.Op.EagerError, "the fused value beside the user's method");
    });

    [Fact]
    public void Numbers_that_are_not_finite_or_extreme_give_what_the_user_s_own_method_gives() => ForEach(c =>
    {
        if (c.Op.Operands is not [{ Shape: [17] }] || c.Subject.EagerValue() is null)
            return;
        float[] before = Array.ConvertAll(c.Subject.Values, v => (float)v);
        Numbers.Set(c.Subject.Parameters, s_special);
        try
        {
            float[] eager = Numbers.Elements(c.Subject.EagerValue()!), fused = new float[eager.Length];
            c.Subject.FusedValue(System.Numerics.Tensors.Tensor.Create(fused, c.Subject.EagerValue()!.Lengths));
            for (int i = 0; i < fused.Length; i++)
            {
                bool isEqual = eager[i].Equals(fused[i]) || Math.Abs(eager[i] - fused[i]) <= (1e-5 * Math.Abs(eager[i])) + 1e-37 + c.Op.EagerError;
                if (!isEqual)
                    throw new XunitException($"of {s_special[Math.Min(i, s_special.Length - 1)]:R} the fused value is {fused[i]:R} and the user's {eager[i]:R}");
            }
        }
        finally
        {
            Numbers.Set(c.Subject.Parameters, before);
        }
    });

    [Fact]
    public void Every_function_that_the_compiler_knows_has_a_case()
    {
        HashSet<string> covered = [.. OpCases.All.Select(c => c.Intrinsic)];

        Assert.Equal([], Intrinsics.Names.Where(n => !covered.Contains(n) && !Unwritable.Contains(n) && !IsOfNumbers(n)).Order());
        Assert.Equal([], covered.Where(n => Intrinsics.Find(n) is null).Order());
        Assert.Equal([], Unwritable.Where(n => Intrinsics.Find(n) is null).Order());
    }

    /// <summary>Functions of numbers alone are checked as static functions, in Functions/, and by the compiler's own derivative tests.</summary>
    private static bool IsOfNumbers(string name) => name == "op_Modulus" || name.StartsWith("Math.", StringComparison.Ordinal);

    /// <summary>Names that give no tensor of numbers, or that the base library has no function of.</summary>
    private static string[] Unwritable =>
    [
        "op_GreaterThan", "op_GreaterThanOrEqual", "op_LessThan", "op_LessThanOrEqual", "op_Equality", "op_Inequality", "Tensor.Maximum", "Tensor.Minimum",
    ];

    private static void ForEach(Action<Prepared> check)
    {
        (Prepared[] all, string[] uncompiled) = s_prepared.Value;
        var failures = new List<string>(uncompiled);
        foreach (Prepared prepared in all)
        {
            try
            {
                check(prepared);
            }
            catch (Exception e)
            {
                failures.Add($"{prepared.Op}\n    {(e is XunitException ? e.Message : e)}");
            }
        }

        if (failures.Count > 0)
            throw new XunitException($"{failures.Count} of {all.Length + uncompiled.Length} cases fail:\n{string.Join("\n", failures)}");
    }

    private static (Prepared[] Cases, string[] Uncompiled) Prepare()
    {
        var cases = OpCases.All.Select((op, i) => (Op: op, Place: i)).Where(c => IsChosen(c.Op)).Select(c => (c.Op, Name: $"Op{c.Place}", Torch: EvaluateInTorch(c.Op, new Random(c.Place)))).ToArray();
        (System.Reflection.Assembly assembly, var failures) = new UserProject().LoadAll(cases.Select(c => (c.Name, OpModel.Source(c.Op, c.Name, c.Torch.Shape))));
        Prepared[] prepared = [.. cases.Where(c => !failures.ContainsKey(c.Name)).Select(c =>
        {
            var subject = (Subject)Activator.CreateInstance(assembly.GetType(c.Name + "Subject", throwOnError: true)!)!;
            Numbers.Set(subject.Parameters, c.Torch.Values);
            subject.Inputs = [Numbers.Tensor(c.Torch.Constants, c.Torch.Shape.Length == 0 ? [1] : c.Torch.Shape), .. c.Op.Constants.Select(Input)];
            return new Prepared(c.Op, subject, c.Torch.Loss, c.Torch.Gradient, c.Torch.Value, c.Torch.Magnitude);
        })];
        return (prepared, [.. cases.Where(c => failures.ContainsKey(c.Name)).Select(c => $"{c.Op}\n{failures[c.Name]}")]);
    }

    // AUTOGRAD_OPS=Softmax runs the cases whose description holds that text: for work on one of them.
    private static bool IsChosen(OpCase op)
        => Environment.GetEnvironmentVariable("AUTOGRAD_OPS") is not { Length: > 0 } text || op.ToString().Contains(text, StringComparison.OrdinalIgnoreCase);

    private static object Input(Constant constant) => constant.Elements switch
    {
        int[] labels => Numbers.Tensor(labels, constant.Shape),
        bool[] mask => Numbers.Tensor(mask, constant.Shape),
        _ => Numbers.Tensor((float[])constant.Elements, constant.Shape),
    };

    private static (float[] Values, float[] Constants, int[] Shape, double Loss, double[] Gradient, double[] Value, double Magnitude) EvaluateInTorch(OpCase op, Random random)
    {
        using var scope = NewDisposeScope();
        float[] values = op.Values(random);
        TorchTensor[] operands = op.ToTorch(values, requiresGradient: true);
        TorchTensor value = op.Reference(operands);
        int[] shape = [.. value.shape.Select(l => (int)l)];
        float[] constants = Numbers.Between(Numbers.Count(shape), -1.5, 1.5, random);
        TorchTensor products = value * tensor(Array.ConvertAll(constants, c => (double)c)).reshape(value.shape), loss = products.sum();
        loss.backward();
        double[] gradient = [.. operands.SelectMany(o => o.grad!.data<double>().ToArray())];
        return (values, constants, shape, loss.item<double>(), gradient, value.detach().contiguous().data<double>().ToArray(), products.abs().sum().item<double>());
    }
}
