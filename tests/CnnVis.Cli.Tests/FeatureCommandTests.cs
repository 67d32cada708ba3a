using System.Text.Json;
using CnnVis.Skia;

namespace CnnVis.Cli.Tests;

/// <summary>features, tour and receptive-field.</summary>
public class FeatureCommandTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "features MODEL PHOTO --layer nowhere", "The model has no layer 'nowhere'." },
        { "features MODEL PHOTO --order loudness", "The option 'order' cannot be 'loudness'" },
        { "features MODEL PHOTO --order strength --set order=variance", "--order and --set order are the same: give one of them." },
        { "features MODEL PHOTO --set colors=red", "features has no option 'colors'. Possible:" },
        { "features MODEL PHOTO --set most=0", "Most is 0; it must be at least 1." },
        { "features MODEL PHOTO --unit 1,2", "--unit '1,2' is not of the form C,Y,X: whole numbers from 0 on." },
        { "features MODEL PHOTO --unit 0,99,0", "cells, counted from 0." },
        { "features MODEL PHOTO --layer LAST", "has no maps: its output has no rows and columns." },
        { "features MODEL nowhere.png", "nowhere.png: there is no such picture" },
        { "tour MODEL PHOTO --set maps-per-stage=0", "MapsPerStage 0 must be from 1 to 64" },
        { "tour MODEL PHOTO --layer LAST", "has no maps: its output has no rows and columns." },
        { "receptive-field MODEL --cell 1", "--cell '1' is not of the form Y,X: whole numbers from 0 on." },
        { "receptive-field MODEL --layer FIRST --cell 99,0", "has no cell 99,0: it has" },
        { "receptive-field MODEL --layer LAST", "cannot be said: it has no rows and columns of the image" },
        { "receptive-field MODEL --channel 1", "--channel needs pictures" },
        { "receptive-field MODEL PHOTO", "What a cell looks at is measured for one layer: give --layer once." },
        { "receptive-field MODEL PHOTO --layer FIRST --channel 1000", "Channel is 1000, but the layer" },
    };

    private static (string First, string Last) Layers { get; } = Find();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsOneLineAndExitCode2AndWritesNothing(string line, string message)
    {
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            .. line.Split(' ').Select(word => word switch
            {
                "MODEL" => ToolRun.PhotoModel,
                "PHOTO" => ToolRun.Photo,
                "FIRST" => Layers.First,
                "LAST" => Layers.Last,
                _ => word,
            }),
        ];

        ToolRun run = ToolRun.Of([.. arguments, "--out", folder.Path]);

        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}, said: {run.Error}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Features_WriteTheSheetAndTheNumbers()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("features", ToolRun.PhotoModel, ToolRun.Photo, "--order", "variance", "--out", folder.Path).Succeeded();

        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        FeatureMaps maps = model.Layers[Layers.First].FeatureMaps(ImageFile.Load(ToolRun.Photo));
        NpyArray numbers = NpyFile.Load(folder.File("features.npy"));
        Assert.Equal([maps.Channels, maps.Height, maps.Width], numbers.Shape);
        Assert.Equal(maps[1][2, 3], (float)numbers.Values[(((1 * maps.Height) + 2) * maps.Width) + 3]);
        RgbImage expected = maps.Sheet(new() { Order = FeatureMapOrder.Variance });
        Assert.Equal(expected.Pixels.ToArray(), ImageFile.Load(folder.File("features.png")).Pixels.ToArray());
        Assert.Contains($"{Layers.First}: {maps.Channels} maps of {maps.Height}x{maps.Width}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_OfAUnit_DrawItAndSayItsNumber()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("features", ToolRun.PhotoModel, ToolRun.Photo, "--unit", "1,2,3", "--json", "--out", folder.Path).Succeeded();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement layer = json.RootElement.GetProperty("layers")[0];
        JsonElement arithmetic = layer.GetProperty("unit").GetProperty("arithmetic");
        float[] products = [.. arithmetic.GetProperty("products").EnumerateArray().Select(product => product.GetSingle())];
        Assert.Equal(layer.GetProperty("unit").GetProperty("value").GetSingle(), products.Sum() + arithmetic.GetProperty("bias").GetSingle(), 1e-4f);
        Assert.True(File.Exists(folder.File("features.unit.png")));
    }

    [Fact]
    public void Features_OfSeveralLayers_AreNamedByThem()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        string[] layers = [.. model.Layers.Where(layer => layer.OutputShape.Count == 4).Take(2).Select(layer => layer.Name)];

        ToolRun.Of("features", ToolRun.PhotoModel, ToolRun.Photo, "--layer", layers[0], "--layer", layers[1], "--out", folder.Path).Succeeded();

        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
        Assert.All(Directory.GetFiles(folder.Path), path => Assert.StartsWith("features.", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public void Tour_WritesASheetForEachStop()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("tour", ToolRun.PhotoModel, ToolRun.Photo, "--out", folder.Path).Succeeded();

        int stops = run.Output.Split('\n').Count(line => line.Length > 2 && char.IsAsciiDigit(line[0]) && line[1] == '.');
        Assert.InRange(stops, 3, 8);
        Assert.Equal(1 + stops, Directory.GetFiles(folder.Path, "tour*.png").Length);
    }

    [Fact]
    public void ReceptiveField_WithoutPictures_ListsEveryLayerWithPlaces()
    {
        ToolRun run = ToolRun.Of("receptive-field", ToolRun.PhotoModel, "--json").Succeeded();

        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement[] layers = [.. json.RootElement.GetProperty("layers").EnumerateArray()];
        Assert.Equal(model.Layers.Where(layer => layer.ReceptiveField() is not null).Select(layer => layer.Name), layers.Select(layer => layer.GetProperty("name").GetString()));
        ReceptiveField first = model.Layers[Layers.First].ReceptiveField()!;
        JsonElement listed = layers.Single(layer => layer.GetProperty("name").GetString() == Layers.First);
        Assert.Equal(first.Rows.Size, listed.GetProperty("rows").GetProperty("size").GetDouble());
        Assert.Contains("sees", ToolRun.Of("receptive-field", ToolRun.PhotoModel).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ReceptiveField_OfPictures_IsMeasured()
    {
        using var folder = new TemporaryFolder();

        ToolRun run = ToolRun.Of("receptive-field", ToolRun.PhotoModel, ToolRun.Photo, "--layer", Layers.First, "--cell", "4,5", "--out", folder.Path).Succeeded();

        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        PixelRectangle seen = model.Layers[Layers.First].ReceptiveField()!.PixelsOf(4, 5);
        NpyArray numbers = NpyFile.Load(folder.File("receptive-field.npy"));
        for (int i = 0; i < numbers.Values.Length; i++)
        {
            bool isSeen = i / numbers.Shape[1] >= seen.Top && i / numbers.Shape[1] < seen.Bottom && i % numbers.Shape[1] >= seen.Left && i % numbers.Shape[1] < seen.Right;
            Assert.True(isSeen || numbers.Values[i] == 0, $"Pixel {i} moves a cell that cannot see it.");
        }

        Assert.True(numbers.Values.Max() > 0);
        Assert.Contains("what counts is as large as", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("receptive-field.png")));
    }

    private static (string First, string Last) Find()
    {
        using CnnModel model = CnnModel.Load(ToolRun.PhotoModel);
        return (model.Layers.First(layer => layer.Operator == "Conv").Name, model.Layers[^1].Name);
    }
}
