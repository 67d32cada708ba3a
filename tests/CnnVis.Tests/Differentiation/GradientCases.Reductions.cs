using static CnnVis.Tests.Differentiation.CaseParts;
using static CnnVis.Tests.Differentiation.CaseValues;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Reductions() =>
    [
        .. Reductions("ReduceSum", Linear, 13),
        .. Reductions("ReduceMean", Linear, 18),
        .. Reductions("ReduceMax", Kinked, 18),
        .. Reductions("ReduceMin", Kinked, 18),
        .. Reductions("ReduceL1", Kinked, 18),
        .. Reductions("ReduceL2", Smooth, 18).Select(row => row.With(AwayFromZero, "")),
        .. Reductions("ReduceSumSquare", Smooth, 18),
        .. Reductions("ReduceLogSumExp", Smooth, 18),
        .. Reductions("ReduceLogSum", Smooth, 18).Select(row => row.With(Positive, "")),
        .. Reductions("ReduceProd", Smooth, 18).Select(row => row.With(Positive, "")),
        Smooth("ReduceProd", 13, [X(1, 2, 3)], Ints("axes", 2)).With(WithOneZero, "one zero"),
        Smooth("ReduceProd", 13, [X(1, 2, 4)], Ints("axes", 2)).With(WithTwoZeros, "two zeros"),
        Linear("ReduceSum", 11, [X(1, 2, 3, 4)], Ints("axes", 1, 3), Int("keepdims", 0)),
        Linear("CumSum", 11, [X(1, 3, 4), Integers([1])]),
        Linear("CumSum", 14, [X(1, 3, 4), Integers([-1])], Int("exclusive", 1)),
        Linear("CumSum", 14, [X(1, 3, 4), Integers32([2])], Int("reverse", 1)),
        Linear("CumSum", 14, [X(1, 3, 4), List(2)], Int("exclusive", 1), Int("reverse", 1)),
    ];

    private static IEnumerable<GradientCase> Reductions(string type, Row row, int axesAreInputFrom) =>
    [
        row(type, 7, [X(1, 2, 3, 4)], Ints("axes", 2)),
        row(type, 11, [X(1, 2, 3, 4)], Ints("axes", 1, -1), Int("keepdims", 1)),
        row(type, 12, [X(1, 2, 3, 4)], Ints("axes", -2, 3), Int("keepdims", 0)),
        row(type, 12, [X(1, 2, 3)]).OneImage(),
        row(type, 12, [X(1, 2, 3)], Int("keepdims", 0)).OneImage(),
        row(type, axesAreInputFrom, [X(1, 2, 3, 4), List(-1, 1)]),
        row(type, axesAreInputFrom, [X(1, 2, 3, 4), List(2)], Int("keepdims", 0)),
        row(type, axesAreInputFrom, [X(1, 2, 3, 4), List(3)], Int("keepdims", 0), Int("noop_with_empty_axes", 1)),
        row(type, axesAreInputFrom, [X(1, 2, 3)], Int("keepdims", 0)).OneImage(),
        row(type, axesAreInputFrom, [X(1, 2, 3), Integers([], 0)]).OneImage(),
        row(type, axesAreInputFrom, [X(1, 2, 3)], Int("noop_with_empty_axes", 1)),
        row(type, axesAreInputFrom, [X(1, 2, 3), Integers([], 0)], Int("noop_with_empty_axes", 1), Int("keepdims", 0)),
    ];

    private static float[] WithOneZero(int count, int seed) => [.. Positive(count, seed).Select((value, i) => i == 1 ? 0 : value)];

    private static float[] WithTwoZeros(int count, int seed) => [.. Positive(count, seed).Select((value, i) => i is 1 or 3 ? 0 : value)];
}
