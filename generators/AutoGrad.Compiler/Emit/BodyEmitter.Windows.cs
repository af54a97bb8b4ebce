using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <content>Calls of convolutions and pools, and checks of their geometry where only the run time knows it.</content>
internal sealed partial class BodyEmitter
{
    private void WriteConvolution(Node node, Value value)
    {
        Shape Of(int operand) => _graph.TypeOf(node.Operands[operand]).Shape;
        Shape image = node.Op switch { "conv2d" => Of(0), "conv2d_kernel" => Of(1), _ => node.Type.Shape };
        Shape kernel = node.Op == "conv2d_kernel" ? node.Type.Shape : Of(1);
        var sweep = Sweep.Of(node);
        string operands = string.Join(", ", node.Operands.Select(o => "in " + Storage(o)));
        IEnumerable<string> window = new[] { image.Dims, kernel.Dims, sweep.Stride, sweep.Padding, sweep.Dilation }.Select(d => $"[{CSharp.List(d)}]");
        WriteLine($"{OpTable.Get(node.Op).Kernel}({operands}, ref {Storage(value)}, {string.Join(", ", window)}, {CSharp.Expression(ConvolutionOp.GroupsOf(node))});");
    }

    private void WritePool(Node node, Value value)
    {
        Shape from = _graph.TypeOf(node.Operands[0]).Shape, to = node.Type.Shape;
        string operands = string.Join(", ", node.Operands.Select(o => "in " + Storage(o))), planes = CSharp.Factor(from[0] * from[1]);
        if (node.Op is "gather_places" or "scatter_places")
        {
            WriteLine($"{OpTable.Get(node.Op).Kernel}({operands}, ref {Storage(value)}, {CSharp.List([from[0] * from[1], from[2] * from[3], to[2] * to[3]])});");
            return;
        }

        Value places = value with { Result = 1 };
        string results = node.Op == "max_pool2d" && IsRead(places) ? $"ref {Storage(value)}, ref {Storage(places)}" : $"ref {Storage(value)}";
        Shape image = node.Op == "avg_pool2d_input" ? to : from;
        var sweep = Sweep.Of(node);
        IEnumerable<string> window = new[] { image.Dims, node.Dims("kernel"), sweep.Stride, sweep.Padding }.Select(d => $"[{CSharp.List(d)}]");
        WriteLine($"{OpTable.Get(node.Op).Kernel}({operands}, {results}, {string.Join(", ", window)});");
    }

    // Before memory is asked for, whose size depends on what is checked.
    private void WriteWindowChecks()
    {
        string[] checks = [.. WindowChecks().Distinct()];
        foreach (string check in checks)
            WriteLine(check);
        if (checks.Length > 0)
            WriteLine("");
    }

    private IEnumerable<string> WindowChecks()
        => _graph.Nodes.Where(n => !HasLateSymbols(n)).SelectMany(WindowChecks).Concat(_regions.Values.SelectMany(r => r).SelectMany(r => r.WindowChecks()));

    private IEnumerable<string> WindowChecks(Node node)
    {
        if (node.Op is not ("conv2d" or "conv2d_input" or "max_pool2d" or "avg_pool2d"))
            yield break;
        Shape image = node.Op == "conv2d_input" ? node.Type.Shape : _graph.TypeOf(node.Operands[0]).Shape;
        bool isPool = node.Op is "max_pool2d" or "avg_pool2d";
        EquatableArray<Dim> kernel = isPool ? node.Dims("kernel") : _graph.TypeOf(node.Operands[1]).Shape.Dims;
        string source = CSharp.Quote(node.Origin.Source ?? node.Op);
        var sweep = Sweep.Of(node);
        for (int axis = 0; axis < 2; axis++)
        {
            Dim[] sizes = [image[axis + 2], kernel[kernel.Count - 2 + axis], sweep.Stride[axis], sweep.Padding[axis], sweep.Dilation[axis]];
            if (sizes.Any(s => s.Constant is null))
                yield return $"ShapeCheck.Window({CSharp.List(sizes)}, {(isPool ? "true" : "false")}, {source});";
        }

        Dim groups = ConvolutionOp.GroupsOf(node);
        if (!isPool && !groups.Is(1) && new[] { image[1], kernel[0], kernel[1], groups }.Any(d => d.Constant is null))
            yield return $"ShapeCheck.Groups({CSharp.List([image[1], kernel[0], kernel[1], groups])}, {source});";
    }
}
