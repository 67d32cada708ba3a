namespace CnnVis.Skia.Tests;

/// <summary>Pictures of feature maps, tours, units and receptive fields.</summary>
public class FeaturePicturesTests
{
    private static readonly RgbImage Photo = ImageFile.Load(Path.Combine(RepositoryFolder.Assets, "chelsea.png"));

    [Fact]
    public void Sheet_WithoutWords_HasAMapForEachChannelInOrder()
    {
        using CnnModel model = Load();
        FeatureMaps maps = First(model).FeatureMaps(Photo);

        RgbImage sheet = maps.Sheet(new() { Order = FeatureMapOrder.Strength, Most = 6, Columns = 3, CellSize = 32, Gap = 2, Annotate = false, Colors = ColorMap.Grey });

        Assert.Equal(((3 * 34) + 2, (2 * 34) + 2), (sheet.Width, sheet.Height));
        // The first of the second row is the fourth strongest: its brightest place is white, its darkest black.
        Heatmap fourth = maps[maps.Order(FeatureMapOrder.Strength)[3]];
        float[] drawn = fourth.Resize(32, 32);
        int brightest = Array.IndexOf(drawn, drawn.Max());
        float expected = 255 * (drawn.Max() - fourth.Min) / (fourth.Max - fourth.Min);
        Assert.Equal(expected, PixelAt(sheet, 2 + (brightest % 32), 36 + (brightest / 32)).Red, 1f);
    }

    /// <summary>All on one scale: only the strongest channel reaches the end of the colours.</summary>
    [Fact]
    public void Sheet_OnOneScale_MakesWeakChannelsDark()
    {
        using CnnModel model = Load();
        FeatureMaps maps = First(model).FeatureMaps(Photo);
        FeatureMapSheetOptions options = new() { CellSize = 32, Gap = 2, Columns = 1, Annotate = false, Colors = ColorMap.Grey, SharedScale = true };

        RgbImage sheet = maps.Sheet(options);

        (float low, float high) = (maps.Activity.Min(channel => channel.Min), maps.Activity.Max(channel => channel.Max));
        for (int channel = 0; channel < maps.Channels; channel++)
        {
            float[] drawn = maps[channel].Resize(32, 32);
            int brightest = Array.IndexOf(drawn, drawn.Max());
            float expected = 255 * (drawn[brightest] - low) / (high - low);
            Assert.Equal(expected, PixelAt(sheet, 2 + (brightest % 32), 2 + (34 * channel) + (brightest / 32)).Red, 1f);
        }
    }

    [Fact]
    public void Sheet_WithWords_IsLargerByThem()
    {
        using CnnModel model = Load();
        FeatureMaps maps = First(model).FeatureMaps(Photo);

        RgbImage with = maps.Sheet(new() { Columns = 4 });
        RgbImage without = maps.Sheet(new() { Columns = 4, Annotate = false });

        Assert.True(with.Height > without.Height);
        Assert.Throws<ArgumentException>(() => maps.Sheet(new() { Most = 0 }));
    }

    [Fact]
    public void Tour_HasARowForEachStopAndEachClass()
    {
        using CnnModel model = Load();
        Tour tour = model.Tour(Photo);

        RgbImage small = tour.Sheet(new() { MapsPerStage = 3, CellSize = 64 });
        RgbImage large = tour.Sheet(new() { MapsPerStage = 3, CellSize = 96 });

        Assert.Equal(tour.Stages.Count * 32, large.Height - small.Height);
        Assert.Equal(4 * 32, large.Width - small.Width);
        Assert.Throws<ArgumentException>(() => tour.Sheet(new() { CellSize = 8 }));
    }

    /// <summary>The part of the picture that a unit sees lies inside a red frame with a white edge.</summary>
    [Fact]
    public void Unit_IsMarkedInThePicture()
    {
        using CnnModel model = Load();
        FeatureMaps maps = First(model).FeatureMaps(Photo);
        FeatureUnit unit = maps.Unit(0, maps.Height / 2, maps.Width / 2);

        RgbImage drawing = unit.Draw();

        // The picture is 260 pixels wide and begins at 12, 40.
        PixelRectangle region = unit.PictureRegion!.Value;
        double scale = 260.0 / Photo.Width;
        int left = 12 + (int)Math.Floor(region.Left * scale);
        int middle = 40 + (int)((region.Top + (region.Height / 2.0)) * scale);
        Assert.Equal(new RgbValues(255, 255, 255), PixelAt(drawing, left - 3, middle));
        Assert.Equal(new RgbValues(214, 39, 40), PixelAt(drawing, left - 1, middle));
        Assert.NotEqual(new RgbValues(214, 39, 40), PixelAt(drawing, left + 2, middle));
    }

    /// <summary>A cell that sees everything: its frame lies inside the picture, not beyond its edge.</summary>
    [Fact]
    public void EffectiveReceptiveField_OfACellThatSeesAll_HasItsFrameInside()
    {
        using CnnModel model = Load();
        Layer last = model.Layers.Last(layer => layer.ReceptiveField() is { } field && field.Rows.Size > 1);
        EffectiveReceptiveField field = last.EffectiveReceptiveField([Photo], new() { Row = 0, Column = 0 });

        RgbImage drawing = field.Draw(field.Map.Width * 8);

        // The map begins at 12, 56; the cell in the corner sees up to both edges.
        Assert.Equal((0, 0), (field.Pixels!.Value.Left, field.Pixels.Value.Top));
        Assert.Equal(new RgbValues(255, 255, 255), PixelAt(drawing, 12, 56 + 20));
        Assert.Equal(new RgbValues(214, 39, 40), PixelAt(drawing, 13, 56 + 20));
    }

    [Fact]
    public void Unit_OfATensor_HasItsArithmeticAlone()
    {
        using CnnModel model = Load();
        FeatureUnit unit = First(model).FeatureMaps(model.ToTensor(Photo)).Unit(0, 4, 4);

        RgbImage drawing = unit.Draw();

        Assert.Null(unit.Patch);
        Assert.True(drawing.Height < First(model).FeatureMaps(Photo).Unit(0, 4, 4).Draw().Height);
    }

    [Fact]
    public void EffectiveReceptiveField_IsBrightestWhereItsMapIs()
    {
        using CnnModel model = Load();
        EffectiveReceptiveField field = model.Layers.Where(layer => layer.Operator == "Conv").ElementAt(1).EffectiveReceptiveField([Photo]);

        RgbImage drawing = field.Draw(field.Map.Width * 8);

        float[] values = field.Map.Values.ToArray();
        int brightest = Array.IndexOf(values, values.Max());
        RgbValues color = PixelAt(drawing, 12 + (8 * (brightest % field.Map.Width)) + 4, 56 + (8 * (brightest / field.Map.Width)) + 4);
        Assert.Equal(ColorMap.Viridis.ColorAt(1), color);
        Assert.Throws<ArgumentOutOfRangeException>(() => field.Draw(8));
    }

    private static CnnModel Load() => CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"));

    private static Layer First(CnnModel model) => model.Layers.First(layer => layer.Operator == "Conv");

    private static RgbValues PixelAt(RgbImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Pixels.Slice(3 * ((y * image.Width) + x), 3);
        return new RgbValues(pixel[0], pixel[1], pixel[2]);
    }
}
