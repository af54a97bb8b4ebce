using System.Runtime.Intrinsics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>The double functions against values of 40 digits, and against Math.</summary>
public class VectorMathDoubleTests
{
    private static readonly (double X, double Y)[] ErfTable =
    [
        (1e-300, 1.1283791670955126e-300), (1e-10, 1.1283791670955126e-10), (0.001, 0.0011283787909692365),
        (0.1, 0.1124629160182849), (0.4, 0.42839235504666845), (0.75, 0.7111556336535151), (0.999, 0.8422852702064969),
        (1.0, 0.8427007929497149), (1.3, 0.9340079449406524), (2.0, 0.9953222650189527), (3.1, 0.9999883513426328),
        (4.5, 0.9999999998033839), (5.9, 0.9999999999999999), (7.0, 1.0), (20.0, 1.0), (40.0, 1.0),
        (-1e-09, -1.1283791670955127e-09), (-0.2, -0.22270258921047847), (-0.6, -0.6038560908479259),
        (-0.95, -0.8208908072732779),
    ];

    private static readonly (double X, double Y)[] ExpM1Table =
    [
        (1e-300, 1e-300), (1e-10, 1.00000000005e-10), (0.001, 0.0010005001667083417), (0.1, 0.10517091807564763),
        (0.4, 0.49182469764127035), (0.75, 1.1170000166126746), (0.999, 1.7155649053185666), (1.0, 1.7182818284590453),
        (1.3, 2.6692966676192444), (2.0, 6.38905609893065), (3.1, 21.197951281441636), (4.5, 89.01713130052181),
        (5.9, 364.0374678653289), (7.0, 1095.6331584284585), (20.0, 485165194.4097903), (40.0, 2.3538526683702e+17),
        (-1e-09, -9.999999995e-10), (-0.2, -0.18126924692201815), (-0.6, -0.45118836390597356), (-0.95, -0.6132589765454988),
    ];

    private static readonly (double X, double Y)[] Log1PTable =
    [
        (1e-300, 1e-300), (1e-10, 9.999999999500001e-11), (0.001, 0.0009995003330835331), (0.1, 0.09531017980432487),
        (0.4, 0.33647223662121295), (0.75, 0.5596157879354227), (0.999, 0.692647055518263), (1.0, 0.6931471805599453),
        (1.3, 0.832909122935104), (2.0, 1.0986122886681098), (3.1, 1.410986973710262), (4.5, 1.7047480922384253),
        (5.9, 1.9315214116032138), (7.0, 2.0794415416798357), (20.0, 3.044522437723423), (40.0, 3.713572066704308),
        (-1e-09, -1.0000000005000001e-09), (-0.2, -0.22314355131420976), (-0.6, -0.916290731874155),
        (-0.95, -2.99573227355399),
    ];

    private static readonly (double X, double Y)[] TanhTable =
    [
        (1e-300, 1e-300), (1e-10, 1e-10), (0.001, 0.0009999996666668), (0.1, 0.09966799462495582), (0.4, 0.3799489622552249),
        (0.75, 0.6351489523872873), (0.999, 0.76117386166057), (1.0, 0.7615941559557649), (1.3, 0.8617231593133063),
        (2.0, 0.9640275800758169), (3.1, 0.9959493592219002), (4.5, 0.9997532108480275), (5.9, 0.9999849909968058),
        (7.0, 0.9999983369439447), (20.0, 1.0), (40.0, 1.0), (-1e-09, -1e-09), (-0.2, -0.197375320224904),
        (-0.6, -0.5370495669980353), (-0.95, -0.7397830512740042),
    ];

    private static readonly (double X, double Y)[] SigmoidTable =
    [
        (1e-300, 0.5), (1e-10, 0.500000000025), (0.001, 0.5002499999791666), (0.1, 0.52497918747894),
        (0.4, 0.598687660112452), (0.75, 0.679178699175393), (0.999, 0.7308619212737824), (1.0, 0.7310585786300049),
        (1.3, 0.7858349830425586), (2.0, 0.8807970779778824), (3.1, 0.9568927450589139), (4.5, 0.9890130573694068),
        (5.9, 0.9972680392369889), (7.0, 0.9990889488055994), (20.0, 0.9999999979388464), (40.0, 1.0),
        (-1e-09, 0.49999999975), (-0.2, 0.4501660026875221), (-0.6, 0.35434369377420455), (-0.95, 0.27888482197713693),
    ];

