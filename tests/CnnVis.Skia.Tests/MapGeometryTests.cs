using CsCheck;

namespace CnnVis.Skia.Tests;

/// <summary>Maps lie where they should, to the pixel: whatever the sizes, and however the picture was brought into the model.</summary>
public class MapGeometryTests
{
    private const int Samples = 300;

    private static readonly Gen<(int PictureWidth, int PictureHeight, int Input, ResizeMode Mode, int Rows, int Columns, int Cell, int Size)> Cases =
        from width in Gen.Int[17, 150]
        from height in Gen.Int[17, 150]
        from input in Gen.Int[16, 64]
        from mode in Gen.Enum<ResizeMode>()
        from rows in Gen.Int[1, 9]
        from columns in Gen.Int[1, 9]
        from cell in Gen.Int[0, (rows * columns) - 1]
        from size in Gen.Int[16, 300]
        select (width, height, input, mode, rows, columns, cell, size);

    /// <summary>One cell is hot, drawn with hard edges over a checkerboard: coloured are exactly the pixels whose centres lie in the cell.</summary>
    [Fact]
    public void AHotCell_ColorsExactlyItsPixels() => Cases.Sample(
        sample =>
        {
            ImageGeometry geometry = Geometry(sample.PictureWidth, sample.PictureHeight, sample.Input, sample.Mode);
            var values = new float[sample.Rows * sample.Columns];
            values[sample.Cell] = 1;
            Explanation explanation = ExplanationPicturesTests.Explain(
                Checkerboard(sample.PictureWidth, sample.PictureHeight), geometry, new Heatmap(values, sample.Rows, sample.Columns, MapScaling.Symmetric));

            RgbImage overlay = explanation.Overlay(new() { Annotate = false, Smooth = false, Size = sample.Size });

            (double scaleX, double scaleY) = ((double)overlay.Width / sample.PictureWidth, (double)overlay.Height / sample.PictureHeight);
            for (int y = 0; y < overlay.Height; y++)
            {
                for (int x = 0; x < overlay.Width; x++)
                {
                    double across = (((x + 0.5) / scaleX) - geometry.Left) / geometry.Width * sample.Columns;
                    double down = (((y + 0.5) / scaleY) - geometry.Top) / geometry.Height * sample.Rows;
                    if (IsOnAnEdge(across) || IsOnAnEdge(down))
                    {
                        continue;
                    }

                    bool isInside = (int)Math.Floor(across) == sample.Cell % sample.Columns && (int)Math.Floor(down) == sample.Cell / sample.Columns;
                    ReadOnlySpan<byte> pixel = overlay.Pixels.Slice(3 * ((y * overlay.Width) + x), 3);
                    Assert.True(isInside == pixel[0] > pixel[2] + 40, $"the pixel {x},{y} of {overlay.Width}x{overlay.Height}");
                }
            }
        },
        iter: Samples,
        threads: 1);

    /// <summary>Drawn smooth, a cell is brightest at its centre and half as strong at its edges: what is more than half is the cell.</summary>
    [Fact]
    public void ASmoothCell_IsHalfAsStrongAtItsEdges()
    {
        var values = new float[49];
        values[(3 * 7) + 2] = 1;
        RgbImage map = ExplanationPicturesTests.Explain(null, null, new Heatmap(values, 7, 7, MapScaling.Stretched))
            .Heatmap(new() { Annotate = false, Size = 700, Colors = ColorMap.Grey });

        int[] acrossTheCenter = [.. Enumerable.Range(0, map.Width).Where(x => map.Pixels[3 * ((350 * map.Width) + x)] > 127)];
        int[] downTheCenter = [.. Enumerable.Range(0, map.Height).Where(y => map.Pixels[3 * ((y * map.Width) + 250)] > 127)];

        Assert.Equal((200, 299), (acrossTheCenter[0], acrossTheCenter[^1]));
        Assert.Equal((300, 399), (downTheCenter[0], downTheCenter[^1]));
    }

    /// <summary>The numbers of a drawing are those of the map's own interpolation.</summary>
    [Fact]
    public void Drawing_ReadsTheMapAsTheHeatmapDoes() => Cases.Sample(
        sample =>
        {
            float[] values = [.. Enumerable.Range(0, sample.Rows * sample.Columns).Select(i => (float)Math.Sin((i * 7) + sample.Cell))];
            var map = new Heatmap(values, sample.Rows, sample.Columns, MapScaling.Symmetric);
            ImageGeometry geometry = Geometry(sample.PictureWidth, sample.PictureHeight, sample.Input, sample.Mode);
            var sampler = Drawing.MapSampler.Over(map, sample.PictureWidth, sample.PictureHeight, geometry, isSmooth: true);
            var row = new float[sample.PictureWidth];
            for (int y = 0; y < sample.PictureHeight; y++)
            {
                sampler.Read(y, row);
                for (int x = sampler.FirstColumn; x < sampler.EndColumn; x++)
                {
                    Assert.Equal(map.NumberAt((x + 0.5 - geometry.Left) / geometry.Width, (y + 0.5 - geometry.Top) / geometry.Height), row[x], 1e-5f);
                }
            }
        },
        iter: Samples,
        threads: 1);

    private static bool IsOnAnEdge(double place) => Math.Abs(place - Math.Round(place)) < 1e-6;

    private static ImageGeometry Geometry(int width, int height, int input, ResizeMode mode)
    {
        if (mode == ResizeMode.Stretch)
        {
            return ImageGeometry.Whole(width, height);
        }

        double side = mode == ResizeMode.ShorterSideCrop ? Math.Min(width, height) : Math.Max(width, height);
        return new ImageGeometry(width, height, (width - side) / 2, (height - side) / 2, side, side);
    }

    private static RgbImage Checkerboard(int width, int height) => RgbImage.Create(width, height, pixels =>
    {
        for (int i = 0; i < width * height; i++)
        {
            pixels.Slice(3 * i, 3).Fill((byte)((((i % width / 4) + (i / width / 4)) % 2 * 120) + 60));
        }
    });
}
