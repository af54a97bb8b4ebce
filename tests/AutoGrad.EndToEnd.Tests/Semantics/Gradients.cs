using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>Gradients to try policies on, and weights.</summary>
internal static class Gradients
{
    public static string[] Finite { get; } = ["Ordinary", "Small", "Zero", "Exact", "Huge", "Tiny"];

    /// <summary>Gives a model its weights, the same at each call, and as inputs the gradients of that name, which are returned.</summary>
    public static float[][] Give(Subject subject, string name)
    {
        float[] weights = Numbers.Between(17, -1, 1, new Random(7));
        weights[1] = 0;
        Numbers.Set(subject.Parameters, weights);
        var random = new Random(8);
        float[][] x = [.. PolicyModels.Shapes.Select(s => Numbers.Between(Numbers.Count(s), -2, 2, random))];
        float scale = name switch { "Ordinary" => 1, "Small" => 1e-3f, "Huge" => 1e20f, "Tiny" => 1e-30f, _ => 0 };
        x = [.. x.Select(e => e.Select(v => v * scale).ToArray())];
        if (name == "Exact")
        {
            // W has the norm of the norm clip's threshold, B elements at the value clip's.
            (x[0][0], x[0][3]) = (0.75f, -1);
            (x[1][0], x[1][1]) = (PolicyModels.Value, -PolicyModels.Value);
            if (subject.Parameters[0].Policy.Norm != NormClip.Parameter)
                (x[0][0], x[0][3]) = (PolicyModels.Value, -PolicyModels.Value);
        }

        Give(subject, x);
        return x;
    }

    public static void Give(Subject subject, float[][] x)
        => subject.Inputs = [.. x.Select((e, i) => Numbers.Tensor(e, PolicyModels.Shapes[i]))];

    /// <summary>The elements of each parameter.</summary>
    public static double[][] Split(double[] block)
    {
        int start = 0;
        return [.. PolicyModels.Shapes.Select(s => block[start..(start += Numbers.Count(s))])];
    }
}
