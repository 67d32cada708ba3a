namespace CnnVis.Skia.Tests;

public class ExplanationPicturesTests
{
    private static readonly MapOptions Bare = new() { Annotate = false, Size = 64 };

    // Left half speaks for the target, right half against it.
    [Fact]
    public void Overlay_SignedMap_IsRedLeftAndBlueRight()
    {
        RgbImage overlay = Explain(PictureOf(64, 64, 128), ImageGeometry.Whole(64, 64), SignedHalves()).Overlay(Bare);

        Assert.True(Channel(overlay, 8, 32, 0) > Channel(overlay, 8, 32, 2) + 60);
        Assert.True(Channel(overlay, 56, 32, 2) > Channel(overlay, 56, 32, 0) + 60);
    }

    [Fact]
    public void Overlay_ZeroMap_LeavesThePictureGrey()
    {
        RgbImage overlay = Explain(PictureOf(64, 64, 100), ImageGeometry.Whole(64, 64), new Heatmap(new float[16], 4, 4, MapScaling.Symmetric)).Overlay(Bare);

        Assert.Equal(Channel(overlay, 30, 30, 0), Channel(overlay, 30, 30, 2));
    }

    // The model saw the middle half of the width: the map lies there and nowhere else.
    [Fact]
    public void Overlay_Crop_PutsTheMapWhereTheModelLooked()
    {
        var geometry = new ImageGeometry(64, 32, 16, 0, 32, 32);

        RgbImage overlay = Explain(PictureOf(64, 32, 128), geometry, SignedHalves()).Overlay(Bare);

        Assert.Equal(Channel(overlay, 4, 16, 0), Channel(overlay, 4, 16, 2));
        Assert.True(Channel(overlay, 4, 16, 0) < 100);
        Assert.True(Channel(overlay, 20, 16, 0) > Channel(overlay, 20, 16, 2) + 60);
        Assert.True(Channel(overlay, 44, 16, 2) > Channel(overlay, 44, 16, 0) + 60);
        Assert.Equal(Channel(overlay, 60, 16, 0), Channel(overlay, 60, 16, 2));
    }

    [Fact]
    public void Overlay_OfATensor_SaysToUseHeatmap()
    {
        Explanation explanation = Explain(null, null, SignedHalves());

        Assert.Contains("Use Heatmap()", Assert.Throws<ArgumentException>(() => explanation.Overlay()).Message, StringComparison.Ordinal);
        Assert.Equal(64, explanation.Heatmap(Bare).Width);
    }

