using CnnVis.Differentiation.Rules;

namespace CnnVis;

public sealed partial class GradientRules
{
    /// <summary>
    /// The rules for ONNX's own operators, opset 7 to 23. Conventions are PyTorch's: a tie in MaxPool goes to the first element; Relu, Abs and
    /// Clip have the derivative 0 at their kinks (ReLU6's convention at its bound); ties of Max, Min and ReduceMax share the gradient evenly.
    /// </summary>
    public static GradientRules Standard { get; } = Empty
        .WithSteps()
        .WithElementwise()
        .WithActivations()
        .WithArithmetic()
        .WithConvolutions()
        .WithPooling()
        .WithNormalizations()
        .WithMatrixProducts()
        .WithReductions()
        .WithShapes()
        .WithIndexing()
        .WithResampling()
        .WithQuantization()
        .WithOptimizerFusions();

    private GradientRules WithSteps() => this
        .WithZero("Floor", "Ceil", "Round", "Sign", "Hardmax", "EyeLike", "OneHot", "Range", "ConstantOfShape", "Shape", "Size")
        .WithZero("ArgMax", "ArgMin", "NonZero", "NonMaxSuppression", "Unique", "IsNaN", "IsInf", "Not", "And", "Or", "Xor")
        .WithZero("Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseNot", "BitwiseXor")
        .WithZero("RandomNormalLike", "RandomUniformLike", "Bernoulli", "Multinomial");

    private GradientRules WithElementwise() => this
        .With("Identity", 1, g => g.Dy)
        .With("Dropout", 7, ElementwiseRules.Dropout)
        .With("Neg", 6, g => -g.Dy)
        .With("Abs", 6, g => g.Dy * g.X(0).Unary("Sign"))
        .With("Reciprocal", 6, g => -(g.Dy * g.Y * g.Y))
        .With("Sqrt", 6, g => g.Finite(g.Dy * 0.5f / g.Y))
        .With("Exp", 6, g => g.Dy * g.Y)
        .With("Log", 6, g => g.Dy / g.X(0))
        .With("Sin", 7, g => g.Dy * g.X(0).Unary("Cos"))
        .With("Cos", 7, g => -(g.Dy * g.X(0).Unary("Sin")))
        .With("Tan", 7, g => g.Dy * (g.Y * g.Y + 1))
        .With("Asin", 7, g => g.Dy / (1 - g.X(0) * g.X(0)).Unary("Sqrt"))
        .With("Acos", 7, g => -g.Dy / (1 - g.X(0) * g.X(0)).Unary("Sqrt"))
        .With("Atan", 7, g => g.Dy / (g.X(0) * g.X(0) + 1))
        .With("Sinh", 9, g => g.Dy * g.X(0).Unary("Cosh"))
        .With("Cosh", 9, g => g.Dy * g.X(0).Unary("Sinh"))
        .With("Asinh", 9, g => g.Dy / (g.X(0) * g.X(0) + 1).Unary("Sqrt"))
        .With("Acosh", 9, g => g.Dy / (g.X(0) * g.X(0) + -1f).Unary("Sqrt"))
        .With("Atanh", 9, g => g.Dy / (1 - g.X(0) * g.X(0)))
        .With("Erf", 9, g => g.Dy * ElementwiseRules.TwoOverSqrtPi * (-(g.X(0) * g.X(0))).Unary("Exp"))
        .With("Cast", 6, ElementwiseRules.Cast)
        .With("CastLike", 15, ElementwiseRules.Cast);

    private GradientRules WithActivations() => this
        .With("Relu", 6, g => g.Between(g.Dy, g.Y, low: 0, high: null))
        .With("LeakyRelu", 6, ActivationRules.LeakyRelu)
        .With("ThresholdedRelu", 1, g => g.Where(g.X(0) > g.Float("alpha", 1), g.Dy))
        .With("PRelu", 7, g => g.Where(g.X(0) > 0, g.Dy, g.Dy * g.X(1)), g => g.Where(g.X(0) < 0, g.Dy * g.X(0)))
        .With("Elu", 6, g => g.Where(g.X(0) > 0, g.Dy, g.Dy * (g.Y + g.Float("alpha", 1))))
        .With("Selu", 6, ActivationRules.Selu)
        .With("Celu", 12, g => g.Where(g.X(0) > 0, g.Dy, g.Dy * (g.X(0) / g.Float("alpha", 1)).Unary("Exp")))
        .With("Sigmoid", 6, g => g.Dy * g.Y * (1 - g.Y))
        .With("HardSigmoid", 6, g => g.Where((g.Y > 0) & (g.Y < 1), g.Dy * g.Float("alpha", 0.2f)))
        .With("HardSwish", 14, ActivationRules.HardSwish)
        .With("Tanh", 6, g => g.Dy * (1 - g.Y * g.Y))
        .With("Softplus", 1, g => g.Dy * g.X(0).Unary("Sigmoid"))
        .With("Softsign", 1, g => g.Dy * ActivationRules.Square(1 - g.Y.Unary("Abs")))
        .With("Mish", 18, ActivationRules.Mish)
        .With("Gelu", 20, ActivationRules.Gelu)
        .With("Clip", 6, ActivationRules.Clip)
        .With("Shrink", 9, g => g.Where(g.X(0).Unary("Abs") > g.Float("lambd", 0.5f), g.Dy))
        .With("Softmax", 1, g => ActivationRules.Softmax(g, ActivationRules.AxesFrom(g)))
        .With("Softmax", 13, g => ActivationRules.Softmax(g, ActivationRules.OneAxis(g)))
        .With("LogSoftmax", 1, g => ActivationRules.LogSoftmax(g, ActivationRules.AxesFrom(g)))
        .With("LogSoftmax", 13, g => ActivationRules.LogSoftmax(g, ActivationRules.OneAxis(g)));

