using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Declared shapes, of what goes into a callee and of what comes out.</content>
internal sealed partial class MethodLowering
{
    // Symbols are the callee's own, so only rank and constants can contradict, and a symbol that would stand for two lengths.
    private void CheckArgument(IOperation call, IParameterSymbol parameter, Argument argument)
    {
        if (argument is not ValueArgument value || parameter.Find(Names.Shape) is not { } attribute || ShapeReader.Read(attribute) is not { } declared)
            return;
        Shape actual = _builder.ShapeOf(value.Value);
        if (!Fits(declared, actual))
            throw Refuse(call, Rules.ShapeMismatch, $"argument '{parameter.Name}' is declared as {declared.ToDisplayString()} but has shape {actual.ToDisplayString()}");
    }

    private static bool Fits(Shape declared, Shape actual)
    {
        var bound = new Dictionary<Dim, Dim>();
        return declared.Rank == actual.Rank && declared.Dims.Zip(actual.Dims, (d, a) => Fits(d, a)).All(fits => fits);

        bool Fits(Dim dim, Dim length)
        {
            if (dim.Constant is not null)
                return dim.Equals(length);
            if (bound.TryGetValue(dim, out Dim? first))
                return first.Equals(length);
            bound.Add(dim, length);
            return true;
        }
    }

    private void CheckResult(IMethodSymbol method, Value value)
    {
        AttributeData? attribute = method.GetReturnTypeAttributes().FirstOrDefault(a => a.AttributeClass.Is(Names.Shape));
        if (attribute is null || ShapeReader.Read(attribute) is not { } declared || declared == _builder.ShapeOf(value))
            return;
        throw Refuse(attribute.Location(method), Rules.ShapeMismatch, $"the result is declared as {declared.ToDisplayString()} but has shape {_builder.ShapeOf(value).ToDisplayString()}");
    }
}
