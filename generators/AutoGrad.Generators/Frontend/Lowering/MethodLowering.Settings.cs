using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Numbers of the model's object: fields, properties and arguments of its constructor, which the generated method reads on entry.</content>
internal sealed partial class MethodLowering
{
    private Argument Setting(IOperation at, ISymbol member, ITypeSymbol type)
    {
        string fault = "its value is not known at build time: make it const, or pass it as an argument";
        SettingDeclaration? setting = member switch
        {
            _ when _model.Settings is null => null,
            IParameterSymbol argument => _model.Settings.Argument(argument, out fault),
            { IsStatic: true } when IsMutable(member) => null,
            { IsStatic: true } when !_bodies.IsAccessible(member, _model.Type) => null,
            _ => _model.Settings.Member(member, type, out fault),
        };
        if (setting is null && member.IsStatic)
            throw Refuse(at, Rules.MutableCapture, member.Name, "make it a const, or pass it as an argument");
        if (setting is null)
            throw Refuse(at, Rules.Unsupported, $"The {Kind(member)} '{member.Name}'", fault);
        if (setting.Element != ElementType.I32)
            return new ValueArgument(_builder.Setting(setting.Name, setting.Element));
        if (!_lengths.Contains(setting.Symbol) && !setting.IsNatural)
            _signed.Add(setting.Symbol);
        return new IndexArgument(Dim.Symbol(setting.Symbol));
    }

    private static bool IsMutable(ISymbol member) => member is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: not null };

    private bool IsOfThis(IMemberReferenceOperation reference)
        => reference.Member.IsStatic || (reference.Instance is IInstanceReferenceOperation && _model.Settings is not null);

    private static string Kind(ISymbol member) => member switch { IFieldSymbol => "field", IPropertySymbol => "property", _ => "argument" };
}