    private GradientRules WithArithmetic() => this
        .With("Add", 7, g => g.Dy, g => g.Dy)
        .With("Sub", 7, g => g.Dy, g => -g.Dy)
        .With("Mul", 7, g => g.Dy * g.X(1), g => g.Dy * g.X(0))
        .With("Div", 7, g => g.Dy / g.X(1), g => -(g.Dy * g.Y) / g.X(1))
        .With("Pow", 7, ElementwiseRules.PowerBase, ElementwiseRules.PowerExponent)
        .With("Mod", 10, g => g.Dy, g => g.Dy * (g.Y - g.X(0)) / g.X(1))
        .WithEach("Sum", 6, (g, _) => g.Dy)
        .WithEach("Mean", 6, (g, _) => g.Dy / g.InputCount)
        .WithEach("Max", 6, ElementwiseRules.SharedByTies)
        .WithEach("Min", 6, ElementwiseRules.SharedByTies)
        .With("Where", 9, null, g => g.Where(g.X(0), g.Dy), g => g.Where(g.X(0), g.Constant(0), g.Dy));

    private GradientRules WithConvolutions() => this
        .With("Conv", 1, ConvolutionRules.Input, ConvolutionWeightRules.Weights, ConvolutionWeightRules.Bias)
        .With("ConvTranspose", 1, ConvolutionRules.InputOfTransposed, ConvolutionWeightRules.WeightsOfTransposed, ConvolutionWeightRules.Bias)
        .With("DeformConv", 19, DeformableConvolutionRules.Input, null, DeformableConvolutionRules.Offset, null, DeformableConvolutionRules.Mask);

    private GradientRules WithPooling() => this
        .With("MaxPool", 1, MaxPoolingRules.Input)
        .With("AveragePool", 1, AveragePoolingRules.Input)
        .With("LpPool", 2, AveragePoolingRules.LpInput)
        .With("GlobalAveragePool", 1, PoolingWindows.SpreadEvenly)
        .With("GlobalMaxPool", 1, MaxPoolingRules.GlobalInput)
        .With("GlobalLpPool", 2, AveragePoolingRules.GlobalLpInput)
        .With("MaxUnpool", 9, MaxPoolingRules.Unpooled);

    private GradientRules WithNormalizations() => this
        .With("BatchNormalization", 7, NormalizationRules.Batch)
        .With("InstanceNormalization", 6, NormalizationRules.OfRows)
        .With("LayerNormalization", 1, NormalizationRules.OfRows)
        .With("GroupNormalization", 18, NormalizationRules.OfRows)
        .With("RMSNormalization", 23, NormalizationRules.OfRows)
        .With("MeanVarianceNormalization", 9, NormalizationRules.OfRows)
        .With("LpNormalization", 1, NormalizationRules.Lp)
        .With("LRN", 1, NormalizationRules.LocalResponse);

    private GradientRules WithMatrixProducts() => this
        .With("MatMul", 1, MatrixProductRules.Left, MatrixProductRules.Right)
        .With("Gemm", 7, MatrixProductRules.GemmA, MatrixProductRules.GemmB, MatrixProductRules.GemmC)
        .WithEach("Einsum", 12, EinsumRules.Operand)
        .With("Attention", 23, AttentionRules.Query, AttentionRules.Key, AttentionRules.Value)
        .With("RotaryEmbedding", 23, RotaryEmbeddingRules.Input);

    private GradientRules WithReductions() => this
        .With("ReduceSum", 1, g => ReductionRules.Spread(g, g.Dy))
        .With("ReduceMean", 1, g => ReductionRules.Spread(g, g.Dy / ReductionRules.Count(g)))
        .With("ReduceMax", 1, ReductionRules.SharedByTies)
        .With("ReduceMin", 1, ReductionRules.SharedByTies)
        .With("ReduceProd", 1, ReductionRules.Product)
        .With("ReduceL1", 1, g => ReductionRules.Spread(g, g.Dy) * g.X(0).Unary("Sign"))
        .With("ReduceL2", 1, ReductionRules.L2)
        .With("ReduceSumSquare", 1, g => ReductionRules.Spread(g, g.Dy) * g.X(0) * 2)
        .With("ReduceLogSum", 1, g => ReductionRules.Spread(g, g.Dy / g.Y.Unary("Exp")))
        .With("ReduceLogSumExp", 1, g => ReductionRules.Spread(g, g.Dy) * (g.X(0) - ReductionRules.Spread(g, g.Y)).Unary("Exp"))
        .With("CumSum", 11, ReductionRules.CumulativeSum);

