using static CnnVis.Tests.Differentiation.CaseParts;
using static CnnVis.Tests.Differentiation.CaseValues;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Normalizations() =>
    [
        .. new int[][] { [1, 3], [1, 3, 4], [1, 3, 2, 2], [1, 3, 2, 2, 2] }.Select(shape =>
            Linear("BatchNormalization", 9, [X(shape), Weights(3), Weights(3), Weights(3), PositiveWeights(3)])),
        Linear("BatchNormalization", 7, [X(1, 3, 2, 2), Weights(3), Weights(3), Weights(3), PositiveWeights(3)], Real("epsilon", 0.1f)),
        Linear(
            "BatchNormalization",
            15,
            [X(1, 3, 2, 2), Weights(3), Weights(3), Weights(3), PositiveWeights(3)],
            Real("epsilon", 0.1f),
            Int("training_mode", 0)),
        Smooth("InstanceNormalization", 7, [X(1, 3, 5), Weights(3), Weights(3)]),
        Smooth("InstanceNormalization", 7, [X(1, 3, 3, 4), Weights(3), Weights(3)], Real("epsilon", 0.1f)),
        Smooth("InstanceNormalization", 22, [X(1, 2, 3, 2, 2), Weights(2), Weights(2)]),
        Smooth("LayerNormalization", 12, [X(1, 3, 6), Weights(6), Weights(6)]).Noted("as ONNX Runtime's optimiser writes it"),
        Smooth("LayerNormalization", 17, [X(1, 3, 6), Weights(6), Weights(6)]),
        Smooth("LayerNormalization", 17, [X(1, 3, 6), Weights(6)], Real("epsilon", 0.1f)),
        Smooth("LayerNormalization", 17, [X(1, 3, 4), Weights(3, 4), Weights(3, 4)], Int("axis", 1)),
        Smooth("LayerNormalization", 17, [X(1, 2, 3, 4), Weights(3, 4), Weights(4)], Int("axis", -2)),
        Smooth("LayerNormalization", 17, [X(1, 2, 3, 4), Weights(4), Weights(4)], Int("axis", 2)),
        Smooth("LayerNormalization", 17, [X(1, 3, 6), Weights(6), Weights(6)], Int("stash_type", 1)),
        Smooth("GroupNormalization", 18, [X(1, 4, 3, 2), Weights(2), Weights(2)], Int("num_groups", 2)),
        Smooth("GroupNormalization", 21, [X(1, 4, 3, 2), Weights(4), Weights(4)], Int("num_groups", 2), Real("epsilon", 0.1f)),
        Smooth("GroupNormalization", 21, [X(1, 6, 5), Weights(6), Weights(6)], Int("num_groups", 3)),
        Smooth("GroupNormalization", 21, [X(1, 4, 5), Weights(4), Weights(4)], Int("num_groups", 4)),
        Smooth("GroupNormalization", 18, [X(1, 4, 5), Weights(4), Weights(4)], Int("num_groups", 4)),
        Smooth("RMSNormalization", 23, [X(1, 3, 6), Weights(6)]),
        Smooth("RMSNormalization", 23, [X(1, 3, 4), Weights(3, 4)], Int("axis", 1), Real("epsilon", 0.1f)),
        Smooth("MeanVarianceNormalization", 9, [X(1, 3, 4, 3)], Ints("axes", 2, 3)),
        Smooth("MeanVarianceNormalization", 13, [X(1, 3, 4, 3)], Ints("axes", 1, -1)),
        Smooth("MeanVarianceNormalization", 13, [X(1, 3, 4, 3)]).OneImage(),
        Smooth("LpNormalization", 7, [X(1, 3, 4)]),
        Smooth("LpNormalization", 7, [X(1, 3, 4)], Int("p", 1)).With(AwayFromZero, ""),
        Smooth("LpNormalization", 22, [X(1, 3, 4)], Int("p", 2), Int("axis", 1)),
        Smooth("LpNormalization", 7, [X(1, 3, 4)], Int("p", 1), Int("axis", -2)).With(AwayFromZero, ""),
        Smooth("LRN", 7, [X(1, 5, 2, 2)], Int("size", 3), Real("alpha", 0.5f)),
        Smooth("LRN", 13, [X(1, 2, 3, 2)], Int("size", 5), Real("alpha", 0.5f)),
        Smooth("LRN", 13, [X(1, 4, 2, 2)], Int("size", 1), Real("alpha", 0.5f)),
    ];

    private static IEnumerable<GradientCase> MatrixProducts() =>
    [
        Linear("MatMul", 9, [X(1, 4), Weights(4, 3)]),
        Linear("MatMul", 13, [X(1, 2, 4), Weights(4, 3)]),
        Linear("MatMul", 13, [X(1, 3, 2, 4), Weights(3, 4, 2)]),
        Linear("MatMul", 13, [X(1, 1, 2, 4), Weights(3, 4, 2)]),
        Linear("MatMul", 13, [X(1, 2, 4), Weights(4)]),
        Linear("MatMul", 13, [Weights(4), X(1, 4, 3)]),
        Linear("MatMul", 13, [Weights(2, 4), X(1, 4, 3)]),
        Linear("MatMul", 13, [Weights(3, 1, 2, 4), X(1, 4, 3)]).OneImage(),
        Smooth("MatMul", 13, [X(1, 2, 4), X(1, 4, 3)]),
        Smooth("MatMul", 13, [X(1, 3, 2, 4), X(1, 1, 4, 3)]),
        Smooth("MatMul", 13, [X(1, 1, 2, 4), X(1, 3, 4, 3)]),
        Smooth("MatMul", 13, [XOfOneImage(4), XOfOneImage(4)]),
        Smooth("MatMul", 13, [XOfOneImage(4), XOfOneImage(2, 4, 3)]),
        Smooth("MatMul", 13, [XOfOneImage(2, 3, 4), XOfOneImage(4)]),
        Smooth("MatMul", 13, [XOfOneImage(2, 3, 4), XOfOneImage(4, 2)]),
        Smooth("MatMul", 13, [XOfOneImage(2, 1, 3, 4), XOfOneImage(2, 4, 2)]),
        Smooth("MatMul", 13, [XOfOneImage(3, 4), XOfOneImage(2, 4, 2)]),
        Smooth("MatMul", 13, [X(1, 3, 3)]).Noted("with its own transpose").As(
            Node("Transpose", ["x0"], ["t"], Ints("perm", 0, 2, 1)), Node("MatMul", ["x0", "t"], ["y"])),
        Linear("Gemm", 7, [X(1, 4), Weights(4, 3), Weights(3)]),
        Linear("Gemm", 11, [X(1, 4), Weights(4, 3)]),
        Linear("Gemm", 13, [X(1, 4), Weights(3, 4), Weights(1)], Int("transB", 1), Real("alpha", 0.5f), Real("beta", 2)),
        .. new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Select(t => Smooth(
            "Gemm",
            13,
            [XOfOneImage(t.Item1 == 1 ? [4, 2] : [2, 4]), XOfOneImage(t.Item2 == 1 ? [3, 4] : [4, 3]), XOfOneImage(2, 3)],
            Int("transA", t.Item1),
            Int("transB", t.Item2),
            Real("alpha", 0.7f),
            Real("beta", -1.5f))),
        .. new int[][] { [3], [1], [2, 1], [1, 3], [] }.Select(c =>
            Smooth("Gemm", 13, [XOfOneImage(2, 4), Weights(4, 3), XOfOneImage(c)], Real("beta", 0.5f))),
        Linear("Gemm", 13, [Weights(1, 4), XOfOneImage(4, 3)]),
    ];

    private static IEnumerable<GradientCase> Einsums() =>
    [
        Einsum("bij,bjk->bik", X(1, 2, 3), X(1, 3, 4)),
        Einsum("bhqd,bhkd->bhqk", X(1, 2, 3, 4), X(1, 2, 2, 4)),
        Einsum("bhqk,bhkd->bhqd", X(1, 2, 3, 4), X(1, 2, 4, 2)),
        Einsum("bqhd,bkhd->bhqk", X(1, 3, 2, 4), X(1, 2, 2, 4)),
        Einsum("bhwc,hkc->bhwk", X(1, 2, 3, 4), XOfOneImage(2, 3, 4)),
        Einsum("bij,jk", X(1, 2, 3), Weights(3, 4)).Noted("implicit output"),
        Einsum("ij,jk", XOfOneImage(2, 3), XOfOneImage(3, 4)),
        Einsum("b i j , b j k -> b i k", X(1, 2, 3), X(1, 3, 4)),
        Einsum("...ij,...jk->...ik", X(1, 2, 2, 3), X(1, 2, 3, 4)),
        Einsum("...ij,...jk", X(1, 2, 2, 3), X(1, 1, 3, 4)),
        Einsum("b...c,cd->b...d", X(1, 2, 3, 2), Weights(2, 4)),
        Einsum("...ij,jk->...ik", XOfOneImage(2, 2, 3), XOfOneImage(3, 2)),
        Einsum("bij->bji", X(1, 2, 3)),
        Einsum("bij->bi", X(1, 2, 3)),
        Einsum("bij->b", X(1, 2, 3)),
        Einsum("bij,bkl->bik", X(1, 2, 3), X(1, 3, 4)),
        Einsum("bij,bjk,bkl->bil", X(1, 2, 3), X(1, 3, 2), X(1, 2, 4)),
        Einsum("bi,bj->bij", X(1, 2), X(1, 3)),
        Einsum("bi,bi->b", X(1, 3), X(1, 3)),
        Einsum("bi,bi->bi", X(1, 3), X(1, 1)),
        Einsum("bij,bij->bij", X(1, 1, 3), X(1, 2, 1)),
        Einsum("i,j->ij", XOfOneImage(2), XOfOneImage(3)),
        Einsum("bij,bij->", X(1, 2, 3), X(1, 2, 3)).OneImage(),
        Smooth("Einsum", 12, [X(1, 2, 3)], Text("equation", "bij,bik->bjk")).As(
            Node("Einsum", ["x0", "x0"], ["y"], Text("equation", "bij,bik->bjk"))),
    ];

    private static GradientCase Einsum(string equation, params CaseInput[] inputs) =>
        Smooth("Einsum", 12, inputs, Text("equation", equation));
}
