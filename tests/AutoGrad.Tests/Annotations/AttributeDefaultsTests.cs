using System.Numerics.Tensors;
using System.Reflection;

namespace AutoGrad.Tests.Annotations;

public sealed class AttributeDefaultsTests
{
    [Fact]
    public void Thresholds_and_factors_have_the_documented_defaults()
    {
        Assert.Equal(0.5f, new ClipValueAttribute().Threshold);
        Assert.Equal(1f, new ClipNormAttribute().Threshold);
        Assert.Equal(1f, new ClipGlobalNormAttribute().Threshold);
        Assert.Equal((0.01f, 1e-3f), (new AdaptiveClipAttribute().Lambda, new AdaptiveClipAttribute().Epsilon));
        Assert.Equal(0.01f, new L1Attribute().Lambda);
        Assert.Equal(0.01f, new L2Attribute().Lambda);
        Assert.Equal((0.01f, 0.01f), (new L1L2Attribute().L1, new L1L2Attribute().L2));
        Assert.Equal((Init.Default, 1f), (new ParameterAttribute(3).Init, new ParameterAttribute(3).Scale));
        Assert.Equal((OnNonFinite.Propagate, Monitor.None), (new ModelAttribute().OnNonFinite, new ModelAttribute().Monitor));
    }

    [Fact]
    public void A_threshold_can_be_named_instead_of_given()
    {
        Assert.Equal("Limit", new ClipNormAttribute("Limit").Member);
        Assert.Equal("Limit", new ClipValueAttribute("Limit").Member);
        Assert.Equal("Limit", new ClipGlobalNormAttribute("Limit").Member);
        Assert.Null(new ClipNormAttribute(2f).Member);
    }

    [Fact]
    public void Attributes_can_be_written_where_users_write_them()
    {
        PropertyInfo kernel = typeof(Annotated).GetProperty(nameof(Annotated.Kernel))!;
        var parameter = kernel.GetCustomAttribute<ParameterAttribute>()!;
        Assert.Equal([64, "units"], parameter.Dims);
        Assert.Equal((Init.HeNormal, 0.5f), (parameter.Init, parameter.Scale));
        Assert.Equal([2, 50], typeof(Annotated).GetProperty(nameof(Annotated.Part))!.GetCustomAttribute<LayerAttribute>()!.Arguments);
        Assert.Equal(OnNonFinite.SkipStep, typeof(Annotated).GetCustomAttribute<ModelAttribute>()!.OnNonFinite);
        MethodInfo forward = typeof(Annotated).GetMethod(nameof(Annotated.Forward))!;
        Assert.Equal(25, forward.GetCustomAttribute<TruncatedBackpropAttribute>()!.Steps);
        Assert.Equal(["batch", 64], forward.GetParameters()[0].GetCustomAttribute<ShapeAttribute>()!.Dims);
    }

    [Fact]
    public void Every_attribute_is_sealed_and_public()
    {
        Type[] attributes = [.. typeof(ModelAttribute).Assembly.GetTypes().Where(IsOurs)];
        Assert.Contains(typeof(DerivativeOfAttribute), attributes);
        Assert.All(attributes, type => Assert.True(type is { IsSealed: true, IsPublic: true }, type.Name));

        static bool IsOurs(Type type) => type.IsSubclassOf(typeof(Attribute)) && type.Namespace == "AutoGrad";
    }

    [Model(OnNonFinite = OnNonFinite.SkipStep, Monitor = Monitor.Layers), ClipNorm(2f), L2, AdaptiveClip]
    private sealed class Annotated
    {
        [Parameter(64, "units", Init = Init.HeNormal, Scale = 0.5f), ClipValue, L1L2(1e-3f)]
        public Tensor<float>? Kernel { get; set; }

        [Layer(2, 50, Repeat = 8), ClipGlobalNorm]
        public object? Part { get; set; }

        [State]
        public Tensor<float>? Memory { get; set; }

        [Forward, TruncatedBackprop(25)]
        [return: Shape("batch", 10)]
        public Tensor<float> Forward([Shape("batch", 64)] Tensor<float> x)
        {
            _ = Memory;
            return x;
        }
    }
}
