namespace AutoGrad.Generators.Benchmarks.Project;

/// <summary>Functions of numbers of 30 statements, with branches in branches and a loop that has a branch.</summary>
internal static class BranchingWriter
{
    public static string Text(string name, int seed)
    {
        var random = new Random(seed);
        string Next(string last, string earlier) => StraightWriter.Expression(random, last, earlier);
        return $$"""
                public static double {{name}}(double x, double y, int n)
                {
                    double s = {{Next("x", "y")}};
                    double t = {{Next("y", "x")}};
                    double u = {{Next("s", "t")}};
                    if (s > t)
                    {
                        s = {{Next("s", "u")}};
                        t = {{Next("t", "s")}};
                        if (t > 0.5)
                        {
                            u = {{Next("u", "t")}};
                            t = {{Next("t", "u")}};
                        }
                        else
                        {
                            s = {{Next("s", "t")}};
                        }
                    }
                    else
                    {
                        t = {{Next("t", "u")}};
                        u = {{Next("t", "s")}};
                    }

                    double v = {{Next("u", "t")}};
                    for (int i = 0; i < n; i++)
                    {
                        double d = {{Next("s", "v")}};
                        s = {{Next("d", "t")}};
                        if (d > 1)
                            t = {{Next("t", "d")}};
                        v = {{Next("v", "s")}};
                    }

                    double w = {{Next("v", "s")}};
                    if (w < 0)
                    {
                        w = {{Next("w", "t")}};
                        v = {{Next("v", "w")}};
                    }

                    if (v < w)
                        v = {{Next("v", "u")}};
                    else
                        w = {{Next("w", "u")}};
                    double a = {{Next("w", "v")}};
                    double b = {{Next("a", "t")}};
                    return a + b * s;
                }

            """;
    }
}
