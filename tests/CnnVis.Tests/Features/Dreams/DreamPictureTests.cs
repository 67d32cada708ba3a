using CnnVis.Features.Dreams;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Dreams;

public class DreamPictureTests
{
    public static TheoryData<int, int> Sizes => new() { { 8, 8 }, { 12, 7 }, { 1, 5 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Fourier_Twice_IsWhereItStarted(int height, int width)
    {
        float[] plane = Numbers.Seeded(height * width, 3);
        var fourier = new RealFourier(height, width);

        Agreement.Within(1e-5, plane, fourier.Transform(fourier.Transform(plane)), "plane");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Fourier_IsItsOwnAdjoint(int height, int width)
    {
        float[] a = Numbers.Seeded(height * width, 4);
        float[] b = Numbers.Seeded(height * width, 5);
        var fourier = new RealFourier(height, width);

        Assert.Equal(Dot(fourier.Transform(a), b), Dot(a, fourier.Transform(b)), 1e-5);
    }

    // The powers of a plane's frequencies, from the definition of the discrete Fourier transform.
    [Fact]
    public void Fourier_HoldsAsMuchOfEachFrequencyAsTheComplexTransform()
    {
        const int height = 6, width = 5;
        float[] plane = Numbers.Seeded(height * width, 6);
        var fourier = new RealFourier(height, width);
        float[] transformed = fourier.Transform(plane);

        double[] powers = new double[plane.Length];
        for (int v = 0; v < height; v++)
        {
            for (int u = 0; u < width; u++)
            {
                System.Numerics.Complex sum = 0;
                for (int i = 0; i < plane.Length; i++)
                {
                    sum += plane[i] * System.Numerics.Complex.FromPolarCoordinates(
                        1 / Math.Sqrt(plane.Length), -2 * Math.PI * (((double)v * (i / width) / height) + ((double)u * (i % width) / width)));
                }

                powers[(v * width) + u] = sum.Magnitude * sum.Magnitude;
            }
        }

        foreach (IGrouping<double, int> frequency in Enumerable.Range(0, plane.Length).GroupBy(i => Math.Round(fourier.Frequency(i / width, i % width), 6)))
        {
            Assert.Equal(frequency.Sum(i => powers[i]), frequency.Sum(i => (double)transformed[i] * transformed[i]), 1e-5);
        }
    }

    [Fact]
    public void Colors_BackAndForth_AreTheSame()
    {
        float[] planes = Numbers.Seeded(3 * 20, 7);
        float[] mixed = [.. planes];

        ColorDecorrelation.FromColors(mixed);
        ColorDecorrelation.ToColors(mixed);

        Agreement.Within(1e-5, planes, mixed, "planes");
    }

    // The matrix of the paper over the length of its first column, worked by hand: |(.26, .27, .27)| = .46195.
    [Fact]
    public void Colors_OfOneParts_AreTheColumnsOfTheMatrix()
    {
        float[] planes = [1, 0, 0, /**/ 0, 1, 0, /**/ 0, 0, 1];

        ColorDecorrelation.ToColors(planes);

        Agreement.Within(1e-4, [0.56283, 0.19483, 0.04330, 0.58448, 0, -0.10824, 0.58448, -0.19483, 0.06494], planes, "red, green and blue of the three parts");
    }

    [Fact]
    public void Colors_Adjoint_IsOne()
    {
        float[] a = Numbers.Seeded(3 * 20, 8);
        float[] b = Numbers.Seeded(3 * 20, 9);
        float[] forward = [.. a];
        float[] backward = [.. b];

        ColorDecorrelation.ToColors(forward);
        ColorDecorrelation.Adjoint(backward);

        Assert.Equal(Dot(forward, b), Dot(a, backward), 1e-4);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(1, 0.5)]
    public void Gradient_IsThatOfDifferences(int channels, float decay)
    {
        var picture = new DreamPicture(channels, 6, 5, decay);
        float[] waves = Numbers.Seeded(picture.Length, 10);
        float[] weights = Numbers.Seeded(picture.Length, 11);

        float[] gradient = picture.Backward(picture.Draw(waves), weights);

        const float step = 1e-2f;
        double[] differences = [.. waves.Select((_, i) => (Dot(picture.Draw(Raised(waves, i, step)), weights) - Dot(picture.Draw(Raised(waves, i, -step)), weights)) / (2 * step))];
        Agreement.Within(1e-3, differences, gradient, "gradient");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void WavesOf_Picture_DrawIt(int channels)
    {
        var picture = new DreamPicture(channels, 9, 7, 1);
        float[] pixels = [.. Numbers.Seeded(picture.Length, 12).Select(value => 0.5f + (0.45f * value))];

        Agreement.Within(1e-4, pixels, picture.Draw(picture.WavesOf(pixels)), "pixels");
    }

    [Fact]
    public void ToImage_AndBack_IsRoundedToBytes()
    {
        var picture = new DreamPicture(3, 4, 6, 1);
        float[] pixels = [.. Numbers.Seeded(picture.Length, 13).Select(value => 0.5f + (0.5f * value))];

        RgbImage image = picture.ToImage(pixels);

        Assert.Equal((6, 4), (image.Width, image.Height));
        Assert.All(pixels.Zip(picture.PixelsOf(image)), pair => Assert.Equal(pair.First, pair.Second, 0.5 / 255 + 1e-6));
    }

    // 3 x 2 pixels of one channel, worked by hand: each of the 7 pairs of neighbours draws its pixels together, each pixel is drawn to 0.5.
    [Fact]
    public void Penalties_DrawTogetherAndToGrey()
    {
        var picture = new DreamPicture(1, 2, 3, 1);
        float[] pixels = [0.9f, 0.1f, 0.2f, 0.8f, 0.6f, 0.2f];
        float[] variation = new float[6];
        float[] distance = new float[6];

        PicturePenalties.Subtract(new DreamOptions { TotalVariation = 6 }, picture, pixels, variation);
        PicturePenalties.Subtract(new DreamOptions { L1 = 6 }, picture, pixels, distance);

        Assert.Equal([-2, 3, -1, 0, -1, 1], variation);
        Assert.Equal([-1, 1, 1, -1, -1, 1], distance);
    }

    [Fact]
    public void LongWaves_AreStronger()
    {
        var picture = new DreamPicture(1, 16, 16, 1);
        double Contrast(int wave) => picture.Draw(Raised(new float[picture.Length], wave, 0.1f)).Max() - 0.5;

        Assert.True(Contrast(1) > 4 * Contrast(8));
    }

    private static float[] Raised(float[] values, int index, float step)
    {
        float[] raised = [.. values];
        raised[index] += step;
        return raised;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }
}
