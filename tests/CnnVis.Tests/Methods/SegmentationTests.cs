using CnnVis.Methods;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class SegmentationTests
{
    [Theory]
    [InlineData("segments_quickshift.npy", "quickshift:2", 0.999)]
    [InlineData("segments_quickshift_cut.npy", "quickshift:3:6:0.5", 0.999)]
    // It cuts the blur's kernel off elsewhere, so a few pixels go to another side.
    [InlineData("segments_felzenszwalb.npy", "felzenszwalb", 0.97)]
    public void Superpixels_OfAPicture_AreThoseOfScikitImage(string golden, string text, double agreement)
    {
        int[] expected = Array.ConvertAll(Golden.Load(golden).Values, value => (int)value);

        int[] actual = SegmentsOf(Golden.Picture(), text);

        double index = AdjustedRandIndex(expected, actual);
        Assert.True(index >= agreement, $"{text}: adjusted Rand index {index}, {actual.Max() + 1} segments instead of {expected.Max() + 1}");
    }

    [Fact]
    public void Lab_OfAPicture_IsThatOfScikitImage()
    {
        NpyArray golden = Golden.Load("lab.npy");
        ColorPlanes lab = ColorPlanes.Lab(Golden.Picture());

        float[] actual = [.. Enumerable.Range(0, golden.Values.Length).Select(i => lab.Plane(i % 3)[i / 3])];

        Agreement.Within(1e-4, golden.Values, actual, "Lab");
    }

    [Theory]
    [InlineData(50, 25, 75)]
    [InlineData(10, 5, 15)]
    [InlineData(1, 1, 1)]
    public void Slic_OfAPicture_HasAboutTheWantedNumberOfSegmentsEachInOnePiece(int wanted, int least, int most)
    {
        RgbImage picture = Golden.Picture();

        int[] segments = SegmentsOf(picture, $"slic:{wanted}");

        int count = segments.Distinct().Count();
        Assert.InRange(count, least, most);
        Assert.Equal(count, Pieces(segments, picture.Height, picture.Width));
        Assert.All(segments.CountBy(segment => segment), size => Assert.True(size.Value >= segments.Length / wanted / 4, $"{size}"));
    }

    [Fact]
    public void Slic_MoreCompactness_MakesShorterBorders()
    {
        int Border(string text)
        {
            int[] segments = SegmentsOf(Golden.Picture(), text);
            return Enumerable.Range(1, segments.Length - 1).Count(pixel => segments[pixel] != segments[pixel - 1]);
        }

        Assert.True(Border("slic:50:100") < Border("slic:50:5") * 0.8);
    }

    [Theory]
    [InlineData("slic")]
    [InlineData("slic:4")]
    [InlineData("quickshift:4:15")]
    [InlineData("felzenszwalb")]
    [InlineData("felzenszwalb:1000:0")]
    public void Superpixels_OfTwoColors_CrossNoBorder(string text)
    {
        // A disc on a ground, no straight line that a grid could follow.
        bool IsInside(int pixel) => Math.Pow((pixel / 80) - 30.3, 2) + Math.Pow((pixel % 80) - 41.7, 2) < 400;
        RgbImage picture = RgbImage.FromGrey(80, 60, [.. Enumerable.Range(0, 4800).Select(pixel => (byte)(IsInside(pixel) ? 230 : 20))]);

        int[] segments = SegmentsOf(picture, text);

        Assert.All(
            Enumerable.Range(0, 4800).GroupBy(pixel => segments[pixel]),
            segment => Assert.Single(segment.Select(IsInside).Distinct()));
    }

    [Theory]
    [InlineData("quickshift")]
    [InlineData("felzenszwalb")]
    public void Superpixels_OfOneColor_AreOneSegment(string text) =>
        Assert.All(SegmentsOf(RgbImage.FromGrey(30, 20, new byte[600]), text), segment => Assert.Equal(0, segment));

    [Fact]
    public void Felzenszwalb_MinSize_IsTheSizeOfTheSmallestSegment() => Assert.All(
        SegmentsOf(Golden.Picture(), "felzenszwalb:20:0.5:35").CountBy(segment => segment), size => Assert.True(size.Value >= 35, $"{size}"));

    [Theory]
    [InlineData("slic")]
    [InlineData("quickshift")]
    [InlineData("felzenszwalb")]
    public void Superpixels_OfTheSmallestPictures_CoverThem(string text)
    {
        foreach ((int width, int height) in new[] { (1, 1), (1, 5), (7, 1), (3, 2) })
        {
            Assert.Equal(width * height, SegmentsOf(Numbers.Picture(width, height, seed: 1), text).Length);
        }
    }

    /// <summary>Small images are often one region to quickshift: a map of one colour needs an explanation itself.</summary>
    [Fact]
    public void OneSegment_IsSaidToSayNothingOfPlaces()
    {
        (PixelSegments segments, ExplanationContext context) = Divide(RgbImage.Create(16, 16, pixels => pixels.Fill(90)), Segmentation.Quickshift());

        Assert.Equal(1, segments.Count);
        Assert.Contains("says nothing of places. Choose finer ones: Grid or Slic", Assert.Single(context.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slic")]
    [InlineData("quickshift")]
    [InlineData("felzenszwalb")]
    public void Superpixels_AreTheSameInEveryRun_AndTheResultSaysHowMany(string text)
    {
        (PixelSegments first, ExplanationContext context) = Divide(Golden.Picture(), Segmentation.Parse(text, null));
        (PixelSegments second, _) = Divide(Golden.Picture(), Segmentation.Parse(text, null));

        Assert.Equal(Labels(first), Labels(second));
        Assert.Equal($"The image was divided into {first.Count} segments ({Segmentation.Parse(text, null)}).", Assert.Single(context.Notes));
    }

    [Fact]
    public void Grid_OfAnySize_FollowsItsFormula()
    {
        (PixelSegments segments, _) = Divide(Numbers.Picture(width: 10, height: 7, seed: 1), Segmentation.Grid(3));

        Assert.Equal(
            [.. from y in Enumerable.Range(0, 7) from x in Enumerable.Range(0, 10) select (y * 3 / 7 * 3) + (x * 3 / 10)],
            Labels(segments));
    }

    [Fact]
    public void Of_NumbersWithGaps_KeepTheirOrder()
    {
        (PixelSegments segments, _) = Divide(Numbers.Picture(3, 2, seed: 1), Segmentation.Of([7, 7, 1_000_000_000, 0, 7, 0]));

        Assert.Equal(3, segments.Count);
        Assert.Equal([1, 1, 2, 0, 1, 0], Labels(segments));
    }

    [Fact]
    public void Of_WrongNumbers_Throws()
    {
        Assert.Equal(
            "Segments were given for 5 pixels, but the image has 2x3.",
            Assert.Throws<ArgumentException>(() => Divide(Numbers.Picture(3, 2, 1), Segmentation.Of(new int[5]))).Message);
        Assert.Equal(
            "Segments are numbered from 0.",
            Assert.Throws<ArgumentException>(() => Divide(Numbers.Picture(3, 2, 1), Segmentation.Of([0, 1, 2, 3, 4, -1]))).Message);
    }

    [Theory]
    [InlineData("grid", "grid:7")]
    [InlineData("grid:4", "grid:4")]
    [InlineData("slic", "slic:50:10")]
    [InlineData("slic:100", "slic:100:10")]
    [InlineData("slic:100:2.5", "slic:100:2.5")]
    [InlineData("quickshift", "quickshift:4:200:0.2")]
    [InlineData("quickshift:2:10", "quickshift:2:10:0.2")]
    [InlineData("felzenszwalb", "felzenszwalb:100:0.8:20")]
    [InlineData("felzenszwalb:200:0", "felzenszwalb:200:0:20")]
    public void Parse_Text_SaysAllNumbers(string text, string full)
    {
        Assert.Equal(full, Segmentation.Parse(text, null).ToString());
        Assert.Equal(full, Segmentation.Parse(full, null).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("voronoi")]
    [InlineData("grid:0")]
    [InlineData("grid:2.5")]
    [InlineData("grid:4:4")]
    [InlineData("slic:x")]
    [InlineData("slic:10:0")]
    [InlineData("quickshift:-1")]
    [InlineData("quickshift:Infinity")]
    [InlineData("felzenszwalb:100:0.8:0")]
    public void Parse_WrongText_SaysWhatIsPossible(string text) => Assert.Equal(
        "Give grid, slic, quickshift or felzenszwalb, with numbers if you like: grid:7, slic:50, quickshift:4, felzenszwalb:100.",
        Assert.Throws<FormatException>(() => Segmentation.Parse(text, null)).Message);

    [Fact]
    public void NumbersOutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Grid(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Slic(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Slic(compactness: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Quickshift(kernelSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Quickshift(ratio: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Felzenszwalb(sigma: float.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmentation.Felzenszwalb(minSize: 0));
    }

    private static int[] SegmentsOf(RgbImage picture, string text) => Labels(Divide(picture, Segmentation.Parse(text, null)).Segments);

    /// <summary>The segments of an input that is the picture's own numbers, so that it looks like the picture.</summary>
    private static (PixelSegments Segments, ExplanationContext Context) Divide(RgbImage picture, Segmentation segmentation)
    {
        float[] values = Array.ConvertAll(picture.Pixels.ToArray(), value => (float)value);
        ExplanationContext? seen = null;
        PixelSegments? segments = null;
        Explainer
            .ForScores(
                new ImageTensor(values.AsSpan(), new ImageShape(3, picture.Height, picture.Width, TensorLayout.Nhwc)),
                images => [.. Enumerable.Repeat(new[] { 1f }, images.Count)],
                new BlackBoxOptions { ToTensor = ToTensor })
            .Run("divide", new object(), context =>
            {
                seen = context;
                segments = segmentation.Divide(context);
                return [new Heatmap(new float[picture.Height * picture.Width], picture.Height, picture.Width, MapScaling.Symmetric)];
            });
        return (segments!, seen!);
    }

    private static ImageTensor ToTensor(RgbImage picture) => new(
        Array.ConvertAll(picture.Pixels.ToArray(), value => (float)value).AsSpan(),
        new ImageShape(3, picture.Height, picture.Width, TensorLayout.Nhwc));

    private static int[] Labels(PixelSegments segments) => [.. Enumerable.Range(0, segments.PixelCount).Select(pixel => segments[pixel])];

    private static int Pieces(int[] segments, int height, int width)
    {
        bool[] seen = new bool[segments.Length];
        int pieces = 0;
        for (int start = 0; start < segments.Length; start++)
        {
            if (seen[start])
            {
                continue;
            }

            pieces++;
            var open = new Stack<int>([start]);
            while (open.TryPop(out int pixel))
            {
                if (seen[pixel])
                {
                    continue;
                }

                seen[pixel] = true;
                (int y, int x) = (pixel / width, pixel % width);
                foreach ((int otherY, int otherX) in new[] { (y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1) })
                {
                    if (otherY >= 0 && otherY < height && otherX >= 0 && otherX < width && segments[(otherY * width) + otherX] == segments[pixel])
                    {
                        open.Push((otherY * width) + otherX);
                    }
                }
            }
        }

        return pieces;
    }

    /// <summary>1 for the same division, about 0 for an unrelated one (Hubert and Arabie, 1985).</summary>
    private static double AdjustedRandIndex(int[] first, int[] second)
    {
        static double Pairs<T>(IEnumerable<T> values)
            where T : notnull => values.CountBy(value => value).Sum(group => group.Value * (group.Value - 1.0) / 2);

        double together = Pairs(first.Zip(second));
        (double inFirst, double inSecond) = (Pairs(first), Pairs(second));
        double expected = inFirst * inSecond / (first.Length * (first.Length - 1.0) / 2);
        return (together - expected) / (((inFirst + inSecond) / 2) - expected);
    }
}
