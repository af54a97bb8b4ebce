using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>The error function.</summary>
    public static float Erf(float x) => Erf(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>
    /// The error function: x + x P(x^2) below 1, sign(x) (1 - e^-G(|x|)) above, with G = -log(1 - erf) as a polynomial about
    /// 3; both within 2^-56. From 5.93 on the result rounds to 1.
    /// </summary>
    public static double Erf(double x)
    {
        double a = Math.Min(Math.Abs(x), 5.93);
        return a < 1
            ? double.FusedMultiplyAdd(Polynomial(ErfNear, a * a), x, x)
            : Math.CopySign(1 - Math.Exp(-Polynomial(ErfFar, a - 3)), x);
    }

    private static ReadOnlySpan<double> ErfNear =>
    [
        0.12837916709551256, -0.3761263890318352, 0.11283791670944185, -0.02686617064311156, 0.0052239776061191795,
        -0.0008548325929346075, 0.00012055293577786047, -1.4924712318021358e-05, 1.6447131757939985e-06,
        -1.6206315113631442e-07, 1.3710985971280349e-08, -7.779478407659698e-10,
    ];

    private static ReadOnlySpan<double> ErfFar =>
    [
        10.720363041980844, 6.303753689003224, 0.9573942188219335, 0.007411891878762937, -0.0013533104353965423,
        0.00024569159101286905, -4.3082805109064796e-05, 7.115401366933595e-06, -1.0675278994936913e-06,
        1.383550180579326e-07, -1.1196456174735791e-08, -2.0173031473570994e-09, -5.792372288532492e-10,
        -4.268530703178008e-10, 2.523298777004059e-10, 1.5108374876246854e-10, 4.686739378835257e-11, 4.9290382488717264e-12,
    ];

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            sum = double.FusedMultiplyAdd(sum, x, coefficients[i]);
        return sum;
    }
}
