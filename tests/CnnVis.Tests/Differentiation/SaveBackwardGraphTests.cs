using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class SaveBackwardGraphTests
{
    private static readonly SessionSettings Settings = new(new ExecutionOptions { Threads = 1 }, ExternalDataFolder: null);

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Save_WritesAGraphOfStandardOperatorsThatLoads(string name)
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = new ReferenceCase(name).Load();

        model.SaveBackwardGraph(folder.File("backward.onnx"));

        ModelProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("backward.onnx")));
        OperatorSetIdProto opset = Assert.Single(graph.OpsetImport);
        Assert.Equal(("", 18), (opset.Domain, opset.Version));
        Assert.All(graph.Graph.Node, node => Assert.Equal("", node.Domain));
        using var runner = new GraphRunner(graph, name, Settings);
        Assert.Equal([$"gradient/{model.ImageInput.Name}"], runner.Outputs);
    }

    [Fact]
    public void Save_NamesTheForwardPassesTensorsAndDeclaresTheImagesShape()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = SmallNetwork.Create().Load();

        model.SaveBackwardGraph(folder.File("backward.onnx"));

        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("backward.onnx"))).Graph;
        Assert.Contains("gradient/logits", graph.Input.Select(input => input.Name));
        Assert.Contains("activation", graph.Input.Select(input => input.Name));
        Assert.Equal([0, 3, 6, 8], graph.Output[0].Type.TensorType.Shape.Dim.Select(size => size.DimValue));
        Assert.Equal("N", graph.Output[0].Type.TensorType.Shape.Dim[0].DimParam);
        Assert.All(graph.Node, node => Assert.NotEqual("", node.Name));
    }

    [Fact]
    public void Save_OverAnotherFile_ReplacesItAndLeavesNothingBeside()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = SmallNetwork.Create().Load();
        File.WriteAllText(folder.File("backward.onnx"), "older");

        model.SaveBackwardGraph(folder.File("backward.onnx"));

        Assert.Equal(["backward.onnx"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.NotEmpty(ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("backward.onnx"))).Graph.Node);
    }

    [Fact]
    public void Save_OfABlockedModel_NamesTheNodeAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = BlockedModel.WithOneNode().Load();

        var error = Assert.Throws<NoGradientException>(() => model.SaveBackwardGraph(folder.File("backward.onnx")));

        Assert.Equal("determinant", Assert.Single(error.Nodes).Node);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Save_OfAModelThatJoinsImages_WritesTheGraphOfOneImage()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = SmallNetwork.JoiningImages().Load();

        model.SaveBackwardGraph(folder.File("backward.onnx"));

        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("backward.onnx"))).Graph;
        Assert.Equal([1, 3, 6, 8], graph.Output[0].Type.TensorType.Shape.Dim.Select(size => size.DimValue));
    }

    [Fact]
    public void Save_WithOtherRules_WritesTheirs()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = SmallNetwork.Create().Load();

        model.SaveBackwardGraph(folder.File("backward.onnx"), GradientRules.Standard.With("Relu", 6, g => g.Dy * g.Y.Unary("Erf")));

        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("backward.onnx"))).Graph;
        Assert.Contains("Erf", graph.Node.Select(node => node.OpType));
    }
}
