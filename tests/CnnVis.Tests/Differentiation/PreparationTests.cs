using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>What must not be taken for known while a backward graph is built.</summary>
public class PreparationTests
{
    private static readonly ImageShape Shape = new(3, 3, 4, TensorLayout.Nchw);

    [Fact]
    public void StatisticsOverAllImages_KeepThemOneAtATime()
    {
        SmallModel model = Model()
            .Node("ReduceMean", "mean", ["image"], "mean_of_all", GraphEdits.IntAttribute("keepdims", 1))
            .Node("Sub", "centre", ["image", "mean_of_all"], "y");

        Assert.False(Prepare(model).TakesBatches);
    }

    [Fact]
    public void ALengthThatDependsOnPixels_IsNoConstant()
    {
        SmallModel model = Model()
            .Node("NonZero", "found", ["image"], "places")
            .Node("Shape", "shape", ["places"], "shape_of_places")
            .Node("Cast", "cast", ["shape_of_places"], "divisors", GraphEdits.IntAttribute("to", (int)DataType.Float))
            .Node("ReduceMax", "max", ["divisors"], "divisor")
            .Node("Div", "divide", ["image", "divisor"], "y");

        Assert.False(Prepare(model)["divisor"].IsConstant);
    }

    [Fact]
    public void ABranchThatDependsOnPixels_IsNotWrittenOut()
    {
        SmallModel model = Model()
            .Node("NonZero", "found", ["image"], "places")
            .Node("Size", "size", ["places"], "count")
            .Initializer("none", [0], [])
            .Node("Equal", "empty", ["count", "none"], "is_empty")
            .Node("If", "guard", ["is_empty"], "y", Branch("then_branch", "Neg"), Branch("else_branch", "Identity"));

        ForwardGraph forward = Prepare(model);

        NoGradientException refused = Assert.Throws<NoGradientException>(() =>
            BackwardGraphBuilder.Build(forward, GradientRules.Standard, ["y"], ["image"]));
        Assert.Equal("guard", Assert.Single(refused.Nodes).Node);
    }

    [Fact]
    public void TensorsNamedLikeTheBuildersOwn_AreKeptApart()
    {
        SmallModel model = Model()
            .Initializer("constant", [3f], 1)
            .Node("Mul", "double", ["image", "constant"], "constant_2")
            .Node("Sqrt", "root", ["constant_2"], "gradient/image")
            .Node("Mul", "times", ["gradient/image", "constant"], "y");
        using CnnModel loaded = model.Output("y", DataType.Float, null, 3, 3, 4).Load(new() { OutputForm = OutputForm.Raw, Layout = TensorLayout.Nchw });
        ImageTensor image = new([.. Enumerable.Range(1, Shape.ElementCount).Select(i => (float)i)], Shape);

        float[] gradient = loaded.Explain(image).For(Target.WeightedSum("sum", [.. Enumerable.Repeat(1f, Shape.ElementCount)])).Gradient().Map.Elements.ToArray();

        // y = 3 sqrt(3 x), dy/dx = 4.5 / sqrt(3 x)
        Agreement.Within(1e-5, [.. Enumerable.Range(1, Shape.ElementCount).Select(i => 4.5 / Math.Sqrt(3 * i))], gradient, "gradient");
    }

    [Fact]
    public void ImagesJoinedAndPartedInTheGraph_AreDifferentiatedOneAtATime()
    {
        SmallModel model = Model()
            .Node("Neg", "mirror", ["image"], "mirrored")
            .Node("Concat", "join", ["image", "mirrored"], "both", GraphEdits.IntAttribute("axis", 0))
            .Node("Sigmoid", "network", ["both"], "scores")
            .With(proto =>
            {
                NodeProto split = GraphEdits.NewNode("Split", "part", ["scores"], "first", GraphEdits.IntAttribute("axis", 0));
                split.Output.Add("second");
                proto.Graph.Node.Add(split);
            })
            .Node("Sub", "mean", ["first", "second"], "y");
        using CnnModel loaded = model.Output("y", DataType.Float, null, 3, 3, 4).Load(new() { OutputForm = OutputForm.Raw, Layout = TensorLayout.Nchw });
        ImageTensor image = new(Numbers.Seeded(Shape.ElementCount, seed: 2).AsSpan(), Shape);

        float[] gradient = loaded.Explain(image).For(Target.WeightedSum("sum", [.. Enumerable.Repeat(1f, Shape.ElementCount)])).Gradient().Map.Elements.ToArray();

        // s(x) - s(-x) has the derivative 2 s(x) (1 - s(x)).
        double Slope(float x) => 2 / (1 + Math.Exp(-x)) * (1 - (1 / (1 + Math.Exp(-x))));
        Agreement.Within(1e-5, [.. image.Values.ToArray().Select(Slope)], gradient, "gradient");
    }

    [Fact]
    public void WithZero_ReplacesEveryRuleOfTheOperator() =>
        Assert.True(GradientRules.Standard.WithZero("Softmax").Find("Softmax", opset: 18)!.IsZero);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("en-US")]
    public void ConstantsOfOneShape_AreKeptApartInEveryCulture(string culture)
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
        try
        {
            var emitter = new GraphEmitter();
            Assert.NotEqual(emitter.Constant([0.5f, 1], [2]).Name, emitter.Constant([0, 5.1f], [2]).Name);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static SmallModel Model() => new SmallModel(18).Input("image", DataType.Float, null, 3, 3, 4);

    private static AttributeProto Branch(string name, string operatorType)
    {
        var graph = new GraphProto { Name = name };
        graph.Node.Add(GraphEdits.NewNode(operatorType, operatorType, ["image"], $"{name}_result"));
        graph.Output.Add(new ValueInfoProto { Name = $"{name}_result", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } } });
        return new AttributeProto { Name = name, G = graph, Type = AttributeProto.Types.AttributeType.Graph };
    }

    private static ForwardGraph Prepare(SmallModel model) => ForwardGraphPreparation.Prepare(
        new OnnxModel(model.Proto, "test", Folder: null),
        new ImageInput("image", ElementType.Float32, Shape, FixedBatch: null, IsSizeFree: false),
        takesBatches: true,
        new SessionSettings(new ExecutionOptions { Threads = 2 }, ExternalDataFolder: null));
}
