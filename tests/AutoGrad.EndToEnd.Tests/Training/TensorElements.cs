using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Training;

internal static class TensorElements
{
    /// <summary>All elements in row-major order.</summary>
    public static float[] ToArray(this Tensor<float> tensor)
    {
        float[] elements = new float[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }
}
