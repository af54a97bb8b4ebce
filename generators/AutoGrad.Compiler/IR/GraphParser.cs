namespace AutoGrad.Compiler.IR;

/// <summary>Reads a graph that <see cref="GraphPrinter"/> wrote. Throws <see cref="GraphFormatException"/> where the text is not one.</summary>
public static class GraphParser
{
    private const int DeepestNesting = 100;

    // Of printed lengths. A short text can stand for a polynomial that fills the memory: (a + b) * (c + d) * ...
    private const int LongestLength = 1024;

    /// <summary>Parses one graph.</summary>
    public static Graph Parse(string text) => Whole(text, scanner =>
    {
        scanner.Expect("graph");
        string name = scanner.Word();
        scanner.Expect("{");
        return Body(scanner, name, 0);
    });

    /// <summary>Parses a length, such as <c>2*batch+1</c>.</summary>
    public static Dim ParseDim(string text) => Whole(text, scanner => Sum(scanner, 0));

    private static T Whole<T>(string text, Func<TextScanner, T> read)
    {
        var scanner = new TextScanner(text);
        try
        {
            T result = read(scanner);
            return scanner.AtEnd ? result : throw scanner.Error("the end");
        }
        catch (OverflowException)
        {
            throw scanner.Error("a smaller number");
        }
    }

    private static Graph Body(TextScanner scanner, string name, int depth)
    {
        if (depth > DeepestNesting)
            throw scanner.Error("fewer nested regions");
        List<Node> nodes = [];
        while (!scanner.Accept("return"))
            nodes.Add(ParseNode(scanner, nodes.Count, depth));
        List<GraphOutput> outputs = [];
        while (!scanner.Accept("}"))
        {
            if (outputs.Count > 0)
                scanner.Expect(",");
            Value value = ParseValue(scanner);
            scanner.Expect("as");
            outputs.Add(new GraphOutput(scanner.Quoted(), value));
        }

        return new Graph(name, nodes.ToEquatableArray(), outputs.ToEquatableArray());
    }

    private static Node ParseNode(TextScanner scanner, int index, int depth)
    {
        List<TensorType> results = [];
        do
        {
            if (ParseValue(scanner) != new Value(index, results.Count))
                throw scanner.Error($"{new Value(index, results.Count)} in order");
            scanner.Expect(":");
            results.Add(ParseType(scanner));
        }
        while (!scanner.Accept("="));

        string op = scanner.Word();
        List<Value> operands = [];
        while (scanner.Peek() == '%' && !IsNextNode(scanner, index + 1))
            operands.Add(ParseValue(scanner));
        List<NodeAttribute> attributes = [];
        if (scanner.Accept("{"))
        {
            do
            {
                string key = scanner.Word();
                scanner.Expect("=");
                attributes.Add(new NodeAttribute(key, ParseAttribute(scanner)));
            }
            while (scanner.Accept(","));
            scanner.Expect("}");
        }

        string? name = scanner.Accept("as") ? scanner.Quoted() : null;
        string? source = scanner.Accept("from") ? scanner.Quoted() : null;
        int ordinal = scanner.Accept("#") ? checked((int)scanner.Integer()) : -1;
        List<Graph> regions = [];
        while (scanner.Accept("do"))
        {
            string region = scanner.Quoted();
            scanner.Expect("{");
            regions.Add(Body(scanner, region, depth + 1));
        }

        return new Node(op, operands.ToEquatableArray(), attributes.ToEquatableArray(), regions.ToEquatableArray(), results.ToEquatableArray(), new Origin(name, source, ordinal));
    }

    // An operand always precedes its node, so a value with the next node's number starts that node.
    private static bool IsNextNode(TextScanner scanner, int next) => scanner.StartsWith(new Value(next) + ":");

    private static Value ParseValue(TextScanner scanner)
    {
        scanner.Expect("%");
        int node = checked((int)scanner.Unsigned());
        return new Value(node, scanner.AcceptAdjacent('.') ? checked((int)scanner.Unsigned()) : 0);
    }

    private static TensorType ParseType(TextScanner scanner)
    {
        string name = scanner.Word();
        ElementType element = ElementTypes.Find(name) ?? throw scanner.Error($"an element type, not '{name}',");
        scanner.Expect("[");
        return new TensorType(element, new Shape(DimsUntil(scanner, "]")));
    }

    private static AttributeValue ParseAttribute(TextScanner scanner)
    {
        if (scanner.Accept("["))
        {
            List<long> items = [];
            while (!scanner.Accept("]"))
            {
                if (items.Count > 0)
                    scanner.Expect(",");
                items.Add(scanner.Integer());
            }

            return new IntegersValue(items.ToEquatableArray());
        }

        if (scanner.Accept("<"))
            return new DimsValue(DimsUntil(scanner, ">"));
        if (scanner.Peek() == '"')
            return new TextValue(scanner.Quoted());
        if (scanner.Accept("true"))
            return new FlagValue(true);
        return scanner.Accept("false") ? new FlagValue(false) : new NumberValue(scanner.Number());
    }

    private static EquatableArray<Dim> DimsUntil(TextScanner scanner, string end)
    {
        List<Dim> dims = [];
        while (!scanner.Accept(end))
        {
            if (dims.Count > 0)
                scanner.Expect(",");
            dims.Add(Sum(scanner, 0));
        }

        return dims.ToEquatableArray();
    }

    private static Dim Sum(TextScanner scanner, int depth)
    {
        if (depth > DeepestNesting)
            throw scanner.Error("fewer parentheses");
        Dim sum = scanner.Accept("-") ? -1L * Product(scanner, depth) : Product(scanner, depth);
        while (true)
        {
            bool plus = scanner.Accept("+");
            if (!plus && !scanner.Accept("-"))
                return sum;
            Dim term = Product(scanner, depth);
            RequireShort(scanner, sum.ToString().Length + term.ToString().Length);
            sum = plus ? sum + term : sum - term;
        }
    }

    private static Dim Product(TextScanner scanner, int depth)
    {
        Dim product = Factor(scanner, depth);
        while (true)
        {
            bool times = scanner.Accept("*");
            if (!times && !scanner.Accept("/"))
                return product;
            Dim factor = Factor(scanner, depth);
            if (!times)
            {
                RequireShort(scanner, product.ToString().Length + factor.ToString().Length);
                product = Dim.FloorDivide(product, factor);
                continue;
            }

            RequireShort(scanner, ((long)product.ToString().Length * factor.Terms.Count) + ((long)factor.ToString().Length * product.Terms.Count));
            product *= factor;
        }
    }

    private static void RequireShort(TextScanner scanner, long length)
    {
        if (length > LongestLength)
            throw scanner.Error("a shorter length");
    }

    private static Dim Factor(TextScanner scanner, int depth)
    {
        if (char.IsDigit(scanner.Peek()))
            return scanner.Unsigned();
        if (scanner.Accept("("))
        {
            Dim inner = Sum(scanner, depth + 1);
            scanner.Expect(")");
            return inner;
        }

        string name = scanner.Word();
        if (!scanner.Accept("("))
            return Dim.Symbol(name);
        Dim left = Sum(scanner, depth + 1);
        scanner.Expect(",");
        Dim right = Sum(scanner, depth + 1);
        scanner.Expect(")");
        return name switch
        {
            "div" => Dim.FloorDivide(left, right),
            "min" => Dim.Min(left, right),
            "max" => Dim.Max(left, right),
            _ => throw scanner.Error($"div, min or max, not '{name}',"),
        };
    }
}
