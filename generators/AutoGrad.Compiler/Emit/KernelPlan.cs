using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>How a kernel reads one of its operands.</summary>
internal sealed record KernelOperand(int Index, Value Value, Pattern Pattern, bool IsScalarField, bool IsBool, string Field, string Local);

/// <summary>What a kernel does with one of its outputs.</summary>
internal sealed record KernelResult(int Index, Value Value, Pattern Pattern, bool IsSum, bool IsSquares, bool IsWide, string Field, string Local)
{
    /// <summary>Whether this is a sum over all elements, handed back as a number.</summary>
    public bool IsTotal => IsSum && Pattern == Pattern.Scalar;
}

/// <summary>A <c>fused</c> node, read for emission: its matrix, operands, results, product and the locals of its body.</summary>
internal sealed class KernelPlan
{
    private readonly Names _names = new(["T", "Sums", "SumsRows", "Invoke512", "Invoke256", "EndRow", "Flush", "row", "column", "count", "product", "sums", "at", "Columns", .. LibraryNames.Namespaces.Keys]);
    private readonly Dictionary<Value, string> _locals = [];

    public KernelPlan(Node fused, IReadOnlyList<string> operandNames, IReadOnlyList<string> resultNames)
    {
        Region = fused.Regions[0];
        Product = Region.Find("matmul").Cast<int?>().FirstOrDefault();
        Shape shape = Region.Nodes.Where(n => OpTable.IsElementwise(n.Op)).Select(n => n.Type.Shape).FirstOrDefault()
            ?? Region.Nodes.Where(n => OpTable.Get(n.Op) is ReduceOp).Select(n => Region.TypeOf(n.Operands[0]).Shape).First();
        Space = IterationSpace.TryCreate(shape, Masks(shape), Product is not null) ?? throw new InvalidOperationException("A kernel must run over a matrix.");
        Operands = [.. ReadOperands(shape, operandNames)];
        Results = [.. Region.Outputs.Select((o, i) => Result(o, i, shape, resultNames[i]))];
        Element = Region.Nodes.Select(n => n.Type.Element).First(e => e is ElementType.F32 or ElementType.F64);
        NameLocals();
    }

    /// <summary>The plan of a node whose names do not matter.</summary>
    public static KernelPlan Of(Node fused) => new(fused, [.. fused.Operands.Select(_ => "operand")], [.. fused.Results.Select(_ => "result")]);

    public Graph Region { get; }

    /// <summary>The position of the product in the region, or null.</summary>
    public int? Product { get; }

    public IterationSpace Space { get; }

    public ElementType Element { get; }

    public IReadOnlyList<KernelOperand> Operands { get; }

    public IReadOnlyList<KernelResult> Results { get; }

    /// <summary>The nodes with a local of their own, in order, and its name.</summary>
    public IReadOnlyDictionary<Value, string> Locals => _locals;

    /// <summary>Whether elements are addressed by row and column.</summary>
    public bool NeedsIndex => !Space.Rows.Is(1)
        && (Operands.Any(o => o.Pattern == Pattern.Full && !o.IsScalarField) || Results.Any(r => !r.IsSum));

    private IEnumerable<EquatableArray<long>> Masks(Shape shape)
    {
        yield return All(shape);
        foreach (Node node in Region.Nodes)
        {
            if (node.Op == "broadcast" && node.Type.Shape == shape)
                yield return node.Integers("axes");
            else if (OpTable.Get(node.Op) is ReduceOp)
                yield return Kept(node, shape);
        }
    }

    private IEnumerable<KernelOperand> ReadOperands(Shape shape, IReadOnlyList<string> names)
    {
        int[] inputs = [.. Region.Find("input")];
        for (int i = 0; i < inputs.Length; i++)
        {
            var value = new Value(inputs[i]);
            TensorType type = Region.TypeOf(value);
            foreach (Pattern pattern in Uses(value, shape).Distinct())
            {
                string field = _names.Unique(Names.Pascal(names[i]));
                string local = type.IsScalar ? field : _names.Unique(Names.Camel(names[i]));
                yield return new KernelOperand(i, value, pattern, type.IsScalar, type.Element == ElementType.Bool, field, local);
            }
        }
    }

    // The patterns in which an input is read: as it is, and repeated by broadcasts. The product reads its operands itself.
    private IEnumerable<Pattern> Uses(Value value, Shape shape)
    {
        for (int i = 0; i < Region.Nodes.Count; i++)
        {
            Node node = Region.Nodes[i];
            if (i == Product || !node.Operands.Contains(value))
                continue;
            yield return node.Op == "broadcast" ? Space.PatternOf(node.Integers("axes")) : Space.PatternOf(All(shape));
        }
    }

    private KernelResult Result(GraphOutput output, int index, Shape shape, string name)
    {
        Node node = Region.Nodes[output.Value.Node];
        bool isSum = OpTable.Get(node.Op) is ReduceOp;
        Pattern pattern = isSum ? Space.PatternOf(Kept(node, shape)) : Space.PatternOf(All(shape));
        return new(index, output.Value, pattern, isSum, node.Op == "sum_of_squares", node.Flag("wide"), _names.Unique(Names.Pascal(name)), _names.Unique(Names.Camel(name)));
    }

    private void NameLocals()
    {
        for (int i = 0; i < Region.Nodes.Count; i++)
        {
            Node node = Region.Nodes[i];
            var value = new Value(i);
            if (!OpTable.IsElementwise(node.Op))
                continue;
            if (Results.FirstOrDefault(r => r.Value == value) is { } result)
                _locals[value] = result.Local;
            else if (node.Origin.Name is { } name)
                _locals[value] = _names.Unique(Names.Camel(name));
            else if (Region.Nodes.Sum(n => n.Operands.Count(o => o == value)) > 1)
                _locals[value] = _names.Unique(OpNames.Noun(node.Op));
        }
    }

    private static EquatableArray<long> All(Shape shape) => Enumerable.Range(0, shape.Rank).Select(i => (long)i).ToEquatableArray();

    private static EquatableArray<long> Kept(Node reduction, Shape shape) => All(shape).Except(reduction.Integers("axes")).ToEquatableArray();
}
