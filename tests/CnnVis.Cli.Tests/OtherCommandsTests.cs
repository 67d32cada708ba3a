using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using CnnVis.Skia;

namespace CnnVis.Cli.Tests;

public class OtherCommandsTests
{
    [Fact]
    public void Predict_Digit_NamesIt()
    {
        foreach (int digit in (int[])[3, 7, 8])
        {
            ToolRun run = ToolRun.Of("predict", ToolRun.DigitsModel, Path.Combine(RepositoryFolder.Assets, $"digit-{digit}.png"), "--json").Succeeded();

            using JsonDocument json = JsonDocument.Parse(run.Output);
            JsonElement top = json.RootElement.GetProperty("images")[0].GetProperty("classes")[0];
            Assert.Equal(digit, top.GetProperty("index").GetInt32());
            Assert.True(top.GetProperty("probability").GetDouble() > 0.5);
        }
    }

    [Fact]
    public void Predict_Photo_IsATableOfTheTopClasses()
    {
        ToolRun run = ToolRun.Of("predict", ToolRun.PhotoModel, ToolRun.Photo, "--top", "2").Succeeded();

        Assert.Contains("cat", run.Output, StringComparison.Ordinal);
        Assert.Contains("probability", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Describe_Json_SaysWhatWasRecognised()
    {
        ToolRun run = ToolRun.Of("describe", ToolRun.DigitsModel, "--json").Succeeded();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal("nhwc", root.GetProperty("image").GetProperty("layout").GetString());
        Assert.Equal("softmax", root.GetProperty("output").GetProperty("kind").GetString());
        Assert.Equal(10, root.GetProperty("output").GetProperty("classCount").GetInt32());
        Assert.Equal(34_826, root.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("parameterCount").GetInt64()));
    }

    [Fact]
    public void Summary_Json_HasTheTotalsAndEveryLayer()
    {
        ToolRun run = ToolRun.Of("summary", ToolRun.DigitsModel, "--json").Succeeded();

        using CnnModel model = CnnModel.Load(ToolRun.DigitsModel);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(34_826, root.GetProperty("parameters").GetInt64());
        Assert.Equal(model.Summary().MultiplyAdds, root.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("multiplyAdds").GetInt64()));
        Assert.Equal(model.Layers.Count, root.GetProperty("layers").GetArrayLength());
    }

    [Fact]
    public void Summary_Text_IsATableWithTotals()
    {
        ToolRun run = ToolRun.Of("summary", ToolRun.DigitsModel).Succeeded();

        Assert.Contains("multiply-adds", run.Output, StringComparison.Ordinal);
        Assert.Contains("34,826 parameters", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagram_WritesAVectorPictureAndAPicture()
    {
        using var folder = new TemporaryFolder();

        ToolRun.Of("diagram", ToolRun.DigitsModel, "--set", "scale=0.5", "--out", folder.Path).Succeeded();

        var svg = XDocument.Load(Path.Combine(folder.Path, "diagram.svg"));
        RgbImage picture = ImageFile.Load(Path.Combine(folder.Path, "diagram.png"));
        Assert.Equal(Math.Ceiling(double.Parse(svg.Root!.Attribute("height")!.Value, CultureInfo.InvariantCulture) / 2), picture.Height, 1.0);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "title" && element.Value.Contains("Conv 3×3", StringComparison.Ordinal));
    }

    [Fact]
    public void Describe_Text_ListsInputsOutputsAndLayers()
    {
        ToolRun run = ToolRun.Of("describe", ToolRun.PhotoModel).Succeeded();

        foreach (string part in (string[])["cifar10.onnx: opset", "NCHW, 3 channel(s), 32x32, Float32, batch free", "10 class(es), logits", "10, airplane to truck", "ZeroToOne", "Conv"])
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("explain", "--help")]
    [InlineData("dream", "--help")]
    [InlineData("kernels", "--help")]
    [InlineData("features", "--help")]
    [InlineData("tour", "--help")]
    [InlineData("receptive-field", "--help")]
    [InlineData("summary", "--help")]
    [InlineData("diagram", "--help")]
    [InlineData("top-patches", "--help")]
    [InlineData("tensorboard", "--help")]
    [InlineData("predict", "--help")]
    [InlineData("describe", "--help")]
    [InlineData("diagnose", "--help")]
    [InlineData("compare", "--help")]
    [InlineData("bench", "--help")]
    [InlineData("--version")]
    public void Help_Teaches(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments).Succeeded();

        Assert.NotEqual("", run.Output.Trim());
        Assert.Equal("", run.Error);
    }

    [SharedFact]
    public void Predict_BackgroundClass_IsNoticed()
    {
        ToolRun run = ToolRun.Of(
            "predict",
            SharedFiles.Model("mobilenetv2_1.0_224_nhwc_softmax1001.onnx"),
            SharedFiles.Photo("pug_d2l.jpg"),
            "--labels",
            SharedFiles.Labels("imagenet_labels_1000.txt"),
            "--preprocess",
            "TensorFlow").Succeeded();

        Assert.Contains("pug", run.Output, StringComparison.Ordinal);
        Assert.Contains("class 0 is taken as \"background\"", run.Error, StringComparison.Ordinal);
    }
}
