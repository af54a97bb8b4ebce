using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>How a kernel reads one of its operands; <paramref name="Used"/> is what it reads: the operand itself, or a slice of it.</summary>
internal sealed record KernelOperand(int Index, Value Value, Value Used, Pattern Pattern, bool IsScalarField, bool IsBool, string Field, string Local, StridedView? View);

/// <summary>A part of a kernel's output that is joined of several: the value, where it lies in the whole, and the field for that place.</summary>
internal sealed record KernelPart(Value Value, StridedView View, string Field);

/// <summary>What a kernel does with one of its outputs.</summary>
internal sealed record KernelResult(int Index, Value Value, Pattern Pattern, bool IsSum, bool IsSquares, bool IsWide, string Field, string Local, IReadOnlyList<KernelPart> Parts)
{
    /// <summary>Whether this is a sum over all elements, handed back as a number.</summary>
    public bool IsTotal => IsSum && Pattern == Pattern.Scalar;

    /// <summary>Whether this is the largest element of each column rather than a sum.</summary>
    public bool IsLargest { get; init; }
}

/// <summary>A <c>fused</c> node, read for emission: its matrix, operands, results, product and the locals of its body.</summary>
internal sealed class KernelPlan
{
    // What kernels name themselves, and what every struct has.
    private readonly Names _names = new(["ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "Finalize", VectorBody.Vector, "Sums", "SumsRows", "Invoke", "EndRow", "Flush", "row", "column", "count", "product", "sums", "at", "Columns", "at2", "at3", "at4", "Stride0", "Stride1", "Stride2", "Stride3", .. LibraryNames.Namespaces.Keys]);
    private readonly Dictionary<Value, string> _locals = [];
    private readonly Dictionary<double, string> _numbers = [];
    private readonly Dictionary<KernelOperand, string> _scalars = [];

    /// <param name="fused">The node.</param>
    /// <param name="operandNames">The names of its operands.</param>
    /// <param name="resultNames">The names of its results.</param>
    /// <param name="element">What masks are kept in, where there is nothing else.</param>
    public KernelPlan(Node fused, IReadOnlyList<string> operandNames, IReadOnlyList<string> resultNames, ElementType element = ElementType.F32)
    {
        Region = fused.Regions[0];
        Product = Region.Find("matmul").Cast<int?>().FirstOrDefault();
        Shape shape = Region.Nodes.Where(n => OpTable.IsElementwise(n.Op)).Select(n => n.Type.Shape).FirstOrDefault()
            ?? Region.Nodes.Where(n => n.Op == "concat" || OpTable.Get(n.Op) is ReduceOp).Select(n => Region.TypeOf(n.Operands[0]).Shape).First();
        Space = IterationSpace.TryCreate(shape, Masks(shape), Product is not null, Splits()) ?? throw new InvalidOperationException("A kernel must run over a matrix.");
        Operands = [.. ReadOperands(shape, operandNames)];
        Results = [.. Region.Outputs.Select((o, i) => Result(o, i, shape, resultNames[i]))];
        Element = Region.Nodes.Select(n => n.Type.Element).Where(e => e is ElementType.F32 or ElementType.F64).DefaultIfEmpty(element).First();
        NameLocals();
        NameNumbers();
    }

    /// <summary>How many sums over all elements a node hands back.</summary>
    public static int TotalsOf(Node fused)
    {
        Graph region = fused.Regions[0];
        return region.Outputs.Any(o => OpTable.Get(region.Nodes[o.Value.Node].Op) is ReduceOp)
            ? new KernelPlan(fused, [.. fused.Operands.Select(_ => "operand")], [.. fused.Results.Select(_ => "result")]).Results.Count(r => r.IsTotal)
            : 0;
    }

    public Graph Region { get; }

    /// <summary>The position of the product in the region, or null.</summary>
    public int? Product { get; }

    public IterationSpace Space { get; }

    public ElementType Element { get; }

    public IReadOnlyList<KernelOperand> Operands { get; }

    public IReadOnlyList<KernelResult> Results { get; }

    /// <summary>The first result that is a value, or null.</summary>
    public KernelResult? ResultOf(Value value)
    {
        for (int r = 0; r < Results.Count; r++)
        {
            if (Results[r].Value == value)
                return Results[r];
        }

        return null;
    }

    /// <summary>The nodes with a local of their own, in order, and its name.</summary>
    public IReadOnlyDictionary<Value, string> Locals => _locals;

    /// <summary>The locals of constants that are read often.</summary>
    public IReadOnlyDictionary<double, string> Numbers => _numbers;

    /// <summary>The locals of operands that are numbers and are read often.</summary>
    public IReadOnlyDictionary<KernelOperand, string> Scalars => _scalars;

    /// <summary>The number that a value is in every element, or null.</summary>
    public double? Constant(Value value)
    {
        Node node = Region.Nodes[value.Node];
        return node.Op == "constant" ? node.Number("value") : node.Op == "broadcast" ? Constant(node.Operands[0]) : null;
    }

    /// <summary>Whether elements are addressed by row and column.</summary>
    public bool NeedsIndex => !Space.Rows.Is(1)
        && (Operands.Any(o => o.Pattern == Pattern.Full && !o.IsScalarField) || Results.Any(r => !r.IsSum));

    /// <summary>The different row strides of what is addressed by row and column.</summary>
    public IReadOnlyList<Dim> RowStrides =>
    [
        .. Operands.Where(o => o.Pattern == Pattern.Full && !o.IsScalarField).Select(o => RowStride(o.View))
            .Concat(Results.Where(r => !r.IsSum).SelectMany(r => r.Parts.Count > 0 ? r.Parts.Select(p => RowStride(p.View)) : [Space.Columns]))
            .Distinct(),
    ];

    /// <summary>The fields for those that are known at run time only.</summary>
    public IReadOnlyDictionary<Dim, string> StrideFields
        => (NeedsIndex ? RowStrides : []).Where(s => s.Constant is null).Select((s, i) => (Stride: s, Index: i))
            .ToDictionary(s => s.Stride, s => s.Stride.Equals(Space.Columns) ? "Columns" : "Stride" + s.Index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The elements from row to row of what lies in memory as a view says, or as densely as the kernel's matrix.</summary>
    public Dim RowStride(StridedView? view) => view?.Split is null ? Space.Columns : view.Stride;

    private IEnumerable<int> Splits()
        => Region.Nodes.Select((n, i) => ViewOf(new Value(i)) ?? JoinOf(n)?[0]).Where(v => v?.Split is not null).Select(v => v!.Split!.Value);

    private StridedView? ViewOf(Value value)
        => Region.Nodes[value.Node] is { Op: "slice" } slice ? StridedView.OfSlice(slice, Region.TypeOf(slice.Operands[0]).Shape) : null;

    private IReadOnlyList<StridedView>? JoinOf(Node node)
        => node.Op == "concat" ? StridedView.OfConcat(node, [.. node.Operands.Select(o => Region.TypeOf(o).Shape)]) : null;

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
            foreach ((Pattern pattern, Value used) in Uses(value, shape).Distinct())
            {
                string field = _names.Unique(Names.Pascal(names[i]));
                string local = type.IsScalar ? field : _names.Unique(Names.Camel(names[i]));
                yield return new KernelOperand(i, value, used, pattern, type.IsScalar, type.Element == ElementType.Bool, field, local, ViewOf(used));
            }
        }
    }

    // The patterns in which an input is read: as it is, repeated by broadcasts, and in slices. The product reads its operands itself.
    private IEnumerable<(Pattern, Value)> Uses(Value value, Shape shape)
    {
        for (int i = 0; i < Region.Nodes.Count; i++)
        {
            Node node = Region.Nodes[i];
            if (i == Product || !node.Operands.Contains(value))
                continue;
            yield return (node.Op == "broadcast" ? Space.PatternOf(node.Integers("axes")) : Space.PatternOf(All(shape)), node.Op == "slice" ? new Value(i) : value);
        }
    }

    private KernelResult Result(GraphOutput output, int index, Shape shape, string name)
    {
        Node node = Region.Nodes[output.Value.Node];
        bool isSum = OpTable.Get(node.Op) is ReduceOp;
        Pattern pattern = isSum ? Space.PatternOf(Kept(node, shape)) : Space.PatternOf(All(shape));
        IReadOnlyList<StridedView> views = JoinOf(node) ?? [];
        KernelPart[] parts = [.. views.Select((v, i) => new KernelPart(node.Operands[i], v, _names.Unique(Names.Pascal(name))))];
        string field = parts.Length > 0 ? parts[0].Field : _names.Unique(Names.Pascal(name));
        return new(index, output.Value, pattern, isSum, node.Op == "sum_of_squares", node.Flag("wide"), field, _names.Unique(Names.Camel(name)), parts) { IsLargest = node.Op == "reduce_max" };
    }

    private void NameLocals()
    {
        var uses = new int[Region.Nodes.Count];
        foreach (Node node in Region.Nodes)
        {
            foreach (Value operand in node.Operands)
                uses[operand.Node]++;
        }

        for (int i = 0; i < Region.Nodes.Count; i++)
        {
            Node node = Region.Nodes[i];
            var value = new Value(i);
            if (!OpTable.IsElementwise(node.Op))
                continue;
            if (ResultOf(value) is { } result)
                _locals[value] = result.Local;
            else if (node.Origin.Name is { } name)
                _locals[value] = _names.Unique(Names.Camel(name));
            else if (uses[i] > 1)
                _locals[value] = _names.Unique(OpNames.Noun(node.Op));
        }
    }

    private void NameNumbers()
    {
        Value[] read = [.. Region.Nodes.Where(n => OpTable.IsElementwise(n.Op) || OpTable.Get(n.Op) is ReduceOp).SelectMany(n => n.Operands)];
        foreach (var number in read.GroupBy(Constant).Where(g => g.Key is { } n && NumberNames.Of(n) is not null && g.Count() > NumberNames.FewReads).OrderBy(g => g.Key))
            _numbers[number.Key!.Value] = _names.Unique(NumberNames.Of(number.Key.Value)!);
        foreach (KernelOperand operand in Operands.Where(o => o is { IsScalarField: true, IsBool: false }))
        {
            if (read.Count(v => Region.Nodes[v.Node] is { Op: "broadcast" } repeated && repeated.Operands[0] == operand.Used) > NumberNames.FewReads)
                _scalars[operand] = _names.Unique(Names.Camel(operand.Field));
        }
    }

    private static EquatableArray<long> All(Shape shape) => Enumerable.Range(0, shape.Rank).Select(i => (long)i).ToEquatableArray();

    private static EquatableArray<long> Kept(Node reduction, Shape shape) => All(shape).Except(reduction.Integers("axes")).ToEquatableArray();
}
