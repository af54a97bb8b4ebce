using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Robustness;

/// <summary>
/// Projects with all that a compilation can be strict about: nullable references, every warning an error, documentation of all public
/// members, checked arithmetic. The generated files must satisfy it like the user's.
/// </summary>
public class StrictProjectTests
{
    private static readonly UserProject s_strict = new(checksOverflow: true, checksDocumentation: true);

    [Fact]
    public void A_documented_library_of_layers_compiles_without_a_warning() => s_strict.Load("""
        namespace Company.Product;

        /// <summary>What a layer does at its end.</summary>
        public enum Ending
        {
            /// <summary>Nothing.</summary>
            Plain,

            /// <summary>A rectifier.</summary>
            Rectified,
        }

        /// <summary>A layer with numbers of every kind.</summary>
        /// <param name="inputs">Its width.</param>
        /// <param name="rate">A factor.</param>
        /// <param name="isOn">Whether it does anything.</param>
        [Model]
        public sealed partial class Layer(int inputs, float rate, bool isOn = true)
        {
            private readonly float _slope = 0.5f;

            /// <summary>How often.</summary>
            public int Times { get; set; } = 2;

            /// <summary>The end.</summary>
            public Ending Ending { get; init; }

            /// <summary>Half the rate.</summary>
            public float Half => rate / 2;

            /// <summary>Weights.</summary>
            [Parameter("inputs", "inputs")]
            public partial Tensor<float> Kernel { get; }

            [Layer("inputs", 3)]
            private partial AutoGrad.Layers.Dense Inner { get; }

            /// <summary>The layer.</summary>
            /// <param name="x">The input.</param>
            /// <returns>The output.</returns>
            [Forward]
            public Tensor<float> Forward([Shape("n", "inputs")] Tensor<float> x)
            {
                for (int i = 0; i < Times; i++)
                    x = MatMul(x, Kernel) * (rate + _slope + Half);
                x = Inner.Forward(x);
                return isOn && Ending == Ending.Rectified ? Relu(x) : x;
            }
        }

        /// <summary>Its owner.</summary>
        /// <param name="inputs">Its width.</param>
        /// <param name="seed">First values.</param>
        [Model]
        public partial class Owner(int inputs, int seed = 0)
        {
            /// <summary>A stack of one.</summary>
            [Layer("inputs", "inputs", Repeat = 1)]
            protected partial AutoGrad.Layers.Dense[] Stack { get; }

            /// <summary>A layer.</summary>
            [Layer("inputs", 0.5f, false)]
            internal partial Layer Last { get; }

            /// <summary>What is kept of the arguments.</summary>
            public int Inputs => inputs + seed;

            /// <summary>The loss.</summary>
            /// <param name="x">The input.</param>
            /// <returns>A mean.</returns>
            [Loss]
            public float Loss([Shape("n", "inputs")] Tensor<float> x)
            {
                foreach (AutoGrad.Layers.Dense dense in Stack)
                    x = dense.Forward(x);
                return Mean(Last.Forward(x));
            }
        }
        """);

    [Fact]
    public void A_documented_library_compiles_without_a_warning() => s_strict.Load("""
        namespace Company.Product;

        /// <summary>A classifier.</summary>
        [Model, ClipGlobalNorm, L1L2]
        public sealed partial class Classifier
        {
            /// <summary>Weights.</summary>
            [Parameter(8, 16, Init = Init.HeNormal, Scale = 0.5f)]
            public partial Tensor<float> Kernel { get; }

            /// <summary>Offsets.</summary>
            [Parameter(16), ClipValue]
            public partial Tensor<float> Bias { get; }

            [Parameter(16, 3), ClipNorm, L2(0.1f)]
            private partial Tensor<float> Head { get; }

            /// <summary>The scores.</summary>
            /// <param name="x">What to classify.</param>
            /// <returns>One score for each class.</returns>
            [Forward]
            [return: Shape("batch", 3)]
            public Tensor<float> Scores([Shape("batch", 8)] Tensor<float> x) => MatMul(Softmax(Gelu(MatMul(x, Kernel) + Bias)), Head);

            /// <summary>The loss.</summary>
            /// <param name="x">What to classify.</param>
            /// <param name="labels">The classes.</param>
            /// <returns>A mean.</returns>
            [Loss]
            public float Loss([Shape("batch", 8)] Tensor<float> x, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Scores(x), labels);
        }

        /// <summary>A sequence model, which may be derived from.</summary>
        [Model(OnNonFinite = OnNonFinite.SkipStep)]
        public partial class Sequence
        {
            /// <summary>Weights.</summary>
            [Parameter(5, 5)]
            protected internal partial Tensor<float> W { get; }

            /// <summary>A layer.</summary>
            /// <param name="x">The input.</param>
            /// <param name="mask">What counts.</param>
            /// <param name="scale">A factor.</param>
            /// <param name="rows">How many rows to take.</param>
            /// <returns>The result.</returns>
            [Forward]
            protected Tensor<float> Run([Shape("time", "batch", 5)] Tensor<float> x, [Shape("time", "batch", 5)] Tensor<bool> mask, float scale, int rows)
                => Slice(Where(mask, MatMul(x, W) * scale, Ones<float>(1)), 0, 0, rows);

            [Loss]
            internal float Loss([Shape("time", "batch", 5)] Tensor<float> x, [Shape("time", "batch", 5)] Tensor<bool> mask, float scale, int rows)
                => Mean(Tanh(Run(x, mask, scale, rows)));
        }
        """);

    [Fact]
    public void Models_within_other_types_compile_without_a_warning() => s_strict.Load("""
        namespace Company.Product
        {
            internal static partial class Outer
            {
                internal partial struct Middle
                {
                    internal partial interface IInner
                    {
                        internal partial record Holder(int Size)
                        {
                            [Model]
                            internal partial class Model
                            {
                                [Parameter(2)] internal partial Tensor<float> W { get; }

                                [Loss] internal float Loss([Shape("n", 2)] Tensor<float> x) => Mean(x * W);
                            }
                        }
                    }
                }
            }
        }

        namespace Company.Other
        {
            internal partial class Holder
            {
                [Model]
                private sealed partial class Model
                {
                    [Parameter(2)] public partial Tensor<float> W { get; }

                    [Loss] public float Loss([Shape("n", 2)] Tensor<float> x) => Mean(x * W);
                }
            }
        }
        """);
}
