using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Gathers() =>
    [
        Linear("Gather", 7, [X(1, 4, 3), List(2, 0)], Int("axis", 1)),
        Linear("Gather", 11, [X(1, 4, 3), List(1, 1, -1, 3, 1)], Int("axis", 1)),
        Linear("Gather", 13, [X(1, 4, 3), Integers([2])], Int("axis", 1)),
        Linear("Gather", 13, [X(1, 4, 3), Integers([-1])], Int("axis", -1)),
        Linear("Gather", 13, [X(1, 4, 3), Integers32([-2])], Int("axis", 1)),
        Linear("Gather", 13, [X(1, 4, 3), Integers([0, 3, 3, -4], 2, 2)], Int("axis", 1)),
        Linear("Gather", 13, [XOfOneImage(4, 3), List(2, -1, 2)]),
        Linear(
            "Gather",
            13,
            [X(1, 600, 2), Integers([.. Enumerable.Range(0, 500).Select(i => (long)(i * 7 % 600) - (i % 2 * 600))], 500)],
            Int("axis", 1)),
        Kinked("Gather", 13, [X(1, 4, 3), Weights(5, 2)]).Noted("at ArgMax").As(
            Node("ArgMax", ["x0"], ["places"], Int("axis", 1), Int("keepdims", 0)),
            Node("Gather", ["x1", "places"], ["rows"]),
            Node("ReduceSum", ["rows"], ["scale"]),
            Node("Mul", ["x0", "scale"], ["y"])).OneImage(),
        Kinked("Gather", 13, [XOfOneImage(4, 3)]).Noted("from itself at ArgMax").As(
            Node(
                "ArgMax", ["x0"], ["places"], Int("axis", 0), Int("keepdims", 0)), Node("Gather", ["x0", "places"], ["y"], Int("axis", 0))),
        Kinked("Gather", 13, [XOfOneImage(5, 2), List(3)]).Noted("at TopK's indices as int32").As(
            Node("Transpose", ["x0"], ["t"]),
            Node("TopK", ["t", "x1"], ["values", "places"]),
            Node("Cast", ["places"], ["places32"], Int("to", 6)),
            Node("Gather", ["x0", "places32"], ["y"], Int("axis", 0))),
        Linear("GatherElements", 11, [X(1, 4, 3), Integers([0, 1, 3, -1, -1, 0], 1, 2, 3)], Int("axis", 1)).OneImage(),
        Linear("GatherElements", 13, [XOfOneImage(4, 3), Integers32([0, -3, 1, 1], 2, 2)], Int("axis", -1)),
        Linear("GatherElements", 13, [XOfOneImage(3, 2), Integers([0, 2, -1, 1], 2, 2)]),
        Kinked("GatherElements", 13, [X(1, 5, 2), List(3)]).Noted("at TopK's indices").As(
            Node(
                "TopK",
                ["x0", "x1"],
                ["values", "places"],
                Int("axis", 1)), Node("GatherElements", ["x0", "places"], ["y"], Int("axis", 1))),
        Linear("GatherND", 11, [XOfOneImage(3, 4), Integers([0, 1, 2, 3, 0, 1], 3, 2)]),
        Linear("GatherND", 12, [XOfOneImage(3, 4), Integers([2, 0, 2], 3, 1)]),
        Linear("GatherND", 13, [XOfOneImage(3, 4, 2), Integers([-1, -2, 0, 1], 1, 2, 2)]),
        Linear("GatherND", 13, [XOfOneImage(2, 3, 4), Integers([1, 2, 1, 1], 2, 2, 1)], Int("batch_dims", 1)),
        Linear("GatherND", 13, [XOfOneImage(2, 3, 4), Integers([1, 3, 2, 0], 2, 2)], Int("batch_dims", 1)),
        Linear("GatherND", 13, [XOfOneImage(2, 3, 4, 2), Integers([1, 3, 2, 0, 1, 1], 2, 3, 1)], Int("batch_dims", 2)),
        Kinked("GatherND", 13, [X(1, 5, 2)]).Noted("at ArgMax, with batch_dims").As(
            Node("GlobalMaxPool", ["x0"], ["largest"]),
            Node("Flatten", ["largest"], ["rows"]),
            Node("ArgMax", ["rows"], ["places"], Int("axis", 1), Int("keepdims", 1)),
            Node("GatherND", ["x0", "places"], ["y"], Int("batch_dims", 1))),
        Kinked("TopK", 7, [X(1, 2, 5)], Int("k", 2)).WithOutputs(["y", "places"], "y"),
        Kinked("TopK", 10, [X(1, 5, 2), List(3)], Int("axis", 1)).WithOutputs(["y", "places"], "y"),
        Kinked("TopK", 11, [X(1, 5, 2), List(3)], Int("axis", -2), Int("largest", 0)).WithOutputs(["y", "places"], "y"),
        Kinked("TopK", 11, [X(1, 2, 5), List(3)], Int("largest", 0), Int("sorted", 1)).WithOutputs(["y", "places"], "y"),
        Linear("Compress", 9, [X(1, 4, 3), Bools([true, false, true, true], 4)], Int("axis", 1)),
        Linear("Compress", 9, [X(1, 4, 3), Bools([true, false, true], 3)], Int("axis", -1)),
        Linear("Compress", 11, [X(1, 4, 3), Bools([true, false], 2)], Int("axis", 1)),
        Linear("Compress", 11, [XOfOneImage(2, 3), Bools([true, false, true, false, false, true], 6)]),
        Linear("Compress", 11, [XOfOneImage(2, 3), Bools([false, true, true], 3)]),
    ];

    private static IEnumerable<GradientCase> Scatters() =>
    [
        Linear("Scatter", 9, [XOfOneImage(3, 3), Integers([1, 0, 2, 0, 2, 1], 2, 3), XOfOneImage(2, 3)]),
        Linear("Scatter", 10, [XOfOneImage(1, 5), Integers([1, 3], 1, 2), XOfOneImage(1, 2)], Int("axis", 1)),
        Linear("ScatterElements", 11, [XOfOneImage(3, 3), Integers([1, 0, 2, 0, 2, 1], 2, 3), XOfOneImage(2, 3)]),
        Linear("ScatterElements", 13, [XOfOneImage(2, 5), Integers([1, -1, -5, 2], 2, 2), XOfOneImage(2, 2)], Int("axis", -1)),
        Linear("ScatterElements", 13, [XOfOneImage(2, 5), Integers([1, -1, -5, 2], 2, 2), Weights(2, 2)], Int("axis", 1)),
        Linear(
            "ScatterElements",
            16,
            [XOfOneImage(2, 5), Integers([1, 1, -5, 1], 2, 2), XOfOneImage(2, 2)],
            Int("axis", 1),
            Text("reduction", "add")),
        Linear(
            "ScatterElements",
            18,
            [XOfOneImage(2, 5), Integers([1, 3, 0, 2], 2, 2), XOfOneImage(2, 2)],
            Int("axis", 1),
            Text("reduction", "none")),
        Linear("ScatterND", 11, [XOfOneImage(4, 3), Integers([3, 1], 2, 1), XOfOneImage(2, 3)]),
        Linear("ScatterND", 13, [XOfOneImage(4, 3), Integers([3, 1, 0, -1, -3, 0], 3, 2), XOfOneImage(3)]),
        Linear("ScatterND", 16, [XOfOneImage(4, 3), Integers([1, 1, 2], 3, 1), XOfOneImage(3, 3)], Text("reduction", "add")),
        Linear("ScatterND", 18, [Weights(4, 3), Integers([0, 2, 3], 3, 1), XOfOneImage(3, 3)], Text("reduction", "none")),
        Linear("ScatterND", 18, [XOfOneImage(4, 3), Integers([0, 2, 3], 3, 1), Weights(3, 3)]),
        Kinked("ScatterElements", 18, [X(1, 5), List(2), Scalar(0.5f)]).Noted("at TopK's indices").As(
            Node("TopK", ["x0", "x1"], ["values", "places"]),
            Node("Mul", ["values", "x2"], ["halves"]),
            Node("ScatterElements", ["x0", "places", "halves"], ["y"], Int("axis", 1))),
        Linear("Col2Im", 18, [X(1, 8, 6), List(3, 4), List(2, 2)]),
        Linear("Col2Im", 18, [X(1, 8, 4), List(4, 4), List(2, 2)], Ints("strides", 2, 2)),
        Linear("Col2Im", 18, [X(1, 4, 15), List(4, 3), List(2, 2)], Ints("pads", 1, 0, 1, 1)),
        Linear("Col2Im", 18, [X(1, 4, 6), List(5, 5), List(2, 2)], Ints("dilations", 3, 2), Ints("pads", 0, 0, 0, 0)),
        Linear("Col2Im", 18, [X(1, 6, 5), List(6), List(2)]),
    ];
}
