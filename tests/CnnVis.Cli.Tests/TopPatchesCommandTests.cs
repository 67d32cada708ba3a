using System.Globalization;
using System.Text.Json;
using CnnVis.Skia;

namespace CnnVis.Cli.Tests;

public class TopPatchesCommandTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "nowhere", "There is no folder 'nowhere'." },
        { "PHOTO", "is a file; give a folder of pictures." },
        { "EMPTY", "holds no picture: neither it nor a folder below has a file named *.png, *.jpg" },
        { "DAMAGED", "None of the 2 images can be read. The first, a.png: a.png: this is not a picture that can be read." },
        { "PICTURES --layer nowhere", "The model has no layer 'nowhere'." },
        { "PICTURES --layer conv --channel 1", "names" },
        { "PICTURES --channel 1000", "has no channel 1000: it has" },
        { "PICTURES --channel -1", "has no channel -1: it has" },
        { "PICTURES --top 0", "--top is 0; it must be from 1 to 1000." },
        { "PICTURES --per-image 1001", "--per-image is 1001; it must be from 1 to 1000." },
        { "PICTURES --classes colour", "--classes 'colour': choose predicted or folder." },
        { "PICTURES --similar-to 0/7.png", "The folder has no picture '0/7.png'. Near: 0/0.png" },
        { "", "Required argument 'FOLDER' missing" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsOneLineAndExitCode2AndWritesNothing(string line, string message)
    {
        using var pictures = new TemporaryFolder();
        using var results = new TemporaryFolder();
        string[] arguments = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Resolve(word, pictures))];

        ToolRun run = ToolRun.Of(["top-patches", ToolRun.PhotoModel, .. arguments, "--quiet", "--out", results.Path]);

        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}, said: {run.Error}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("cnnvis: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Empty(Directory.GetFileSystemEntries(results.Path));
    }

    [Fact]
    public void Folder_WritesPicturesAndEveryNumber()
    {
        using var pictures = new TemporaryFolder();
        using var results = new TemporaryFolder();
        SavePictures(pictures, 7);
        File.WriteAllText(pictures.File("notes.txt"), "no picture");
        File.WriteAllText(pictures.File("damaged.png"), "no picture either");

        ToolRun run = ToolRun.Of("top-patches", ToolRun.PhotoModel, pictures.Path, "--top", "4", "--classes", "folder", "--similar-to", "1/4.png", "--class-averages", "--out", results.Path).Succeeded();

        Assert.Equal(
            ["class-averages.npy", "class-averages.png", "embedding.png", "features.npy", "histograms.png", "json", "png"],
            Directory.GetFiles(results.Path).Select(path => Path.GetFileName(path).Replace("top-patches.", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("note: 1 image cannot be read and was skipped: damaged.png", run.Error, StringComparison.Ordinal);
        Assert.Contains("7 images in ", run.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(results.File("top-patches.json")));
        JsonElement root = json.RootElement;
        Assert.Equal(["0/0.png", "0/3.png", "0/6.png", "1/1.png", "1/4.png", "2/2.png", "2/5.png"], root.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("name").GetString()!));
        Assert.Equal("damaged.png", root.GetProperty("skipped")[0].GetProperty("name").GetString());
        Assert.Equal("1", root.GetProperty("images")[3].GetProperty("class").GetString());
        JsonElement similar = root.GetProperty("similar")[0];
        Assert.Equal(("1/4.png", 6, 6), (similar.GetProperty("name").GetString(), similar.GetProperty("most").GetArrayLength(), similar.GetProperty("least").GetArrayLength()));
        Assert.Contains($"1/4.png is most like {similar.GetProperty("most")[0].GetProperty("name").GetString()} (", run.Output, StringComparison.Ordinal);
        AssertFeatures(root, NpyFile.Load(results.File("top-patches.features.npy")));
        AssertPatches(root, pictures);
        NpyArray averages = NpyFile.Load(results.File("top-patches.class-averages.npy"));
        int channels = root.GetProperty("channels").GetArrayLength();
        Assert.Equal([3, channels, root.GetProperty("height").GetInt32(), root.GetProperty("width").GetInt32()], averages.Shape);
        Assert.Equal(["0", "1", "2"], root.GetProperty("classAverages").EnumerateArray().Select(average => average.GetProperty("name").GetString()!));
    }

    [Fact]
    public void SeveralLayers_AreToldApart()
    {
        using var pictures = new TemporaryFolder();
        using var results = new TemporaryFolder();
        SavePictures(pictures, 3);
        using var model = CnnModel.Load(ToolRun.PhotoModel);
        string[] layers = [.. model.Layers.Where(layer => layer.Operator == "Conv").Take(2).Select(layer => layer.Name)];

        ToolRun run = ToolRun.Of(
            "top-patches", ToolRun.PhotoModel, pictures.Path, "--layer", layers[0], "--layer", layers[1], "--channel", "3", "--channel", "0", "--json", "--quiet", "--out", results.Path)
            .Succeeded();

        Assert.Equal(10, Directory.GetFiles(results.Path).Length);
        Assert.Empty(run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(layers, json.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("layer").GetString()));
        RgbImage sheet = ImageFile.Load(Directory.GetFiles(results.Path, "*.png").First(path => !path.Contains("histograms", StringComparison.Ordinal) && !path.Contains("embedding", StringComparison.Ordinal)));
        Assert.InRange(sheet.Height, 300, 400);
    }

    [Fact]
    public void Cancelled_IsExitCode130AndLeavesNoFile()
    {
        using var pictures = new TemporaryFolder();
        using var results = new TemporaryFolder();
        SavePictures(pictures, 30);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        ToolRun run = ToolRun.Of(cancelled.Token, "top-patches", ToolRun.PhotoModel, pictures.Path, "--out", results.Path);

        Assert.Equal(130, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(results.Path));
    }

    [Fact]
    public void Progress_CountsImages()
    {
        using var pictures = new TemporaryFolder();
        using var results = new TemporaryFolder();
        SavePictures(pictures, 12);

        ToolRun run = ToolRun.Of("top-patches", ToolRun.PhotoModel, pictures.Path, "--out", results.Path).Succeeded();

        Assert.Contains("top-patches: 12 of 12 images, 0 s left", run.Error, StringComparison.Ordinal);
    }

    private static void AssertFeatures(JsonElement root, NpyArray features)
    {
        int channels = root.GetProperty("channels").GetArrayLength();
        Assert.Equal([7, channels], features.Shape);
        for (int channel = 0; channel < channels; channel++)
        {
            double mean = Enumerable.Range(0, 7).Average(image => features.Values[(image * channels) + channel]);
            Assert.Equal(mean, root.GetProperty("channels")[channel].GetProperty("statistics").GetProperty("mean").GetDouble(), 1e-4);
        }
    }

    // The largest number of the map of the image that is named, at the cell that is named.
    private static void AssertPatches(JsonElement root, TemporaryFolder pictures)
    {
        using var model = CnnModel.Load(ToolRun.PhotoModel);
        for (int channel = 0; channel < root.GetProperty("channels").GetArrayLength(); channel += 5)
        {
            JsonElement[] patches = [.. root.GetProperty("channels")[channel].GetProperty("patches").EnumerateArray()];
            Assert.Equal(4, patches.Length);
            foreach (JsonElement patch in patches)
            {
                RgbImage picture = ImageFile.Load(pictures.File(patch.GetProperty("name").GetString()!));
                Heatmap map = model.Layers[root.GetProperty("layer").GetString()!].FeatureMaps(picture)[channel];
                Assert.Equal(map.Max, patch.GetProperty("value").GetSingle(), 1e-4);
                Assert.Equal(map[patch.GetProperty("row").GetInt32(), patch.GetProperty("column").GetInt32()], patch.GetProperty("value").GetSingle(), 1e-4);
            }
        }
    }

    private static void SavePictures(TemporaryFolder folder, int count)
    {
        RgbImage photo = ImageFile.Load(ToolRun.Photo);
        for (int i = 0; i < count; i++)
        {
            photo.Crop(new PixelRectangle(9 * i, 5 * i, 120, 90)).Save(folder.File(string.Create(CultureInfo.InvariantCulture, $"{i % 3}/{i}.png")));
        }
    }

    private static string Resolve(string word, TemporaryFolder folder)
    {
        switch (word)
        {
            case "PHOTO":
                return ToolRun.Photo;
            case "EMPTY":
                File.WriteAllText(folder.File("notes.txt"), "no picture");
                return folder.Path;
            case "DAMAGED":
                File.WriteAllText(folder.File("a.png"), "no picture");
                File.WriteAllText(folder.File("b.jpg"), "no picture");
                return folder.Path;
            case "PICTURES":
                SavePictures(folder, 2);
                return folder.Path;
            default:
                return word;
        }
    }
}
