namespace AutoGrad;

/// <summary>What is said of a model that has no twin in double precision.</summary>
internal static class MissingTwin
{
    public static NotSupportedException Of(object model)
        => new($"{model.GetType().Name} was compiled without its twin in double precision, which a gradient check needs: mark the class [Model(GradientCheck = true)]. " +
            "Models of a project that mentions GradientCheck have one without it.");
}