    private GradientRules WithShapes() => this
        .With("Reshape", 5, g => g.ReshapeToX(g.Dy))
        .With("Flatten", 1, g => g.ReshapeToX(g.Dy))
        .With("Squeeze", 1, g => g.ReshapeToX(g.Dy))
        .With("Unsqueeze", 1, g => g.ReshapeToX(g.Dy))
        .With("Transpose", 1, ShapeRules.Transpose)
        .With("Expand", 8, g => g.Dy)
        .With("Tile", 6, ShapeRules.Tile)
        .WithEach("Concat", 4, ShapeRules.Concat)
        .With("Split", 2, ShapeRules.Split)
        .With("DepthToSpace", 1, ShapeRules.DepthToSpace)
        .With("SpaceToDepth", 1, g => g.Op("DepthToSpace", [g.Dy], ("blocksize", g.Int("blocksize", 1)), ("mode", "DCR")))
        .With("Trilu", 14, ShapeRules.Trilu)
        .With("ReverseSequence", 10, ShapeRules.ReverseSequence)
        .With("CenterCropPad", 18, PaddingRules.CenterCropPad)
        .With("Slice", 1, PaddingRules.Slice)
        .With("Pad", 2, PaddingRules.Pad);

    private GradientRules WithIndexing() => this
        .With("Gather", 1, IndexingRules.Gather)
        .With("GatherElements", 11, IndexingRules.GatherElements)
        .With("GatherND", 11, IndexingRules.GatherNd)
        .With("Scatter", 9, IndexingRules.ScatterElementsData, null, IndexingRules.ScatterElementsUpdates)
        .With("ScatterElements", 11, IndexingRules.ScatterElementsData, null, IndexingRules.ScatterElementsUpdates)
        .With("ScatterND", 11, IndexingRules.ScatterNdData, null, IndexingRules.ScatterNdUpdates)
        .With("TopK", 1, IndexingRules.TopK)
        .With("Compress", 9, IndexingRules.Compress);

    private GradientRules WithResampling() => this
        .With("Resize", 10, ResamplingRules.Resize)
        .With("Upsample", 7, ResamplingRules.Resize)
        .With("Col2Im", 18, ResamplingRules.Col2Im)
        .With("GridSample", 16, GridSampleRules.Input, GridSampleRules.Grid)
        .With("com.microsoft.GridSample", 1, GridSampleRules.Input, GridSampleRules.Grid)
        .With("RoiAlign", 10, RoiAlignRules.Input, RoiAlignRules.Regions);

    /// <summary>What ONNX Runtime's own optimiser leaves in files.</summary>
    private GradientRules WithOptimizerFusions() => this
        .With("com.microsoft.Gelu", 1, g => g.Dy * ActivationRules.GeluSlope(g.X(0)))
        .With("com.microsoft.QuickGelu", 1, ActivationRules.QuickGelu)
        .WithEach("com.microsoft.FastGelu", 1, FusedActivationRules.FastGelu)
        .WithEach("com.microsoft.BiasGelu", 1, FusedActivationRules.BiasGelu)
        .With("com.microsoft.FusedConv", 1, FusedProductRules.ConvInput, null, null, FusedProductRules.ConvSum)
        .With("com.microsoft.FusedGemm", 1, FusedProductRules.GemmA, FusedProductRules.GemmB, FusedProductRules.GemmC)
        .With("com.microsoft.FusedMatMul", 1, FusedProductRules.MatMulLeft, FusedProductRules.MatMulRight)
        .With("SimplifiedLayerNormalization", 1, NormalizationRules.OfRows)
        .With("com.microsoft.SkipLayerNormalization", 1, SkipNormalizationRules.Input, SkipNormalizationRules.Skip)
        .With("com.microsoft.SkipSimplifiedLayerNormalization", 1, SkipNormalizationRules.Input, SkipNormalizationRules.Skip);

    private GradientRules WithQuantization() => this
        .WithStraightThrough("QuantizeLinear", 10, QuantizationRules.Quantize)
        .WithStraightThrough("DynamicQuantizeLinear", 11, g => g.Dy / g.YOf(1))
        .With("DequantizeLinear", 10, QuantizationRules.Dequantize)
        .WithStraightThrough("QLinearConv", 10, QuantizationRules.Conv)
        .WithStraightThrough("QLinearMatMul", 10, QuantizationRules.MatMulLeft, null, null, QuantizationRules.MatMulRight)
        .With("ConvInteger", 10, QuantizationRules.ConvInteger)
        .With("MatMulInteger", 10, QuantizationRules.MatMulIntegerLeft, QuantizationRules.MatMulIntegerRight);
}
