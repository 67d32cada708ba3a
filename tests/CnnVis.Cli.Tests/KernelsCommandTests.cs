using System.Text.Json;
using CnnVis.Skia;

namespace CnnVis.Cli.Tests;

public class KernelsCommandTests
{
    [Fact]
    public void Kernels_OfTheFirstConvolution_WritesTheirSheet()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("kernels", ToolRun.PhotoModel, "--order", "norm", "--set", "columns=4", "--out", folder.Path).Succeeded();

        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();
        RgbImage expected = kernels.Sheet(new() { Order = KernelOrder.Norm, Columns = 4 });
        Assert.Equal(expected.Pixels.ToArray(), ImageFile.Load(folder.File("kernels.png")).Pixels.ToArray());
        Assert.Contains($"{kernels.Layer}: {kernels.Count} kernels of 3x3 over red, green and blue", run.Output, StringComparison.Ordinal);
        Assert.Contains(folder.File("kernels.png"), run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Json_IsTheNumbersOfEveryKernelAndNothingElse()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("kernels", ToolRun.DigitsModel, "--json", "--order", "similarity", "--set", "most=3", "--out", folder.Path).Succeeded();

        using CnnModel model = CnnModel.Load(ToolRun.DigitsModel);
        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.True(root.GetProperty("readsGrey").GetBoolean());
        Assert.Equal(kernels.InOrder(KernelOrder.Similarity).Take(3), root.GetProperty("drawn").EnumerateArray().Select(index => index.GetInt32()));
        Assert.Equal(
            Enumerable.Range(0, kernels.Count).Select(kernel => kernels.Statistics(kernel).Norm),
            root.GetProperty("kernels").EnumerateArray().Select(kernel => kernel.GetProperty("norm").GetSingle()));
        Assert.Equal($"note: 3 of {kernels.Count} kernels are drawn: --set most={kernels.Count} draws all.", run.Error.Trim());
        Assert.True(File.Exists(folder.File("kernels.png")));
    }

    [Fact]
    public void MergeBatchNormalization_WhereNoneFollows_SaysSo()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("kernels", ToolRun.DigitsModel, "--merge-batch-normalization", "--out", folder.Path).Succeeded();

        Assert.Contains("note: nothing was merged: no BatchNormalization follows", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_SharedScale_WritesThePictureAlone()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("kernels", ToolRun.PhotoModel, "--set", "shared-scale=true", "--merge-batch-normalization", "--quiet", "--out", folder.File("new")).Succeeded();

        Assert.Equal(("", ""), (run.Output, run.Error));
        Assert.Equal(["kernels.png"], Directory.GetFiles(folder.File("new")).Select(Path.GetFileName));
    }
}
