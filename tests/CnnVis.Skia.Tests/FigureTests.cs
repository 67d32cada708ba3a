using System.Xml.Linq;
using CnnVis.Skia.Scenes;
using CsCheck;

namespace CnnVis.Skia.Tests;

public class FigureTests
{
    private static readonly MapView[] AllViews = Enum.GetValues<MapView>();

    /// <summary>Whatever the sizes, views and words: no text leaves the figure, none lies over another or over a picture.</summary>
    [Fact]
    public void Texts_StayInside_AndApart() =>
        (from width in Gen.Int[30, 200]
         from height in Gen.Int[30, 200]
         from views in Gen.Int[0, AllViews.Length - 1].Array[1, 4]
         from words in Gen.Int[1, 30]
         from size in Gen.Int[100, 500]
         from predictions in Gen.Int[0, 5]
         select (width, height, views, words, size, predictions)).Sample(
            sample =>
            {
                string name = string.Join(' ', Enumerable.Repeat("ferret", sample.words));
                Explanation explanation = ExplanationPicturesTests.Explain(Photo(sample.width, sample.height), ImageGeometry.Whole(sample.width, sample.height), Map(), new Labels([name, "b"]));
                HasTidyText(explanation.Figure(new() { Views = [.. sample.views.Select(view => AllViews[view])], CellSize = sample.size, Predictions = sample.predictions }));
            },
            iter: 150,
            threads: 1);

    [Fact]
    public void GridTexts_StayInside_AndApart() =>
        (from rows in Gen.Int[1, 3]
         from columns in Gen.Int[1, 4]
         from view in Gen.Int[0, AllViews.Length - 1]
         from words in Gen.Int[1, 12]
         from size in Gen.Int[100, 260]
         from shared in Gen.Bool
         from portrait in Gen.Bool
         select (rows, columns, view, words, size, shared, portrait)).Sample(
            sample =>
            {
                string name = string.Join(' ', Enumerable.Repeat("method", sample.words));
                (int width, int height) = sample.portrait ? (60, 90) : (90, 60);
                Explanation explanation = ExplanationPicturesTests.Explain(Photo(width, height), ImageGeometry.Whole(width, height), Map());
                HasTidyText(FigureGrid.Of(
                    [.. Enumerable.Range(0, sample.rows).Select(_ => Enumerable.Repeat(explanation, sample.columns).ToArray())],
                    new()
                    {
                        View = AllViews[sample.view],
                        Columns = [.. Enumerable.Repeat(name, sample.columns)],
                        Rows = [.. Enumerable.Repeat(name, sample.rows)],
                        CellSize = sample.size,
                        SharedScale = sample.shared,
                        Title = name,
                    }));
            },
            iter: 150,
            threads: 1);

