using System.Text;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using CnnVis.TestSupport.TensorBoard;
using Google.Protobuf;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.TensorBoard;

public class GraphTests
{
    private const string Stored = "Const";

    // What TensorFlow's graphs demand of a name.
    private const string ValidName = @"^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$";

    public static TheoryData<string> References => ReferenceCase.Names;

    [Theory]
    [MemberData(nameof(References))]
    public void ReferenceNetworks_AreWhole(string name)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        IsTheModel(Write(model), model);
    }

    [SharedTheory]
    [InlineData("deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx")]
    [InlineData("fer2013_mini_xception_nhwc_softmax7.onnx")]
    [InlineData("mnist_cntk_op8.onnx")]
    [InlineData("squeezenet_winml_fp16_op7.onnx")]
    [InlineData("ultraface_rfb_320_bn.onnx")]
    [InlineData("yolox_nano.onnx")]
    public void TrainedNetworks_AreWhole(string file)
    {
        using var model = CnnModel.Load(SharedFiles.Model(file));

        IsTheModel(Write(model), model);
    }

    [Fact]
    public void Nodes_HaveOperatorInputsAttributesAndShapes()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        ReadGraph graph = Write(model);

        Assert.Equal(["image", "kernel", "bias", "conv", "relu", "pool", "flatten", "dense", "score"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(["Placeholder", Stored, Stored, "Conv", "Relu", "MaxPool", "Flatten", Stored, "MatMul"], graph.Nodes.Select(node => node.Operator));
        Assert.Equal(["image", "kernel", "bias"], graph["conv"].Inputs);
        Assert.Equal([1, 1, 1, 1], graph["conv"].Integers("pads"));
        Assert.Equal([2, 2], graph["pool"].Integers("strides"));
        Assert.Equal([[1, 3, 6, 8]], graph["image"].OutputShapes);
        Assert.Equal([[4, 3, 3, 3]], graph["kernel"].OutputShapes);
        Assert.Equal([[1, 4, 6, 8]], graph["conv"].OutputShapes);
        Assert.Equal([[1, 4, 3, 4]], graph["pool"].OutputShapes);
        Assert.Equal([[1, 3]], graph["score"].OutputShapes);
    }

    [Fact]
    public void Attributes_OfEveryKind_AreThere()
    {
        using CnnModel model = Images(
            model => model
                .Initializer("bounds", [0.5f, 6], 2)
                .Initializer("low", [0.25f])
                .Node("LeakyRelu", "leaky", ["image"], "a", new AttributeProto { Name = "alpha", F = 0.125f, Type = AttributeProto.Types.AttributeType.Float })
                .Node("Clip", "clip", ["a", "low"], "b")
                .Node("MaxPool", "pool", ["b"], "c", GraphEdits.IntsAttribute("kernel_shape", [1, 1]), new AttributeProto { Name = "auto_pad", S = ByteString.CopyFromUtf8("VALID"), Type = AttributeProto.Types.AttributeType.String })
                .Node("Flatten", "flat", ["c"], "x", GraphEdits.IntAttribute("axis", 1))).Load();

        ReadGraph graph = Write(model);

        Assert.Equal(0.125f, graph["leaky"].Attributes["alpha"].Float(4));
        Assert.Equal("VALID", graph["pool"].Attributes["auto_pad"].Text(2));
        Assert.Equal(1, graph["flat"].Attributes["axis"].Integer(3));
        Assert.Equal([0.25f], graph["low"].Attributes["value"].Message(1)!.Floats(4));
        Assert.DoesNotContain(graph.Nodes, node => node.Name == "bounds");
    }

    [Fact]
    public void SeveralOutputs_AreToldApart()
    {
        using CnnModel model = Images(model => model
            .Node("Split", "parts", ["image"], "first", GraphEdits.IntAttribute("axis", 1))
            .With(proto => proto.Graph.Node[^1].Output.Add("second"))
            .Initializer("sizes", [1L, 2L], 2)
            .With(proto => proto.Graph.Node[^1].Input.Add("sizes"))
            .Node("Concat", "join", ["second", "first"], "joined", GraphEdits.IntAttribute("axis", 1))
            .Node("Flatten", "flat", ["joined"], "x")).Load();

        ReadGraph graph = Write(model);

        Assert.Equal(["parts:1", "parts"], graph["join"].Inputs);
        Assert.Equal([[1, 1, 4, 4], [1, 2, 4, 4]], graph["parts"].OutputShapes);
    }

    // A scope in the file's names becomes a box; names that TensorFlow forbids, and names given twice, are changed as little as possible.
    [Theory]
    [InlineData("/features/features.0/conv/Relu", "features/features.0/conv/Relu")]
    [InlineData("layer1.0.relu", "layer1/0/relu")]
    [InlineData("p2o.Relu.3", "p2o.Relu.3")]
    [InlineData("a::b c/größe", "a__b_c/gr__e")]
    [InlineData("_hidden", "n_hidden")]
    [InlineData("//", "n")]
    [InlineData("image", "image_1")]
    [InlineData("fl at", "fl_at", "fl_at_1")]
    [InlineData("", "activation")]
    public void Names_AreMadeValidAndUnique(string name, string expected, string flatten = "fl_at")
    {
        using CnnModel model = Images(model => model.Node("Relu", name, ["image"], "activation").Node("Flatten", "fl_at", ["activation"], "x")).Load();

        ReadGraph graph = Write(model);

        ReadNode relu = Assert.Single(graph.Nodes, node => node.Operator == "Relu");
        ReadNode flat = Assert.Single(graph.Nodes, node => node.Operator == "Flatten");
        Assert.Equal((expected, flatten), (relu.Name, flat.Name));
        Assert.Equal([expected], flat.Inputs);
        IsWellFormed(graph);
    }

    [Fact]
    public void NodeWithoutNameWhoseOutputIsANumber_IsNamedByItsOperator()
    {
        using CnnModel model = Images(model => model.Node("Relu", "", ["image"], "17").Node("Flatten", "", ["17"], "x")).Load();

        Assert.Equal("Relu_17", Write(model).Nodes.Single(node => node.Operator == "Relu").Name);
    }

    // Behind Identity, as PyTorch's exporter lets layers share a tensor.
    [Fact]
    public void SharedWeights_AreDrawnAtTheirReaders()
    {
        using CnnModel model = Images(model => model
            .Initializer("shared", [1f, 2, 3], 1, 3, 1, 1)
            .Node("Identity", "Identity_0", ["shared"], "again")
            .Node("Mul", "first", ["image", "shared"], "a")
            .Node("Mul", "second", ["a", "again"], "b")
            .Node("Flatten", "flat", ["b"], "x")).Load();

        ReadGraph graph = Write(model);

        Assert.Equal((Stored, 0), (graph["Identity_0"].Operator, graph["Identity_0"].Inputs.Count));
        Assert.Equal("shared", graph["Identity_0"].Attributes["identity_of"].Text(2));
        Assert.Equal([[1, 3, 1, 1]], graph["Identity_0"].OutputShapes);
        Assert.Equal(["second"], graph.Nodes.Where(node => node.Inputs.Contains("Identity_0")).Select(node => node.Name));
    }

    [Fact]
    public void SecondGraph_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = SmallNetwork.Create().Load();
        using var writer = new TensorBoardWriter(folder.Path);
        writer.AddGraph(model);

        Assert.Throws<InvalidOperationException>(() => writer.AddGraph(model));
        Assert.Single(ReadEvents.In(folder.Path).Graphs);
    }

    [Fact]
    public void DisposedModel_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);
        CnnModel model = SmallNetwork.Create().Load();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => writer.AddGraph(model));
    }

    private static SmallModel Images(Func<SmallModel, SmallModel> add) => add(new SmallModel().Input("image", DataType.Float, null, 3, 4, 4))
        .Initializer("dense", Numbers.Seeded(48 * 3, 3), 48, 3)
        .Node("MatMul", "score", ["x", "dense"], "logits")
        .Output("logits", DataType.Float, null, 3);

    private static ReadGraph Write(CnnModel model)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddGraph(model);
        }

        return Assert.Single(ReadEvents.In(folder.Path).Graphs);
    }

    private static void IsTheModel(ReadGraph graph, CnnModel model)
    {
        IsWellFormed(graph);
        IReadOnlyList<NodeProto> nodes = model.Graph.Nodes;
        // Every operator once, in the file's order; stored tensors apart, which may also be nodes of the file.
        string[] operators = [.. nodes.Where(node => node.OpType is not ("Constant" or "Identity")).Select(node => node.OpType)];
        Assert.Equal(operators, graph.Nodes.Where(node => node.Operator is not (Stored or "Placeholder" or "Identity")).Select(node => node.Operator));
        Assert.True(graph.Nodes.Count >= nodes.Count + 1);
        foreach (Layer layer in model.Layers)
        {
            ReadNode[] same = [.. graph.Nodes.Where(node => node.Operator == layer.Operator && Letters(node.Name).EndsWith(Letters(layer.Name), StringComparison.Ordinal))];
            Assert.Contains(same, node => node.OutputShapes[0]!.SequenceEqual(layer.OutputShape.Select(size => (long)size)));
        }

        int edges = nodes.Where(node => node.OpType is not "Identity").Sum(node => node.Input.Count(input => input.Length > 0));
        Assert.Equal(edges, graph.Nodes.Where(node => node.Operator is not "Identity").Sum(node => node.Inputs.Count));
    }

    private static void IsWellFormed(ReadGraph graph)
    {
        string[] names = [.. graph.Nodes.Select(node => node.Name)];
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches(ValidName, name));
        Assert.All(graph.Nodes.SelectMany(node => node.Sources), source => Assert.Contains(source, names));
        Assert.Equal(names.Length, graph.Sorted().Count);
        // Weights belong to operators: none lies about.
        var read = graph.Nodes.SelectMany(node => node.Sources).ToHashSet(StringComparer.Ordinal);
        Assert.All(graph.Nodes.Where(node => node.Operator == Stored && node.Name.Contains("weight", StringComparison.Ordinal)), node => Assert.Contains(node.Name, read));
    }

    private static string Letters(string name)
    {
        var letters = new StringBuilder();
        foreach (char letter in name.Where(char.IsAsciiLetterOrDigit))
        {
            letters.Append(letter);
        }

        return letters.ToString();
    }
}
