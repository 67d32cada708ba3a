using CnnVis.Differentiation.Rules;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Differentiation.CaseParts;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

public class CheckGradientsTests
{
    private static readonly ImageTensor Image = SmallNetwork.Images(1);

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Check_OfReferenceNetworks_Passes(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();

        GradientReport report = model.CheckGradients(reference.Input.Slice(0));

        Assert.True(report.Passed, Summary(report));
        Assert.Empty(report.Blocking);
        Assert.False(report.IsStraightThrough);
        Assert.Contains(report.Nodes, node => node.Skipped is null);
    }

    [Fact]
    public void Check_OfARightTable_ComparesEveryNode()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        GradientReport report = model.CheckGradients(Image);

        Assert.True(report.Passed, Summary(report));
        Assert.Equal(
            [("conv", "image"), ("relu", "convolved"), ("pool", "activation"), ("flatten", "pooled"), ("score", "flat")],
            report.Nodes.Select(node => (node.Node, node.Input)));
        Assert.All(report.Nodes, node => Assert.Null(node.Skipped));
    }

    [Fact]
    public void Check_OfControlFlowThatDependsOnPixels_NamesItsNode()
    {
        using CnnModel model = NoGradientTests.ChoosingByBrightness().Load();

        GradientReport report = model.CheckGradients(Image);

        Assert.False(report.Passed);
        Assert.Equal("choice", Assert.Single(report.Blocking).Node);
        Assert.Contains("choice", report.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfATargetThatDoesNotDependOnTheImage_SaysSo()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 8)
            .Node("GlobalAveragePool", "pool", ["image"], "pooled")
            .Node("Shape", "shape", ["pooled"], "shape_of_pooled")
            .Node("ReduceProd", "count", ["shape_of_pooled"], "product", GraphEdits.IntAttribute("keepdims", 0))
            .Node("Cast", "cast", ["product"], "number", GraphEdits.IntAttribute("to", (long)DataType.Float))
            .Node("Add", "add", ["number", "shift_as_float"], "scores")
            .With(proto => proto.Graph.Initializer.Add(TensorData.Of("shift_as_float", [1f, 2], [1, 2])))
            .Output("scores", DataType.Float, 1, 2)
            .Load();

        GradientReport report = model.CheckGradients(new ImageTensor(new float[144], model.ImageInput.Shape));

        Assert.False(report.Passed);
        Assert.Contains("the target does not depend on it", report.Refusal, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> WrongRules => new()
    {
        { "relu", "Relu" },
        { "conv", "Conv" },
        { "pad", "Pad" },
        { "score", "MatMul" },
    };

    [Theory]
    [MemberData(nameof(WrongRules))]
    public void Check_OfAWrongRule_NamesItsNodeOnly(string node, string operatorType)
    {
        using CnnModel model = WithUnevenPadding().Load();
        GradientRules rules = operatorType switch
        {
            "Relu" => GradientRules.Standard.With("Relu", 6, g => g.Dy * g.Y),
            "Conv" => GradientRules.Standard.With("Conv", 1, g => ConvolutionRules.Input(g) * 1.01f),
            "Pad" => GradientRules.Standard.With("Pad", 2, CutOffAtTheOtherSide),
            _ => GradientRules.Standard.With("MatMul", 1, g => -MatrixProductRules.Left(g)),
        };

        GradientReport report = model.CheckGradients(Image, rules);

        Assert.False(report.Passed);
        NodeGradientCheck failure = Assert.Single(report.Failures);
        Assert.Equal((node, operatorType), (failure.Node, failure.Operator));
        Assert.True(failure.RelativeError > NodeGradientCheck.Tolerance);
    }

    [Fact]
    public void Check_OfAWrongRuleUsedTwice_NamesBothNodes()
    {
        var reference = new ReferenceCase("vgg");
        using CnnModel model = reference.Load();
        GradientRules rules = GradientRules.Standard.With("Relu", 6, g => g.Dy * g.Y);

        GradientReport report = model.CheckGradients(reference.Input.Slice(0), rules);

        Assert.Equal(
            report.Nodes.Where(node => node.Operator == "Relu").Select(node => node.Node),
            report.Failures.Select(node => node.Node));
    }

    [Fact]
    public void Check_OfABlockedModel_ReportsTheNodesAndDoesNotThrow()
    {
        using CnnModel model = BlockedModel.WithTwoNodes().Load();

        GradientReport report = model.CheckGradients();

        Assert.False(report.Passed);
        Assert.Equal(["second", "first"], report.Blocking.Select(node => node.Node));
        Assert.Null(report.Network);
        Assert.Empty(report.Failures);
        Assert.Contains(report.Nodes, node => node.Node == "tanh" && node.Passed);
        Assert.Equal(TimeSpan.Zero, report.ForwardAndBackward);
    }

    [Fact]
    public void Check_OfAModelThatEndsInArgMax_ReportsIt()
    {
        using CnnModel model = NoGradientTests.EndingInArgMax().Load();

        GradientReport report = model.CheckGradients();

        Assert.False(report.Passed);
        UndifferentiableNode node = Assert.Single(report.Blocking);
        Assert.Equal(("winner", "ArgMax"), (node.Node, node.Operator));
    }

    [Fact]
    public void Check_WithoutAnImage_TakesTheSameRandomOneEachTime()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        GradientReport first = model.CheckGradients();
        GradientReport second = model.CheckGradients();

        Assert.True(first.Passed, Summary(first));
        Assert.Equal(first.Nodes, second.Nodes);
        Assert.NotEqual(0, first.Network!.Analytic);
    }

    [Fact]
    public void Check_SaysWhatItTookAndHowLong()
    {
        using CnnModel model = SmallNetwork.Create().Load(new() { Name = "small", Labels = new(["a", "b", "c"]) });

        GradientReport report = model.CheckGradients(Image);

        Assert.Equal(("small", model.Predict(Image).Top.Name), (report.Model, report.Target));
        Assert.True(report.Forward > TimeSpan.Zero);
        Assert.True(report.ForwardAndBackward > report.Forward);
    }

    [Fact]
    public void Check_ReportsEveryNodeInOrder()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        var log = new Log();

        model.CheckGradients(Image, progress: log);

        Assert.Equal([0, 1, 2, 3, 4, 5], log.Reports.Select(report => report.Done));
        Assert.All(log.Reports, report => Assert.Equal(5, report.Total));
    }

    [Fact]
    public void Check_Cancelled_Throws()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => model.CheckGradients(Image, cancellationToken: source.Token));
    }

    [Fact]
    public void Check_OfSeveralImages_IsRefused()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Assert.Throws<ArgumentException>(() => model.CheckGradients(SmallNetwork.Images(2)));
    }

    [Theory]
    [InlineData(1L, false)]
    [InlineData(1L, true)]
    [InlineData(4L, false)]
    public void Check_OfAModelOfFixedBatch_Passes(long batch, bool flattensToOneImage)
    {
        using CnnModel model = SmallNetwork.Create(batch, flattensToOneImage).Load();

        GradientReport report = model.CheckGradients(Image);

        Assert.True(report.Passed, Summary(report));
    }

    [Fact]
    public void Check_OfAModelThatJoinsImages_IsThatOfOneImage()
    {
        using CnnModel model = SmallNetwork.JoiningImages().Load();

        GradientReport report = model.CheckGradients(Image);

        Assert.True(report.Passed, Summary(report));
    }

    // Differences of whole bytes would be off by some percent.
    [Fact]
    public void Check_OfAModelThatTakesBytes_MovesTheImageByLess()
    {
        using CnnModel model = SmallNetwork.OfBytes(64).Load();

        GradientReport report = model.CheckGradients();

        Assert.True(report.Passed, Summary(report));
        Assert.InRange(report.Network!.RelativeError, 0, 1e-3);
    }

    [Fact]
    public void Check_OfFloat16_Passes()
    {
        using CnnModel model = SmallNetwork.Create().With(ModelFormGradientTests.ToFloat16).Load();

        GradientReport report = model.CheckGradients(Image);

        Assert.True(report.Passed, Summary(report));
    }

    [Fact]
    public void Check_OfARawOutput_TakesARandomSumOfAll()
    {
        using CnnModel model = SmallNetwork.Create()
            .With(proto => proto.Graph.Output.Clear())
            .Output("pooled", DataType.Float, null, 4, 3, 4)
            .Load(new() { OutputForm = OutputForm.Raw });

        GradientReport report = model.CheckGradients(Image);

        Assert.Equal("a random sum of all outputs", report.Target);
        Assert.True(report.Passed, Summary(report));
    }

    [Fact]
    public void Check_OfAQuantisedModel_SaysStraightThroughAndSkipsWhatRounds()
    {
        using CnnModel model = SmallNetwork.Quantised(64).Load();

        GradientReport report = model.CheckGradients();

        Assert.True(report.IsStraightThrough);
        Assert.All(report.Nodes.Where(node => node.Operator is "QuantizeLinear" or "DequantizeLinear"), node => Assert.NotNull(node.Skipped));
        Assert.All(report.Nodes.Where(node => node.Operator is "Conv" or "Relu" or "MatMul"), node => Assert.Null(node.Skipped));
        Assert.True(report.Passed, Summary(report));
        Assert.Null(report.Network);
    }

    private static SmallModel WithUnevenPadding() => SmallNetwork.Create()
        .Initializer("pads", [0L, 0, 1, 2, 0, 0, 1, 0], 8)
        .With(proto => proto.Graph.Node.Insert(0, Node("Pad", ["image", "pads"], ["padded"])))
        .With(proto => proto.Graph.Node[0].Name = "pad")
        .With(proto => proto.Graph.Node[1].Input[0] = "padded")
        .With(proto => proto.Graph.Node[1].Attribute[0].Ints[0] = 0)
        .With(proto => proto.Graph.Node[1].Attribute[0].Ints[1] = 0)
        .With(proto => proto.Graph.Node[1].Attribute[0].Ints[2] = 0);

    private static GraphValue CutOffAtTheOtherSide(GradientScope g) => g.Op("Slice", [g.Dy, g.List(1, 0), g.List(7, 8), g.List(2, 3)]);

    private static string Summary(GradientReport report) =>
        $"{string.Join("; ", report.Failures)}; {report.Network}; {string.Join("; ", report.Blocking)}";

    private sealed class Log : IProgress<ExplanationProgress>
    {
        public List<ExplanationProgress> Reports { get; } = [];

        public void Report(ExplanationProgress value) => Reports.Add(value);
    }
}
