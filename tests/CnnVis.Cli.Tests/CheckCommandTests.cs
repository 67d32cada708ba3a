using System.Text.Json;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Cli.Tests;

public class CheckCommandTests
{
    [Fact]
    public void Check_AModel_SaysWhatWasComparedAndThatItPassed()
    {
        ToolRun run = ToolRun.Of("check", ToolRun.PhotoModel).Succeeded();

        string[] lines = run.Output.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(6, lines.Length);
        Assert.StartsWith("cifar10.onnx: gradient of ", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^nodes    [1-9]\d* compared with differences, 0 wrong$", lines[1]);
        Assert.Matches(@"^worst    \S+ \(\w+\): numeric \S+, analytic \S+, relative error \d\.\de-\d, allowed 1e-3$", lines[2]);
        Assert.Matches(@"^network  along its gradient: numeric \S+, analytic \S+, relative error \d\.\de-\d, allowed 5e-2$", lines[3]);
        Assert.Matches(@"^time     forward \d+\.\d ms, forward and backward \d+\.\d ms \(\d+\.\d times\)$", lines[4]);
        Assert.Equal("passed", lines[5]);
    }

    [Fact]
    public void Check_WithAnImage_TakesItsTopClass()
    {
        ToolRun run = ToolRun.Of("check", ToolRun.PhotoModel, ToolRun.Photo).Succeeded();

        Assert.StartsWith("cifar10.onnx: gradient of cat", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ReportsProgressUpToTheLastNode()
    {
        ToolRun run = ToolRun.Of("check", ToolRun.DigitsModel).Succeeded();

        Assert.Matches(@"checking: (\d+) of \1 nodes, ", run.Error);
    }

    [Fact]
    public void Check_Quiet_WritesNothingButTheResult()
    {
        ToolRun run = ToolRun.Of("check", ToolRun.DigitsModel, "--quiet").Succeeded();

        Assert.Equal("", run.Error);
        Assert.EndsWith("passed", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Json_IsForPrograms()
    {
        ToolRun run = ToolRun.Of("check", ToolRun.DigitsModel, "--json").Succeeded();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal("digits.onnx", root.GetProperty("model").GetString());
        Assert.True(root.GetProperty("passed").GetBoolean());
        Assert.False(root.GetProperty("isStraightThrough").GetBoolean());
        Assert.True(root.GetProperty("checkedNodes").GetInt32() > 0);
        Assert.True(root.GetProperty("forwardMilliseconds").GetDouble() > 0);
        Assert.True(root.GetProperty("forwardAndBackwardMilliseconds").GetDouble() > 0);
        Assert.InRange(root.GetProperty("worstNode").GetProperty("relativeError").GetDouble(), 0, NodeGradientCheck.Tolerance);
        Assert.InRange(root.GetProperty("network").GetProperty("relativeError").GetDouble(), 0, NetworkGradientCheck.Tolerance);
        Assert.Equal(0, root.GetProperty("failures").GetArrayLength());
        Assert.Equal(0, root.GetProperty("blocking").GetArrayLength());
    }

    [Fact]
    public void Check_ABlockedModel_NamesTheNodesAndFails()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("blocked.onnx"), BlockedModel.WithTwoNodes().ToBytes());

        ToolRun run = ToolRun.Of("check", folder.File("blocked.onnx"), "--save-graph", folder.File("graph.onnx"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("blocked  No gradient rule for operator 'Det' (opset 17), needed by node 'second'.", run.Output, StringComparison.Ordinal);
        Assert.Contains("blocked  No gradient rule for operator 'Det' (opset 17), needed by node 'first'.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("FAILED", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("time ", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("graph.onnx")));
    }

    [Fact]
    public void Check_ABlockedModelAsJson_NamesTheNodes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("blocked.onnx"), BlockedModel.WithOneNode().ToBytes());

        ToolRun run = ToolRun.Of("check", folder.File("blocked.onnx"), "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(1, run.ExitCode);
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal("determinant", json.RootElement.GetProperty("blocking")[0].GetProperty("node").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("network").ValueKind);
    }

    [Fact]
    public void Check_AQuantisedModel_SaysStraightThrough()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("quantised.onnx"), Quantised().ToBytes());

        ToolRun run = ToolRun.Of("check", folder.File("quantised.onnx")).Succeeded();

        Assert.Contains("straight-through", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 not compared: codes of quantised numbers cannot be moved a little", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("passed", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SaveGraph_WritesIt()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("check", ToolRun.DigitsModel, "--save-graph", folder.File("graph.onnx")).Succeeded();

        Assert.Contains($"wrote {folder.File("graph.onnx")}", run.Output, StringComparison.Ordinal);
        Assert.NotEmpty(ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("graph.onnx"))).Graph.Node);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Check_SaveGraphAsJson_WritesNothingButJson()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("check", ToolRun.DigitsModel, "--json", "--save-graph", folder.File("graph.onnx")).Succeeded();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.True(File.Exists(folder.File("graph.onnx")));
    }

    [Theory]
    [InlineData("nowhere.onnx: there is no such file", "nowhere.onnx")]
    [InlineData("nowhere.png: there is no such picture", "MODEL", "nowhere.png")]
    [InlineData("Unrecognized command or argument '--class'.", "MODEL", "PHOTO", "--class")]
    public void Check_Mistake_IsOneLineAndExitCode2(string message, params string[] arguments)
    {
        ToolRun run = ToolRun.Of(["check", .. arguments.Select(argument => argument switch
        {
            "MODEL" => ToolRun.PhotoModel,
            "PHOTO" => ToolRun.Photo,
            _ => argument,
        })]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void Check_Cancelled_IsExitCode130()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        ToolRun run = ToolRun.Of(source.Token, "check", ToolRun.DigitsModel);

        Assert.Equal((130, "cnnvis: cancelled."), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public void Check_Help_Teaches()
    {
        ToolRun run = ToolRun.Of("check", "--help").Succeeded();

        Assert.Contains("cnnvis check model.onnx cat.jpg", run.Output, StringComparison.Ordinal);
        Assert.Contains("--save-graph", run.Output, StringComparison.Ordinal);
    }

    private static SmallModel Quantised() => new SmallModel()
        .Input("image", DataType.Float, null, 3, 2, 2)
        .Initializer("scale", [1 / 127f])
        .With(proto => proto.Graph.Initializer.Add(new TensorProto { Name = "zero", DataType = (int)DataType.Int8, Int32Data = { 0 } }))
        .Node("QuantizeLinear", "quantise", ["image", "scale", "zero"], "codes")
        .Node("DequantizeLinear", "dequantise", ["codes", "scale", "zero"], "x")
        .Node("Tanh", "tanh", ["x"], "y")
        .Node("Flatten", "flatten", ["y"], "scores")
        .Output("scores", DataType.Float, null, 12);
}
