namespace CnnVis.Skia.Tests;

public class SurveyPicturesTests
{
    // Each picture is one colour, so what is drawn where is known.
    private static readonly RgbImage[] Pictures =
        [.. Enumerable.Range(0, 12).Select(i => RgbImage.Create(32 + i, 40, pixels => Fill(pixels, (byte)(20 * i))))];

    [Fact]
    public void TopPatchSheet_Patches_AreInTheirPlaces()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers.First(layer => layer.Operator == "Conv").Survey(Sources(), new() { TopPatches = 3 });

        RgbImage sheet = survey.TopPatchSheet(new() { Channels = [4, 1], PatchSize = 64, FramePlaces = false });

        for (int row = 0; row < 2; row++)
        {
            IReadOnlyList<TopPatch> patches = survey.TopPatches(row == 0 ? 4 : 1);
            for (int column = 0; column < 3; column++)
            {
                (int x, int y) = (16 + 150 + (column * 72) + 32, 60 + (row * 92) + 32);
                Assert.Equal(20 * patches[column].Image, sheet.Pixels[3 * ((y * sheet.Width) + x)]);
            }
        }
    }

    /// <summary>A row for each class, a column for each channel; over all classes, a channel reaches both ends of the colours.</summary>
    [Fact]
    public void ClassAverageSheet_EachColumn_IsOnOneScale()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers.First(layer => layer.Operator == "Conv").Survey(Sources(), new() { ClassOf = name => int.Parse(Path.GetFileNameWithoutExtension(name), System.Globalization.CultureInfo.InvariantCulture) % 3 == 0 ? "a" : "b" });

        RgbImage sheet = survey.ClassAverageSheet(new() { Channels = [4, 1], CellSize = 32, Colors = ColorMap.Grey });

        Heatmap[] maps = [.. survey.ClassAverages.Select(average => average[4])];
        (float low, float high) = (maps.Min(map => map.Min), maps.Max(map => map.Max));
        for (int row = 0; row < 2; row++)
        {
            float[] drawn = maps[row].Resize(32, 32);
            (int x, int y) = (12 + 170 + 16, 76 + (row * (32 + 6)) + 16);
            Assert.Equal(255 * (drawn[(16 * 32) + 16] - low) / (high - low), sheet.Pixels[3 * ((y * sheet.Width) + x)], 1f);
        }

        Assert.Throws<ArgumentException>(() => survey.ClassAverageSheet(new() { Channels = [1000] }));
    }

    [Fact]
    public void TopPatchSheet_PictureThatIsGone_SaysWhich()
    {
        using CnnModel model = Load();
        bool isGone = false;
        var source = new ImageSource("one", () => isGone ? throw new CnnVisException("one: there is no such picture") : Pictures[3]);
        Survey survey = model.Layers[0].Survey([source]);
        isGone = true;

        Assert.Equal("one: there is no such picture", Assert.Throws<CnnVisException>(() => survey.TopPatchSheet()).Message);
    }

    [Fact]
    public void EmbeddingPicture_FarApart_ShowsEachThumbnailAtItsPoint()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers[0].Survey(Sources().Take(3));
        // Both axes are drawn on one scale: 4 wide and 2 high.
        var embedding = new ImageEmbedding([(-2, -1), (2, -1), (0, 1)], (0.7, 0.3));

        RgbImage picture = survey.EmbeddingPicture(embedding, new() { Width = 800, ThumbnailSize = 40 });

        // The points lie within the area of 752 x 512 less half a thumbnail and two pixels on each side: 708 / 4 pixels for each unit.
        foreach ((int image, int x, int y) in new[] { (0, 400 - 354, 320 + 177), (1, 400 + 354, 320 + 177), (2, 400, 320 - 177) })
        {
            Assert.Equal(20 * image, picture.Pixels[3 * ((y * picture.Width) + x)]);
        }
    }

    [Fact]
    public void EmbeddingPicture_OnOnePoint_ShowsOneThumbnail()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers[0].Survey(Sources());
        int read = survey.Images.Count;
        var embedding = new ImageEmbedding([.. Enumerable.Repeat((1f, 1f), read)], (0, 0));

        RgbImage picture = survey.EmbeddingPicture(embedding, new() { Width = 800 });

        Assert.Equal(0, picture.Pixels[3 * ((320 * picture.Width) + 400)]);
    }

    [Fact]
    public void EmbeddingPicture_OtherNumberOfPoints_IsRefused()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers[0].Survey(Sources());

        ArgumentException exception = Assert.Throws<ArgumentException>(() => survey.EmbeddingPicture(new ImageEmbedding([(0, 0)], (0, 0))));

        Assert.StartsWith("The embedding has 1 points for 12 images.", exception.Message, StringComparison.Ordinal);
    }

    // By hand: of 4 bins with 7, 1, 0 and 3 the heights are log 8, log 2, log 1 and log 4 of log 8: 30, 10, 0 and 20 of 30 pixels.
    [Fact]
    public void HistogramBars_ByHand_AreLogarithmic()
    {
        var canvas = new Drawing.Canvas(8, 31, 255);

        Drawing.HistogramBars.Draw(canvas, new PixelRectangle(0, 0, 8, 31), new ChannelHistogram(0, 1, [7, 1, 0, 3]));

        RgbImage picture = canvas.ToImage();
        int[] heights = [.. Enumerable.Range(0, 8).Select(x => Enumerable.Range(0, 30).Count(y => picture.Pixels[3 * ((y * 8) + x)] < 100))];
        Assert.Equal([30, 30, 10, 10, 0, 0, 20, 20], heights);
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-1.5, "\u22121.5")]
    [InlineData(6.125, "6.13")]
    [InlineData(123456, "123456")]
    [InlineData(0.00001234, "1.2E\u22125")]
    public void Numerals_Short_IsThreeDigits(double number, string text) => Assert.Equal(text, Drawing.Numerals.Short(number));

    [Fact]
    public void Sheets_BadOptions_AreRefused()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers[0].Survey(Sources());

        Assert.Throws<ArgumentException>(() => survey.TopPatchSheet(new() { PatchSize = 8 }));
        Assert.Throws<ArgumentException>(() => survey.TopPatchSheet(new() { Channels = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => survey.TopPatchSheet(new() { Channels = [100_000] }));
        Assert.Throws<ArgumentException>(() => survey.HistogramSheet(new() { Columns = 0 }));
        Assert.Throws<ArgumentException>(() => survey.EmbeddingPicture(survey.Embed(), new() { Width = 10 }));
    }

    private static CnnModel Load() => CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"), new() { Preprocessing = Preprocessing.ZeroToOne });

    private static IEnumerable<ImageSource> Sources() => Pictures.Select((picture, i) => new ImageSource($"{i}.png", () => picture));

    private static void Fill(Span<byte> pixels, byte value) => pixels.Fill(value);
}
