using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Declared shapes, of what goes into a callee and of what comes out.</content>
internal sealed partial class MethodLowering
{
    // In the words of ShapeCheck, which checks at run time. Symbols are the callee's own: each is bound by the first argument that has it,
    // and then stands for one length.
    private void CheckArgument(IOperation call, IParameterSymbol parameter, Argument argument, Dictionary<Dim, (Dim Length, string By)> bound)
    {
        if (argument is not ValueArgument value || parameter.Find(Names.Shape) is not { } attribute)
            return;
        Shape actual = _builder.ShapeOf(value.Value);
        if (ShapeReader.Read(attribute, actual.Rank) is not { } declared)
            return;
        if (Contradiction(declared, actual, parameter.Name, bound) is not { } reason)
            return;
        IOperation at = (call as IInvocationOperation)?.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value ?? call;
        Location location = attribute.Location(parameter);
        throw new RefusedException(new Problem(
            Rules.CallMismatch, at.Syntax.GetLocation(), parameter.Name, parameter.ContainingSymbol.Name, declared.ToDisplayString(), actual.ToDisplayString(), reason) { Declaration = location });
    }

    // Empty where the shapes themselves say all; null where they fit.
    private static string? Contradiction(Shape declared, Shape actual, string argument, Dictionary<Dim, (Dim Length, string By)> bound)
    {
        if (declared.Rank != actual.Rank)
            return "";
        for (int i = 0; i < declared.Rank; i++)
        {
            if (declared[i].Constant is not null && !declared[i].Equals(actual[i]))
                return "";
            if (declared[i].Constant is not null)
                continue;
            if (!bound.TryGetValue(declared[i], out (Dim Length, string By) first))
                bound.Add(declared[i], (actual[i], argument));
            else if (!first.Length.Equals(actual[i]))
                return declared[i].Equals(first.Length) ? $" where {declared[i]} is the caller's {first.Length} (from {first.By})" : $" where {declared[i]} is {first.Length} (from {first.By})";
        }

        return null;
    }

    private void CheckResult(IMethodSymbol method, Value value)
    {
        AttributeData? attribute = method.GetReturnTypeAttributes().FirstOrDefault(a => a.AttributeClass.Is(Names.Shape));
        if (attribute is null || ShapeReader.Read(attribute, _builder.ShapeOf(value).Rank) is not { } declared || declared == _builder.ShapeOf(value))
            return;
        throw Refuse(attribute.Location(method), Rules.ResultMismatch, method.Name, declared.ToDisplayString(), _builder.ShapeOf(value).ToDisplayString());
    }
}
