using CnnVis.Onnx;
using CnnVis.Skia;
using CnnVis.TestSupport.TensorBoard;
using Google.Protobuf;

namespace CnnVis.Cli.Tests;

public class TensorBoardCommandTests
{
    [Fact]
    public void ModelAlone_HasGraphSummaryWeightsAndAFewKernels()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("tensorboard", ToolRun.PhotoModel, "--out", folder.Path).Succeeded();

        ReadEvents events = ReadEvents.In(Path.Combine(folder.Path, "cifar10"));
        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        Assert.Equal(model.Layers.Count(layer => layer.Operator == "Conv"), Assert.Single(events.Graphs).Nodes.Count(node => node.Operator == "Conv"));
        Assert.Equal(
            model.Layers.Sum(layer => layer.ParameterCount),
            events.Values.Where(value => value.IsHistogram).Sum(value => value.Histogram.Count));
        string[] drawn = [.. events.Values.Where(value => value.IsImage).Select(value => value.Tag)];
        Assert.Equal(8, drawn.Length);
        Assert.All(drawn, tag => Assert.StartsWith("kernels/", tag, StringComparison.Ordinal));
        Assert.Contains("kernels/conv/Conv", drawn);
        Assert.Contains($"{model.Summary().Layers.Count} layers", events["summary"].Text, StringComparison.Ordinal);
        Assert.Equal("note: the kernels of 8 of 21 convolutions are drawn: --layer names others.", run.Error.Trim());
        Assert.EndsWith($"tensorboard --logdir {folder.Path}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Single(), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_IsExplainedAsExplainDoes()
    {
        using var folder = new TemporaryFolder();

        ToolRun.Of("tensorboard", ToolRun.PhotoModel, ToolRun.Photo, "--class", "dog", "--method", "grad-cam", "--method", "occlusion", "--out", folder.Path).Succeeded();
        ToolRun.Of("explain", ToolRun.PhotoModel, ToolRun.Photo, "--class", "dog", "--method", "grad-cam", "--format", "png", "--out", folder.Path).Succeeded();

        ReadEvents events = ReadEvents.In(folder.Path);
        ReadValue explanation = events["explanations/chelsea/grad-cam"];
        Assert.Equal(
            ImageFile.Load(folder.File("grad-cam.png")).Pixels.ToArray(),
            ImageFile.Decode(explanation.Image.File).Pixels.ToArray());
        Assert.StartsWith("dog: logit", explanation.Description, StringComparison.Ordinal);
        Assert.True(events["explanations/chelsea/occlusion"].IsImage);
        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        string[] stops = [.. model.Tour(ImageFile.Load(ToolRun.Photo)).Stages.Select(stage => stage.Maps.Layer.Trim('/'))];
        Assert.Equal(stops.Select(stop => $"feature maps/chelsea/{stop}"), events.Tags.Where(tag => tag.StartsWith("feature maps/", StringComparison.Ordinal)));
        Assert.Equal(stops.Select(stop => $"activations/chelsea/{stop}"), events.Tags.Where(tag => tag.StartsWith("activations/", StringComparison.Ordinal)));
    }

    [Fact]
    public void GivenLayers_AreDrawn_AndTensorsHaveHeatMaps()
    {
        using var folder = new TemporaryFolder();
        new ImageTensor(new float[3 * 32 * 32], new ImageShape(3, 32, 32, TensorLayout.Nchw)).SaveNpy(folder.File("black.npy"));

        ToolRun.Of(
            "tensorboard", ToolRun.PhotoModel, ToolRun.Photo, folder.File("black.npy"), "--layer", "/conv/Conv", "--layer", "/layer3/layer3.2/Relu_1",
            "--method", "gradient", "--logdir", folder.File("runs")).Succeeded();

        ReadEvents events = ReadEvents.In(folder.File("runs"));
        Assert.Equal(["kernels/conv/Conv"], events.Tags.Where(tag => tag.StartsWith("kernels/", StringComparison.Ordinal)));
        Assert.Equal(
            ["chelsea/conv/Conv", "chelsea/layer3/layer3.2/Relu_1", "black/conv/Conv", "black/layer3/layer3.2/Relu_1"],
            events.Tags.Where(tag => tag.StartsWith("feature maps/", StringComparison.Ordinal)).Select(tag => tag["feature maps/".Length..]));
        Assert.True(events["explanations/black/gradient"].IsImage);
    }

    // Nothing has rows and columns in a network of dense layers, but it can be explained.
    [Fact]
    public void NetworkWithoutMaps_IsExplained()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("dense.onnx"), Dense());

        ToolRun run = ToolRun.Of("tensorboard", folder.File("dense.onnx"), ToolRun.Photo, "--preprocess", "ZeroToOne", "--out", folder.File("runs")).Succeeded();

        ReadEvents events = ReadEvents.In(folder.File("runs"));
        Assert.True(events["explanations/chelsea/occlusion"].IsImage);
        Assert.DoesNotContain(events.Tags, tag => tag.StartsWith("feature maps/", StringComparison.Ordinal) || tag.StartsWith("kernels/", StringComparison.Ordinal));
        Assert.Contains("note: dense.onnx has no layer whose output has rows and columns", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondRun_LeavesTheFirstAsItWas()
    {
        using var folder = new TemporaryFolder();

        ToolRun.Of("tensorboard", ToolRun.DigitsModel, "--out", folder.Path).Succeeded();
        string first = Directory.GetFiles(folder.File("digits")).Single();
        byte[] before = File.ReadAllBytes(first);
        ToolRun quiet = ToolRun.Of("tensorboard", ToolRun.DigitsModel, "--quiet", "--out", folder.Path).Succeeded();

        Assert.Equal(("", ""), (quiet.Output, quiet.Error));
        Assert.Equal(before, File.ReadAllBytes(first));
        Assert.Single(ReadEvents.In(folder.File("digits-2")).Graphs);
    }

    [Fact]
    public void Cancelled_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        ToolRun run = ToolRun.Of(cancelled.Token, "tensorboard", ToolRun.DigitsModel, "--out", folder.File("runs"));

        Assert.Equal((130, "cnnvis: cancelled."), (run.ExitCode, run.Error.Trim()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    // An explanation that fails comes after everything else was written.
    [Fact]
    public void MistakeThatIsFoundLate_LeavesNothing()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("tensorboard", ToolRun.PhotoModel, ToolRun.Photo, "--class", "horze", "--out", folder.File("runs"));

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static byte[] Dense()
    {
        const int Side = 8;
        float[] weights = [.. Enumerable.Range(0, 3 * Side * Side * 2).Select(i => ((i * 37 % 101) - 50) / 50f)];
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "dense" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Graph.Input.Add(GraphEdits.Declare("image", TensorProto.Types.DataType.Float, [null, 3, Side, Side]));
        model.Graph.Initializer.Add(TensorData.Of("weights", weights, [3 * Side * Side, 2]));
        model.Graph.Node.Add(GraphEdits.NewNode("Flatten", "flatten", ["image"], "flat", GraphEdits.IntAttribute("axis", 1)));
        model.Graph.Node.Add(GraphEdits.NewNode("MatMul", "dense", ["flat", "weights"], "logits"));
        model.Graph.Output.Add(GraphEdits.Declare("logits", TensorProto.Types.DataType.Float, [null, 2]));
        return model.ToByteArray();
    }
}