    [Fact]
    public void Figure_SaysWhatWasExplained_HowAndWhatTheNumbersAre()
    {
        Explanation explanation = Explain();

        string words = Words(explanation.Figure());

        Assert.Contains("Test", words, StringComparison.Ordinal);
        Assert.Contains("red raises the", words, StringComparison.Ordinal);
        Assert.Contains("1 forward passes", words, StringComparison.Ordinal);
        Assert.Contains("100.0%", words, StringComparison.Ordinal);
        Assert.Contains("2", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_SayTheirShares()
    {
        // Two hot cells, one twice as strong as the other.
        var values = new float[64];
        (values[9], values[54]) = (2, 1);
        Explanation explanation = ExplanationPicturesTests.Explain(Photo(64, 64), ImageGeometry.Whole(64, 64), new Heatmap(values, 8, 8, MapScaling.Symmetric, new ImageShape(1, 8, 8, TensorLayout.Nchw)));

        string words = Words(explanation.Figure(new() { Views = [MapView.Regions], Evidence = new() { Share = 1 } }));

        Assert.Contains("1: 67 % of the evidence", words, StringComparison.Ordinal);
        Assert.Contains("2: 33 % of the evidence", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Masked_KeepsThePictureWhereTheEvidenceIs()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 && i / 8 < 4 ? 1f : 0)];
        RgbImage picture = Photo(64, 64);
        Explanation explanation = ExplanationPicturesTests.Explain(picture, ImageGeometry.Whole(64, 64), new Heatmap(values, 8, 8, MapScaling.Symmetric));

        RgbImage masked = explanation.Masked(new() { Outside = MaskOutside.Darkened, Annotate = false, Size = 64 });

        int hot = 3 * ((12 * 64) + 12);
        int cold = 3 * ((50 * 64) + 50);
        Assert.Equal(picture.Pixels.Slice(hot, 3).ToArray(), masked.Pixels.Slice(hot, 3).ToArray());
        Assert.True(masked.Pixels[cold] < 0.3 * picture.Pixels[cold]);
    }

    [Fact]
    public void SharedScale_IsThatOfTheStrongestMap()
    {
        Explanation weak = ExplanationPicturesTests.Explain(Photo(64, 64), ImageGeometry.Whole(64, 64), new Heatmap([0.5f, 0, 0, -0.25f], 2, 2, MapScaling.Symmetric));
        Explanation strong = ExplanationPicturesTests.Explain(Photo(64, 64), ImageGeometry.Whole(64, 64), new Heatmap([4, 0, 0, -1], 2, 2, MapScaling.Symmetric));

        string words = Words(FigureGrid.Of([[weak, strong]], new() { SharedScale = true }));

        Assert.Contains("−4", words, StringComparison.Ordinal);
        Assert.DoesNotContain("0.5", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_ShowsWhatSpeaksAgainst()
    {
        Explanation explanation = ExplanationPicturesTests.Explain(Photo(64, 64), ImageGeometry.Whole(64, 64), new Heatmap([4, -2], 1, 2, MapScaling.Symmetric));

        RgbImage map = explanation.Heatmap(new() { Sign = EvidenceSign.Negative, Annotate = false, Size = 64, Smooth = false });

        Assert.Equal(map.Pixels[0], map.Pixels[2]);
        Assert.True(map.Pixels[3 * 60] < map.Pixels[(3 * 60) + 2] - 40);
        Assert.Throws<ArgumentException>(() => ExplanationPicturesTests.Explain(null, null, new Heatmap([1, 2], 1, 2, MapScaling.Stretched)).Heatmap(new() { Sign = EvidenceSign.Negative }));
    }

    [Fact]
    public void Outliers_PutTheEndsOfTheColorsBelowTheLargestNumbers()
    {
        float[] values = [.. Enumerable.Repeat(1f, 99), 100];
        Explanation explanation = ExplanationPicturesTests.Explain(null, null, new Heatmap(values, 10, 10, MapScaling.Symmetric));

        Assert.Contains("≥ 1", Words(explanation.Figure(new() { Map = new() { Outliers = 2 } })), StringComparison.Ordinal);
        Assert.Contains("100", Words(explanation.Figure()), StringComparison.Ordinal);
    }

    [Fact]
    public void ViewsOfThePicture_WithoutOne_AreRefusedInWords() => Assert.Contains(
        "There is no picture to show as Contours",
        Assert.Throws<ArgumentException>(() => ExplanationPicturesTests.Explain(null, null, Map()).Contours()).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    public void Shares_OutOfRange_AreRefused(double share) =>
        Assert.Contains("above 0 and at most 1", Assert.Throws<ArgumentException>(() => Explain().Masked(new() { Share = share })).Message, StringComparison.Ordinal);

    [Fact]
    public void Grids_ThatAreNoGrids_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => FigureGrid.Of([[Explain()], []]));
        Assert.Throws<ArgumentException>(() => FigureGrid.Of([[Explain()]], new() { Columns = ["a", "b"] }));
    }

    private static void HasTidyText(Figure figure)
    {
        (SceneText Text, SceneArea Area)[] texts = [.. figure.Scene.Items.OfType<SceneText>().Select(text => (text, AreaOf(text)))];
        SceneArea[] pictures = [.. figure.Scene.Items.OfType<ScenePicture>().Select(picture => new SceneArea(picture.Left, picture.Top, picture.Width, picture.Height))];
        for (int i = 0; i < texts.Length; i++)
        {
            (SceneText text, SceneArea area) = texts[i];
            Assert.True(area.Left >= 0 && area.Right <= figure.Width && area.Top >= 0 && area.Bottom <= figure.Height, $"'{text.Text}' leaves the figure");
            bool isBadge = text.Text.Length == 1;
            Assert.True(isBadge || !pictures.Any(picture => Overlap(area, picture)), $"'{text.Text}' lies over a picture");
            Assert.All(texts[(i + 1)..], other => Assert.False(Overlap(area, other.Area) && !isBadge, $"'{text.Text}' lies over '{other.Text.Text}'"));
        }
    }

    private static SceneArea AreaOf(SceneText text) => new(text.X, text.Baseline - (0.7f * text.Style.Size), text.Style.Measure(text.Text), 0.7f * text.Style.Size);

    private static bool Overlap(SceneArea one, SceneArea other) =>
        one.Left < other.Right - 0.5f && other.Left < one.Right - 0.5f && one.Top < other.Bottom && other.Top < one.Bottom;

    private static string Words(Figure figure) => string.Join('\n', XDocument.Parse(figure.ToSvg()).Descendants().Where(element => element.Name.LocalName == "title").Select(title => title.Value));

    private static Explanation Explain() => ExplanationPicturesTests.Explain(Photo(96, 64), ImageGeometry.Whole(96, 64), Map(), new Labels(["cat", "dog"]));

    private static Heatmap Map() => new([.. Enumerable.Range(0, 64).Select(i => 2 * (float)Math.Sin(i * 0.7))], 8, 8, MapScaling.Symmetric);

    private static RgbImage Photo(int width, int height) => RgbImage.Create(width, height, pixels =>
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(60 + (i * 7 % 180));
        }
    });
}
