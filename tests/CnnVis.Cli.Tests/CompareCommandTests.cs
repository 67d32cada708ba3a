using System.Text.Json;
using CnnVis.Skia;

namespace CnnVis.Cli.Tests;

public class CompareCommandTests
{
    [Fact]
    public void TheSameExplanation_IsAlike()
    {
        using var folder = new TemporaryFolder();
        Explain(folder, "one");

        ToolRun run = ToolRun.Of("compare", folder.File("one/occlusion.json"), folder.File("one/occlusion")).Succeeded();

        Assert.Equal(
            "cat: rank correlation 1.00, structural similarity 1.00, shared strongest tenth 1.00, centre moved by 0.00 of the diagonal\n"
            + "The snapshots say the same: no number differs by more than one step of its last digit.",
            run.Output.Trim().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void AnotherClass_IsNotAlike_UnlessTheLimitsSaySo()
    {
        using var folder = new TemporaryFolder();
        Explain(folder, "one");
        Explain(folder, "two", "--class", "dog");
        string[] pair = [folder.File("one/occlusion.npy"), folder.File("two/occlusion.npy")];

        ToolRun run = ToolRun.Of(["compare", .. pair]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 5: verified 'target dog, logit', received 'target cat, logit'", run.Output, StringComparison.Ordinal);
        ToolRun.Of(
            ["compare", .. pair, "--set", "rank-correlation=-1", "--set", "structural-similarity=-1", "--set", "top-intersection=0", "--set", "centre-shift=1"]).Succeeded();
        JsonElement json = JsonDocument.Parse(ToolRun.Of(["compare", .. pair, "--json"]).Output).RootElement;
        Assert.False(json.GetProperty("isAlike").GetBoolean());
        Assert.InRange(json.GetProperty("targets")[0].GetProperty("rankCorrelation").GetDouble(), -1, 0.9);
    }

    [Fact]
    public void Pictures_AreComparedWithATolerance()
    {
        using var folder = new TemporaryFolder();
        RgbImage photo = ImageFile.Load(ToolRun.Photo);
        byte[] pixels = photo.Pixels.ToArray();
        pixels.AsSpan(0, 3 * photo.Width).Clear();
        new RgbImage(photo.Width, photo.Height, pixels).Save(folder.File("changed.png"));

        ToolRun run = ToolRun.Of("compare", folder.File("changed.png"), ToolRun.Photo, "--difference", folder.File("difference.png"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("in (0, 0) to (451, 1).", run.Output, StringComparison.Ordinal);
        Assert.Equal((451, 300), (ImageFile.Load(folder.File("difference.png")).Width, ImageFile.Load(folder.File("difference.png")).Height));
        ToolRun.Of("compare", folder.File("changed.png"), ToolRun.Photo, "--set", "share=0.01").Succeeded();
        ToolRun.Of("compare", ToolRun.Photo, ToolRun.Photo, "--set", "levels=0", "--set", "share=0").Succeeded();
    }

    private static void Explain(TemporaryFolder folder, string name, params string[] more) =>
        ToolRun.Of(["explain", ToolRun.PhotoModel, ToolRun.Photo, "--preprocess", "ZeroToOne", "--out", folder.File(name), .. more]).Succeeded();
}
