using System.Text.Json;
using CnnVis.Skia;

namespace CnnVis.Cli.Tests;

public class DreamCommandTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "Say what to excite: --layer NAME with or without --channel K, or --class C." },
        { "--channel 3", "--channel and --neuron need --layer." },
        { "--layer conv --neuron 1,1", "--neuron needs --channel." },
        { "--layer conv --class 3", "--class is excited by itself: leave --layer, --channel and --neuron out." },
        { "--layer nowhere", "The model has no layer 'nowhere'." },
        { "--layer LAYER --channel 1000", "has no channel 1000: it has" },
        { "--layer LAYER --channel 0 --neuron 1;1", "--neuron '1;1' is neither of the form Y,X, a row and a column from 0, nor 'centre'." },
        { "--layer LAYER --channel 0 --neuron 99,1", "has no neuron at row 99, column 1" },
        { "--class horze", "There is no class 'horze'. Near: horse" },
        { "--class 10", "There is no class 10: the model has 10 classes, 0 to 9." },
        { "--class 3 --steps 0", "Steps is 0; it must be at least 1." },
        { "--class 3 --size 3", "Size is 3; it must be from 8 to 2048." },
        { "--class 3 --size 64", "a picture of 64x64 would have to shrink. Choose a smaller Size." },
        { "--class 3 --steps 2 --set steps=3", "--steps and --set steps are the same: give one of them." },
        { "--class 3 --set stepps=3", "dream has no option 'stepps'. Possible: size, steps" },
        { "--class 3 --start nowhere.png", "nowhere.png: there is no such picture" },
    };

    private static string FirstConvolution { get; } = Find();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsOneLineAndExitCode2AndWritesNothing(string line, string message)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = line.Replace("LAYER", FirstConvolution, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        ToolRun run = ToolRun.Of(["dream", ToolRun.PhotoModel, .. arguments, "--out", folder.Path]);

        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}, said: {run.Error}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("cnnvis: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Channel_WritesAPictureAndHowItWasMade()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("dream", ToolRun.PhotoModel, "--layer", FirstConvolution, "--channel", "2", "--steps", "3", "--size", "24", "--seed", "5", "--out", folder.Path)
            .Succeeded();

        RgbImage picture = ImageFile.Load(folder.File("dream.png"));
        Assert.Equal((24, 24), (picture.Width, picture.Height));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder.File("dream.json")));
        JsonElement root = json.RootElement;
        Assert.Equal($"channel 2 of {FirstConvolution}", root.GetProperty("objective").GetString());
        Assert.Equal("5", root.GetProperty("options").GetProperty("seed").GetString());
        Assert.Equal(3, root.GetProperty("objectiveValues").GetArrayLength());
        Assert.Contains("dream: 3 steps in", run.Output, StringComparison.Ordinal);
        Assert.Contains("of 3 steps", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Class_AnimatedFromAPhoto_WritesTheAnimation()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "dream", ToolRun.PhotoModel, "--class", "cat", "--steps", "4", "--start", ToolRun.Photo, "--animation", "--quiet", "--out", folder.Path).Succeeded();

        Assert.Equal(("", ""), (run.Output, run.Error));
        Assert.Equal(["dream.apng", "dream.json", "dream.png"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void NeuronAndSeveralImages_WriteOnePictureEach()
    {
        using var folder = new TemporaryFolder();

        ToolRun.Of("dream", ToolRun.PhotoModel, "--layer", FirstConvolution, "--channel", "1", "--neuron", "4,5", "--steps", "2", "--set", "images=2", "--out", folder.Path)
            .Succeeded();

        Assert.Equal(["dream.0.png", "dream.1.png", "dream.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Cancelled_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        ToolRun run = ToolRun.Of(cancelled.Token, "dream", ToolRun.PhotoModel, "--class", "3", "--out", folder.Path);

        Assert.Equal((130, "cnnvis: cancelled."), (run.ExitCode, run.Error.Trim().Split('\n')[^1]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string Find()
    {
        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        return model.Layers.First(layer => layer.Operator == "Conv").Name;
    }
}
