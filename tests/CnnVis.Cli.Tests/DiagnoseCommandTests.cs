using System.Text.Json;

namespace CnnVis.Cli.Tests;

public class DiagnoseCommandTests
{
    [Fact]
    public void Photo_GetsAReport()
    {
        ToolRun run = ToolRun.Of("diagnose", ToolRun.PhotoModel, ToolRun.Photo).Succeeded();

        Assert.StartsWith("cifar10.onnx, 1 image: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("the order of the colours: it takes at least 15 photos; there is 1.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_IsReadToTheEnd_AndWhatIsNoPictureIsNoted()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 3; i++)
        {
            File.Copy(ToolRun.Photo, folder.File($"{i}.png"));
        }

        File.WriteAllText(folder.File("damaged.png"), "no picture");

        ToolRun run = ToolRun.Of("diagnose", ToolRun.PhotoModel, folder.Path, "--json").Succeeded();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(3, json.RootElement.GetProperty("images").GetInt32());
        Assert.Equal("damaged.png", json.RootElement.GetProperty("skipped")[0].GetProperty("name").GetString());
        Assert.Contains("note: damaged.png was skipped: damaged.png: this is not a picture", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Bytes as they lie in a picture, for a model that reads channels first: an error, which fails a build where that is wanted.</summary>
    [Theory]
    [InlineData(null, 0)]
    [InlineData("never", 0)]
    [InlineData("error", 1)]
    [InlineData("warning", 1)]
    public void TensorInTheWrongLayout_IsAnError(string? failOn, int exitCode)
    {
        using var folder = new TemporaryFolder();
        var read = new ImageShape(3, 32, 32, TensorLayout.Nchw);
        RgbImage small = Skia.ImageFile.Load(ToolRun.Photo).Crop(new PixelRectangle(150, 50, 32, 32));
        new ImageTensor([.. small.Pixels.ToArray().Select(value => value / 255f)], read).SaveNpy(folder.File("tensor.npy"));

        ToolRun run = ToolRun.Of(["diagnose", ToolRun.PhotoModel, folder.File("tensor.npy"), "--json", .. failOn is null ? Array.Empty<string>() : ["--fail-on", failOn]]);

        Assert.Equal(exitCode, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal("error", json.RootElement.GetProperty("worst").GetString());
        JsonElement finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal("inputLayout", finding.GetProperty("kind").GetString());
        Assert.True(finding.GetProperty("numbers").GetProperty("roughnessRatio").GetDouble() > 1.5);
    }
}
