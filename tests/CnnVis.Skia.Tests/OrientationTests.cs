using CnnVis.Skia.Drawing;
using SkiaSharp;

namespace CnnVis.Skia.Tests;

public class OrientationTests
{
    // The eight EXIF orientations of the letters a b c / d e f, as the standard shows them.
    [Theory]
    [InlineData(SKEncodedOrigin.TopLeft, 3, "abcdef")]
    [InlineData(SKEncodedOrigin.TopRight, 3, "cbafed")]
    [InlineData(SKEncodedOrigin.BottomRight, 3, "fedcba")]
    [InlineData(SKEncodedOrigin.BottomLeft, 3, "defabc")]
    [InlineData(SKEncodedOrigin.LeftTop, 2, "adbecf")]
    [InlineData(SKEncodedOrigin.RightTop, 2, "daebfc")]
    [InlineData(SKEncodedOrigin.RightBottom, 2, "fcebda")]
    [InlineData(SKEncodedOrigin.LeftBottom, 2, "cfbead")]
    public void Apply_EveryOrientation_TurnsThePicture(SKEncodedOrigin origin, int width, string letters)
    {
        RgbImage stored = RgbImage.FromGrey(3, 2, "abcdef"u8);

        RgbImage shown = Orientation.Apply(stored, origin);

        Assert.Equal(width, shown.Width);
        Assert.Equal(letters, new string([.. Enumerable.Range(0, 6).Select(i => (char)shown.Pixels[3 * i])]));
    }
}