    private static readonly (double X, double Y)[] SoftplusTable =
    [
        (1e-300, 0.6931471805599453), (1e-10, 0.6931471806099453), (0.001, 0.6936473055599401), (0.1, 0.7443966600735709),
        (0.4, 0.9130152523999526), (0.75, 1.1368710061148999), (0.999, 1.312530727260701), (1.0, 1.3132616875182228),
        (1.3, 1.5410084538329922), (2.0, 2.1269280110429727), (3.1, 3.144063967938574), (4.5, 4.511047744848594),
        (5.9, 5.902735699378536), (7.0, 7.000911466453775), (20.0, 20.000000002061153), (40.0, 40.0),
        (-1e-09, 0.6931471800599454), (-0.2, 0.5981388693815919), (-0.6, 0.4374879504858856), (-0.95, 0.32695640685095206),
    ];

    [Fact]
    public void Functions_that_Math_lacks_are_within_4_ulp_of_their_values()
    {
        Check(ErfTable, VectorMath.Erf, VectorMath.Erf);
        Check(ExpM1Table, VectorMath.ExpM1, VectorMath.ExpM1);
        Check(Log1PTable, VectorMath.Log1P, VectorMath.Log1P);
        Check(TanhTable, VectorMath.Tanh, VectorMath.Tanh);
        Check(SigmoidTable, VectorMath.Sigmoid, VectorMath.Sigmoid);
        Check(SoftplusTable, VectorMath.Softplus, VectorMath.Softplus);
    }

    [Fact]
    public void Scalars_equal_the_lanes_of_vectors()
    {
        foreach ((double x, _) in ErfTable)
        {
            Assert.Equal(VectorMath.Erf(Vector512.Create(x))[5], VectorMath.Erf(x));
            Assert.Equal(VectorMath.Sigmoid(Vector512.Create(x))[5], VectorMath.Sigmoid(x));
            Assert.Equal(VectorMath.Softplus(Vector512.Create(x))[5], VectorMath.Softplus(x));
        }
    }

    [Fact]
    public void Functions_of_the_base_library_are_within_4_ulp_of_Math()
    {
        foreach (double scale in new[] { 1e-6, 1, 30, 700, 1e5 })
            foreach (double x in Numbers.Random<double>(300, 1).Select(x => scale * x))
            {
                AssertClose(Math.Exp(x), VectorMath.Exp(Vector512.Create(x))[2], VectorMath.Exp(Vector256.Create(x))[2], x);
                AssertClose(Math.Log(Math.Abs(x)), VectorMath.Log(Vector512.Create(Math.Abs(x)))[2], VectorMath.Log(Vector256.Create(Math.Abs(x)))[2], x);
                AssertClose(Math.Sin(x), VectorMath.Sin(Vector512.Create(x))[2], VectorMath.Sin(Vector256.Create(x))[2], x);
                AssertClose(Math.Cos(x), VectorMath.Cos(Vector512.Create(x))[2], VectorMath.Cos(Vector256.Create(x))[2], x);
            }
    }

    [Fact]
    public void Special_values_are_those_of_Math()
    {
        double[] special = [0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-310, 800, -800, -1, -2];
        foreach (double x in special)
        {
            Assert.Equal(Math.Exp(x), VectorMath.Exp(Vector512.Create(x))[0]);
            Assert.Equal(Math.Log(x), VectorMath.Log(Vector512.Create(x))[0]);
            Assert.Equal(Math.Tanh(x), VectorMath.Tanh(Vector512.Create(x))[0]);
            Assert.Equal(Reference.Sigmoid(x), VectorMath.Sigmoid(Vector512.Create(x))[0]);
            Assert.True(Ulp.Error(VectorMath.Softplus(x), Reference.Softplus(x)) <= 4);
            Assert.True(Ulp.Error(VectorMath.ExpM1(Vector512.Create(x))[0], Reference.ExpM1(x)) <= 4);
            Assert.True(Ulp.Error(VectorMath.Log1P(Vector512.Create(x))[0], Reference.Log1P(x)) <= 4);
            Assert.True(Ulp.Error(VectorMath.Erf(x), Reference.Erf(x)) <= 4);
        }
    }

    private static void Check(
        (double X, double Y)[] table, Func<Vector512<double>, Vector512<double>> wide, Func<Vector256<double>, Vector256<double>> narrow)
    {
        foreach ((double x, double y) in table)
            AssertClose(y, wide(Vector512.Create(x))[7], narrow(Vector256.Create(x))[3], x);
    }

    private static void AssertClose(double expected, double wide, double narrow, double x)
    {
        if (!(Ulp.Error(wide, expected) <= 4 && Ulp.Error(narrow, expected) <= 4))
            Assert.Fail($"at {x:R}: expected {expected:R}, found {wide:R} and {narrow:R}");
    }
}
