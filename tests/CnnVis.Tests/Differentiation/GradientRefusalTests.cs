using CnnVis.Onnx;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

public class GradientRefusalTests
{
    private static readonly IReadOnlyList<(GradientCase Row, string Reason)> Refused =
    [
        (Linear("Dropout", 13, [X(1, 2), Scalar(0.5f), Bools([true])]), "training mode"),
        (Linear("BatchNormalization", 15, [X(2, 3), Weights(3), Weights(3), Weights(3), PositiveWeights(3)], Int("training_mode", 1))
            .WithOutputs(["y", "m", "v"], "y"), "training mode"),
        (Linear("ScatterElements", 16, [XOfOneImage(3), List(0, 2), XOfOneImage(2)], Text("reduction", "mul")), "reduction is 'mul'"),
        (Linear("ScatterND", 18, [XOfOneImage(3), Integers([0, 2], 2, 1), XOfOneImage(2)], Text("reduction", "max")), "reduction is 'max'"),
        (Linear("Einsum", 12, [XOfOneImage(3, 3)], Text("equation", "ii->i")), "a label twice"),
        (Linear("Resize", 19, [X(1, 2, 3, 4), Absent, Absent, List(6, 6)], Ints("axes", 2, 3), Text("keep_aspect_ratio_policy", "not_larger")), "aspect ratio"),
        (Linear("Concat", 13, [X(1, 2), X(1, 2)], Int("axis", 0)), "joins images"),
        (Linear("Split", 13, [X(1, 2)], Int("axis", 0)), "parts images"),
        (Linear("If", 13, [X(1, 2), Scalar(0)]).As(
            Node("ReduceSum", ["x0"], ["sum"], Int("keepdims", 0)),
            Node("Greater", ["sum", "x1"], ["condition"]),
            Node(
                "If",
                ["condition"],
                ["y"],
                Body("then_branch", Branch("Relu")),
                Body("else_branch", Branch("Neg")))), "control flow depends on the image's pixels"),
        (Linear("LSTM", 14, [XOfOneImage(3, 1, 2), Weights(1, 8, 2), Weights(1, 8, 2)], Int("hidden_size", 2)), "No gradient rule for operator 'LSTM' (opset 14)"),
    ];

    public static TheoryData<string> Rows => [.. Refused.Select(refused => refused.Row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rule_OfAVariantThatItDoesNotCover_SaysWhy(string row)
    {
        (GradientCase refused, string reason) = Refused.Single(pair => pair.Row.Name == row);

        var error = Assert.Throws<NoGradientException>(() => new CaseModel(refused));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Operator, Assert.Single(error.Nodes).Operator);
    }

    [Fact]
    public void Gradient_ThroughStepsOnly_SaysThatNothingArrives()
    {
        var error = Assert.Throws<NoGradientException>(() => new CaseModel(Linear("Floor", 13, [X(1, 2)])));

        Assert.Contains("no gradient arrives at 'x0'", error.Message, StringComparison.Ordinal);
    }

    private static GraphProto Branch(string type)
    {
        var graph = new GraphProto { Name = type };
        graph.Node.Add(Node(type, ["x0"], ["result"]));
        graph.Output.Add(new ValueInfoProto { Name = "result" });
        return graph;
    }
}
