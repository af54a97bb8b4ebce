using System.Reflection;
using AutoGrad.EndToEnd.Tests.Functions.Programs;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>Every function under Programs: its value, its gradient against differences, forward mode against reverse mode.</summary>
public class FunctionTests
{
    private static readonly Type[] s_programs = [typeof(Branches), typeof(Iterations), typeof(Callees), typeof(Tensors), typeof(Elementary), typeof(CustomDerivatives), typeof(SecondOrder), typeof(InPlace), typeof(Choices), typeof(Compounds), typeof(ImageFunctions)];

    public static TheoryData<string, string> Functions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Type program in s_programs)
            {
                foreach (MethodInfo method in program.GetMethods().Where(m => m.IsDefined(typeof(DifferentiableAttribute))))
                    data.Add(program.Name, method.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_gradient_agrees_with_differences_and_with_forward_mode(string program, string function)
    {
        var subject = new FunctionSubject(s_programs.Single(p => p.Name == program), function);
        var random = new Random(11);
        for (int run = 0; run < 30; run++)
            subject.Check(random);
    }
}
