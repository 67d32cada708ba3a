using System.Text.Json;

namespace CnnVis.Cli.Tests;

public class ExplainCommandTests
{
    public static TheoryData<string> References =>
        ["convnext", "densenet", "inception", "keras-mnist", "mobilenet", "resnet", "unet", "vgg", "vgg-bn", "vit"];

    [Theory]
    [MemberData(nameof(References))]
    public void Explain_ReferenceTensor_WritesCaptumsNumbers(string name)
    {
        using var folder = new TemporaryFolder();
        string files = Path.Combine(RepositoryFolder.References, name);
        string expectedFile = Directory.GetFiles(files, "occlusion_*.npy").Single();
        string[] numbers = [.. System.Text.RegularExpressions.Regex.Matches(Path.GetFileName(expectedFile), @"\d+").Select(match => match.Value)];

        ToolRun.Of(
        [
            "explain", Path.Combine(files, "model.onnx"), Path.Combine(files, "input.npy"), "--method", "occlusion",
            "--set", $"window={numbers[0]}", "--set", $"stride={numbers[1]}", "--out", folder.Path, .. TargetOf(name, files),
        ]).Succeeded();

        TensorValue expected = TensorValue.LoadNpy(expectedFile);
        TensorValue actual = TensorValue.LoadNpy(folder.File("occlusion.npy"));
        TensorValue drawn = TensorValue.LoadNpy(folder.File("occlusion.map.npy"));
        double largest = expected.Values.ToArray().Max(Math.Abs);
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.All(expected.Values.ToArray().Zip(actual.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
        Assert.Equal(1, drawn.Values.ToArray().Max(Math.Abs), 1e-6);
        Assert.Equal(
            ["occlusion.0.png", "occlusion.1.png", "occlusion.json", "occlusion.map.npy", "occlusion.npy"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Explain_Picture_WritesFourFilesAndNamesThem()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path, "--set", "window=8").Succeeded();

        foreach (string file in (string[])["occlusion.png", "occlusion.npy", "occlusion.map.npy", "occlusion.json"])
        {
            Assert.True(File.Exists(folder.File(file)), file);
            Assert.Contains(folder.File(file), run.Output, StringComparison.Ordinal);
        }

        Assert.Matches(@"^occlusion: \d+ of 49 passes, \d+ s left\r?\n", run.Error);
        Assert.Contains("occlusion: 49 of 49 passes, 0 s left", run.Error, StringComparison.Ordinal);
        Assert.Equal([1, 3, 32, 32], TensorValue.LoadNpy(folder.File("occlusion.npy")).Shape.ToArray());
        Assert.Equal([1, 32, 32], TensorValue.LoadNpy(folder.File("occlusion.map.npy")).Shape.ToArray());
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder.File("occlusion.json")));
        Assert.Equal("8x8", json.RootElement.GetProperty("options").GetProperty("window").GetString());
        Assert.Equal("cat", json.RootElement.GetProperty("images")[0].GetProperty("targets")[0].GetProperty("name").GetString());
        Assert.DoesNotContain(RepositoryFolder.Root, File.ReadAllText(folder.File("occlusion.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_Views_AreAFileEach_AndFiguresInEveryFormat()
    {
        using var folder = new TemporaryFolder();

        ToolRun.Of("explain", ToolRun.PhotoModel, ToolRun.Photo, "--view", "figure,overlay,masked,contours,regions", "--format", "png,svg,pdf", "--out", folder.Path).Succeeded();

        Assert.Equal(
            ["occlusion.contours.png", "occlusion.masked.png", "occlusion.overlay.png", "occlusion.pdf", "occlusion.png", "occlusion.regions.png", "occlusion.svg"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("forward passes", File.ReadAllText(folder.File("occlusion.svg")), StringComparison.Ordinal);
        Assert.Contains("forward passes", File.ReadAllText(folder.File("occlusion.overlay.png")), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_SeveralMethods_ComparesThem()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path, "--method", "gradient", "--method", "occlusion").Succeeded();

        Assert.Matches(@"Gradient +2 passes +\d+\.\d\d s +1\.00 +-?\d\.\d\d", run.Output);
        Assert.Matches(@"Occlusion +\d+ passes +\d+\.\d\d s +-?\d\.\d\d +1\.00", run.Output);
    }

    [Fact]
    public void Explain_RatherThan_ExplainsTheDifference()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path, "--method", "gradient", "--class", "cat", "--rather-than", "dog").Succeeded();

        Assert.Contains("cat rather than dog: logit ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_Above_ExplainsEveryLikelyClass()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path, "--method", "gradient", "--above", "0.0001").Succeeded();

        Assert.Contains("cat: logit ", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("gradient.3.png")));
    }

    [Theory]
    [InlineData("cat", "5")]
    [InlineData("3", "dog")]
    [InlineData("3,5", null)]
    public void Explain_SeveralClassesOfAPicture_WritesFilesForEach(string first, string? second)
    {
        using var folder = new TemporaryFolder();
        string[] classes = second is null ? ["--class", first] : ["--class", first, "--class", second];

        ToolRun.Of(["explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path, "--set", "window=8", "--format", "npy", .. classes]).Succeeded();

        Assert.Equal(
            ["occlusion.3.map.npy", "occlusion.3.npy", "occlusion.5.map.npy", "occlusion.5.npy"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Explain_Quiet_WritesFilesAndNotAWord()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path, "--quiet", "--format", "json").Succeeded();

        Assert.Equal(("", ""), (run.Output, run.Error));
        Assert.Equal(["occlusion.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Explain_Cancelled_LeavesNoFileAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        source.Cancel();

        ToolRun run = ToolRun.Of(source.Token, "explain", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cnnvis: cancelled.", run.Error.Trim());
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    // Nothing written or parsed depends on the culture: 0,5 is half in German, and a Turkish capital i has a dot.
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Explain_OtherCulture_WritesTheSameBytes(string culture)
    {
        using var expected = new TemporaryFolder();
        using var actual = new TemporaryFolder();
        string[] arguments = ["explain", ToolRun.PhotoModel, ToolRun.Photo, "--set", "fill=0.5", "--set", "window=16", "--preprocess", "IMAGENET", "--class", "TRUCK"];
        ToolRun invariant = InCulture("", () => ToolRun.Of([.. arguments, "--out", expected.Path]).Succeeded());

        ToolRun other = InCulture(culture, () => ToolRun.Of([.. arguments, "--out", actual.Path]).Succeeded());

        foreach (string file in (string[])["occlusion.npy", "occlusion.map.npy", "occlusion.png"])
        {
            Assert.Equal(File.ReadAllBytes(expected.File(file)), File.ReadAllBytes(actual.File(file)));
        }

        Assert.Equal(WithoutTimes(File.ReadAllText(expected.File("occlusion.json"))), WithoutTimes(File.ReadAllText(actual.File("occlusion.json"))));
        Assert.Equal(invariant.Output.Split('\n')[0], other.Output.Split('\n')[0]);
    }

    private static string[] TargetOf(string name, string files) => name switch
    {
        "unet" => ["--class", "2", "--target-mask", Path.Combine(files, "target_mask.npy")],
        "keras-mnist" => ["--class", ClassesOf(files), "--score", "probability"],
        _ => ["--class", ClassesOf(files)],
    };

    [Fact]
    public void Explain_Estimate_SaysTheCostAndWritesNothing()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "explain", ToolRun.DigitsModel, Path.Combine(RepositoryFolder.Assets, "digit-7.png"), "--estimate", "--method", "gradient", "--method", "rise", "--out", folder.Path).Succeeded();

        string[] rows = run.Output.Split('\n');
        Assert.Matches(@"gradient\W+2\W+1\W+[0-9.]+\W+[0-9]+\W*$", rows.Single(row => row.Contains("gradient", StringComparison.Ordinal)).TrimEnd());
        Assert.Contains("at most 4001", rows.Single(row => row.Contains("rise", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--provider", "cuda", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData("--provider", "gpu", "cpu, cuda, directml, coreml, openvino")]
    [InlineData("--memory-limit", "0", "MemoryLimit is 0")]
    [InlineData("--batch-size", "0", "BatchSize is 0")]
    public void Explain_ExecutionThatIsNotThere_IsAnError(string option, string value, string says)
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of(
            "explain", ToolRun.DigitsModel, Path.Combine(RepositoryFolder.Assets, "digit-7.png"), option, value, "--out", folder.Path);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private static string ClassesOf(string files)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(files, "case.json")));
        return string.Join(',', json.RootElement.GetProperty("target").EnumerateArray().Select(index => index.GetRawText()));
    }

    private static string WithoutTimes(string json) => System.Text.RegularExpressions.Regex.Replace(json, "\"seconds\": [0-9.]+", "");

    private static T InCulture<T>(string culture, Func<T> work)
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(culture);
            return work();
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