    [Fact]
    public void Overlay_LoadedExplanation_TakesThePicture()
    {
        using var folder = new TemporaryFolder();
        RgbImage picture = PictureOf(64, 64, 128);
        Explanation explanation = Explain(picture, ImageGeometry.Whole(64, 64), SignedHalves());
        explanation.Save(folder.File("why"));
        Explanation loaded = Explanation.Load(folder.File("why"));

        Assert.Equal(explanation.Overlay(Bare).Pixels.ToArray(), loaded.Overlay(picture, Bare).Pixels.ToArray());
        Assert.Contains("comes from a file", Assert.Throws<ArgumentException>(() => loaded.Overlay(Bare)).Message, StringComparison.Ordinal);
        Assert.Contains("is 10x64; the one that was explained is 64x64", Assert.Throws<ArgumentException>(() => loaded.Overlay(PictureOf(10, 64, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heatmap_Annotated_HasABarBesideIt()
    {
        Explanation explanation = Explain(null, null, SignedHalves());

        RgbImage bare = explanation.Heatmap(new() { Annotate = false });
        RgbImage annotated = explanation.Heatmap();

        Assert.True(annotated.Width > bare.Width + 20);
        Assert.True(annotated.Height > bare.Height + 20);
    }

    [Fact]
    public void Heatmap_SignedMapInSequentialColors_IsRefused() => Assert.Contains(
        "Choose a diverging one",
        Assert.Throws<ArgumentException>(() => Explain(null, null, SignedHalves()).Heatmap(new() { Colors = ColorMap.Viridis })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Overlay_PositivePart_LeavesThePictureAloneWhereNumbersAreNegative()
    {
        float[] halves = SignedHalves().Values.ToArray();
        Explanation explanation = Explain(PictureOf(64, 64, 128), ImageGeometry.Whole(64, 64), new Heatmap(halves, 8, 8, MapScaling.PositivePart));

        RgbImage overlay = explanation.Overlay(Bare);

        Assert.Equal(Channel(overlay, 56, 32, 0), Channel(overlay, 56, 32, 2));
        Assert.NotEqual(Channel(overlay, 8, 32, 0), Channel(overlay, 8, 32, 2));
    }

    // One strong cell, whose centre the map says is at three quarters of the width.
    [Fact]
    public void Overlay_CellsWithPlaces_LieThere()
    {
        var map = new Heatmap([0, 1, 0], 1, 3, MapScaling.Symmetric) { Cells = new CellGrid(Left: 0.5, Top: 0.5, StepX: 0.25, StepY: 1) };

        RgbImage overlay = Explain(PictureOf(64, 64, 128), ImageGeometry.Whole(64, 64), map).Overlay(Bare);

        Assert.True(Channel(overlay, 48, 32, 0) > Channel(overlay, 48, 32, 2) + 60);
        Assert.Equal(Channel(overlay, 20, 32, 0), Channel(overlay, 20, 32, 2));
    }

    [Fact]
    public void Heatmap_SharedScale_MakesAWeakMapPale()
    {
        Explanation weak = Explain(null, null, SignedHalves());

        RgbImage own = weak.Heatmap(Bare);
        RgbImage shared = weak.Heatmap(Bare with { Scale = 10 });

        Assert.True(Channel(shared, 8, 32, 2) > Channel(own, 8, 32, 2) + 60);
    }

    [Fact]
    public void Annotate_LongestLabel_StaysInsideThePicture()
    {
        Labels labels = new([string.Join(", ", Enumerable.Repeat("black-footed ferret", 20)), "b"]);

        Assert.Equal(
            Explain(null, null, SignedHalves()).Heatmap().Width,
            Explain(null, null, SignedHalves(), labels).Heatmap().Width);
    }

    [Fact]
    public void Sheet_OfMaps_HasRowsAndColumns()
    {
        RgbImage[] cells = [.. Enumerable.Range(0, 7).Select(_ => PictureOf(10, 20, 0))];

        RgbImage sheet = Sheet.Of(cells, new() { Columns = 3, CellSize = 20, Gap = 2 });

        Assert.Equal((3 * 12) + 2, sheet.Width);
        Assert.Equal((3 * 22) + 2, sheet.Height);
        Assert.Equal(0, Channel(sheet, 3, 3, 0));
        Assert.Equal(255, Channel(sheet, 35, 60, 0));
    }

    [Theory]
    [InlineData(0, 0x05, 0x30, 0x61)]
    [InlineData(0.5f, 0xf7, 0xf7, 0xf7)]
    [InlineData(1, 0x67, 0x00, 0x1f)]
    [InlineData(7, 0x67, 0x00, 0x1f)]
    public void BlueWhiteRed_EndsAndMiddle_AreBrewers(float position, int red, int green, int blue) =>
        Assert.Equal(new RgbValues(red, green, blue), ColorMap.BlueWhiteRed.ColorAt(position));

    private static Heatmap SignedHalves() => new([.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? 1f : -1f)], 8, 8, MapScaling.Symmetric);

    private static RgbImage PictureOf(int width, int height, byte grey) => RgbImage.FromGrey(width, height, [.. Enumerable.Repeat(grey, width * height)]);

    internal static Explanation Explain(RgbImage? picture, ImageGeometry? geometry, Heatmap map, Labels? labels = null)
    {
        var input = new ImageTensor(new float[64], new ImageShape(1, 8, 8, TensorLayout.Nchw));
        return Explainer
            .ForScores(
                input,
                images => [.. Enumerable.Range(0, images.Count).Select(_ => new[] { 1f, 0 })],
                new() { Picture = picture, Geometry = geometry, Labels = labels })
            .Run("Test", new { }, _ => [map]);
    }

    private static int Channel(RgbImage image, int x, int y, int channel) => image.Pixels[(3 * ((y * image.Width) + x)) + channel];
}
