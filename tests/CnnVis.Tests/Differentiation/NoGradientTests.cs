using CnnVis.Differentiation;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Differentiation.CaseParts;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

public class NoGradientTests
{
    private const string Advice = "Use a gradient-free method such as Occlusion() or FiniteDifferences(), or add a rule with GradientRules.With(...).";

    private static readonly ImageTensor Pixels = new([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5f], BlockedModel.Shape);

    [Fact]
    public void Gradient_ThroughAnOperatorWithoutARule_SaysWhichAndWhatToDo()
    {
        using CnnModel model = BlockedModel.WithOneNode().Load();

        var error = Assert.Throws<NoGradientException>(() => model.Explain(Pixels).Gradient());

        Assert.Equal($"model: No gradient rule for operator 'Det' (opset 17), needed by node 'determinant'. {Advice}", error.Message);
        Assert.Equal([new UndifferentiableNode("determinant", "Det", 17, UndifferentiableNode.NoRule)], error.Nodes);
    }

    [Fact]
    public void Gradient_ThroughTwoSuchOperators_ListsBothFromTheTargetBack()
    {
        using CnnModel model = BlockedModel.WithTwoNodes().Load();

        var error = Assert.Throws<NoGradientException>(() => model.Explain(Pixels).Gradient());

        Assert.Equal(["second", "first"], error.Nodes.Select(node => node.Node));
        Assert.Equal(
            $"model: No gradient rule for operator 'Det' (opset 17), needed by node 'second'. 1 more node blocks it too. {Advice}", error.Message);
    }

    [Fact]
    public void Gradient_BesideAnOperatorWithoutARule_IsTaken()
    {
        using CnnModel model = BlockedModel.WithTwoNodes()
            .With(proto => proto.Graph.Output.Clear())
            .Node("Flatten", "flatten", ["image"], "flat")
            .Output("flat", DataType.Float, null, 12)
            .Output("scores", DataType.Float, null, 3)
            .Load();

        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], ImageGradient.Of(model, Pixels, 2));
    }

    [Fact]
    public void Gradient_OfABlockedModel_FailsBeforeASessionIsMadeForIt()
    {
        int sessions = 0;
        using CnnModel model = BlockedModel.WithOneNode().Load(new() { Execution = new() { ConfigureSession = _ => sessions++ } });
        GradientEngine engine = GradientEngine.Of(model);
        engine.ForwardGraphFor(BlockedModel.Shape);
        engine.ForwardGraphFor(BlockedModel.Shape, oneImage: true);
        var request = new GradientRequest(BlockedModel.Shape, GradientRules.Standard, "scores", new TensorNames(["image"]), new TensorNames([]));
        int before = sessions;

        Assert.Throws<NoGradientException>(() => engine.Use(request, plan => plan.RunSize.Images));

        Assert.Equal(before, sessions);
    }

    [Fact]
    public void Gradient_OfABlockedModel_LeavesItUsable()
    {
        using CnnModel model = BlockedModel.WithOneNode().Load();
        Explainer explainer = model.Explain(Pixels);

        Assert.Throws<NoGradientException>(() => explainer.Gradient());
        Assert.Throws<NoGradientException>(() => explainer.Gradient());

        Assert.NotEqual(0, explainer.Occlusion(new() { Window = 1 }).Map.MaxMagnitude);
    }

    [Fact]
    public void Gradient_ThroughControlFlowThatDependsOnPixels_NamesItsNode()
    {
        using CnnModel model = ChoosingByBrightness().Load();

        var error = Assert.Throws<NoGradientException>(() => model.Explain(SmallNetwork.Images(1)).Gradient());

        Assert.Equal(
            "model: No gradient passes node 'choice' (If, opset 17): its control flow depends on the image's pixels, so it cannot be written out. " + Advice,
            error.Message);
    }

    [Fact]
    public void Gradient_OfAModelThatEndsInArgMax_SaysThatNothingArrives()
    {
        using CnnModel model = EndingInArgMax().Load();

        var error = Assert.Throws<NoGradientException>(() => model.Explain(SmallNetwork.Images(1)).For(0).Gradient());

        Assert.Equal(["winner"], error.Nodes.Select(node => node.Node));
        Assert.Equal(
            "model: no gradient arrives at 'image': the target does not depend on it, or only through steps such as ArgMax. "
            + "Use a gradient-free method such as Occlusion() or FiniteDifferences().",
            error.Message);
    }

    [Fact]
    public void Gradient_OfABlackBox_SaysThatOnlyScoresAreKnown()
    {
        Explainer explainer = Explainer.ForScores(Pixels, images => [.. Enumerable.Repeat(new[] { 1f, 0f }, images.Count)], new() { Name = "service" });

        var error = Assert.Throws<NoGradientException>(() => explainer.Gradient());

        Assert.Equal(
            "service: only its scores are known, so it cannot be differentiated and has no layers to look at. Use a gradient-free method such as Occlusion() or FiniteDifferences().",
            error.Message);
    }

    internal static SmallModel EndingInArgMax() => SmallNetwork.Create()
        .With(proto => proto.Graph.Output.Clear())
        .Node("ArgMax", "winner", ["logits"], "index", Int("axis", 1))
        .Node("Cast", "cast", ["index"], "scores", Int("to", (int)DataType.Float))
        .Output("scores", DataType.Float, null, 1);

    private static GraphProto Branch(string type)
    {
        var graph = new GraphProto { Name = type };
        graph.Node.Add(Node(type, ["logits"], ["result"]));
        graph.Output.Add(new ValueInfoProto { Name = "result" });
        return graph;
    }

    /// <summary>A network whose last node is one of two, as the sum of the pixels says.</summary>
    internal static SmallModel ChoosingByBrightness() => SmallNetwork.Create()
        .With(proto =>
        {
            proto.Graph.Output.Clear();
            proto.Graph.Node.Add(Node("If", ["bright"], ["scores"], Body("then_branch", Branch("Relu")), Body("else_branch", Branch("Neg"))));
            proto.Graph.Node[^1].Name = "choice";
        })
        .Initializer("zero", [0f])
        .With(proto => proto.Graph.Node.Insert(0, Node("ReduceSum", ["image"], ["sum"], Int("keepdims", 0))))
        .With(proto => proto.Graph.Node.Insert(1, Node("Greater", ["sum", "zero"], ["bright"])))
        .Output("scores", DataType.Float, null, 3);
}
