namespace CnnVis.Skia.Tests;

public class PictureComparerTests
{
    private static readonly RgbImage Grey = RgbImage.FromGrey(20, 10, [.. Enumerable.Repeat((byte)100, 200)]);

    [Fact]
    public void ThePictureItself_IsEqual()
    {
        PictureComparison same = PictureComparer.Compare(Grey, Grey, PictureTolerance.None);

        Assert.True(same.IsEqual);
        Assert.Equal((0, 0, 0.0), (same.LargestDifference, same.DifferingPixels, same.DifferingShare));
        Assert.Equal(default, same.DifferingBounds);
        Assert.Equal("The pictures are the same: 0 % of all pixels may differ by more than 0 of 255; no pixel does, the largest difference is 0.", same.Message);
    }

    // Two of 200 pixels: one channel lower by 30, one higher by 50.
    [Theory]
    [InlineData(0, 0.01, true)]
    [InlineData(0, 0.0099, false)]
    [InlineData(29, 0, false)]
    [InlineData(30, 0.005, true)]
    [InlineData(49, 0.0049, false)]
    [InlineData(50, 0, true)]
    public void Tolerance_IsAShareOfPixelsAndANumberOfLevels(int levels, double share, bool isEqual)
    {
        PictureComparison comparison = PictureComparer.Compare(Changed((3, 2, 1, 70), (7, 8, 2, 150)), Grey, new() { Levels = levels, Share = share });

        Assert.Equal(isEqual, comparison.IsEqual);
        Assert.Equal(50, comparison.LargestDifference);
    }

    [Fact]
    public void Message_SaysHowManyPixelsDifferByHowMuchAndWhere()
    {
        PictureComparison comparison = PictureComparer.Compare(Changed((3, 2, 1, 70), (7, 8, 2, 150)), Grey);

        Assert.Equal(
            "The pictures differ: 0.1 % of all pixels may differ by more than 4 of 255; 1 % do (2 pixels), by up to 50, in (3, 2) to (8, 9).", comparison.Message);
        Assert.Equal(new PixelRectangle(3, 2, 5, 7), comparison.DifferingBounds);
    }

    [Fact]
    public void DifferencePicture_IsPaleAndRedWherePixelsDiffer()
    {
        RgbImage difference = PictureComparer.Compare(Changed((3, 2, 1, 70), (4, 2, 0, 103)), Grey).DifferencePicture()!;

        Assert.Equal([214, 0, 0], difference.Pixels.Slice(3 * 43, 3).ToArray());
        Assert.Equal([216, 216, 216], difference.Pixels.Slice(3 * 44, 3).ToArray());
    }

    [Fact]
    public void OtherSizes_AreADifferenceWithoutAPicture()
    {
        PictureComparison comparison = PictureComparer.Compare(RgbImage.FromGrey(10, 20, new byte[200]), Grey, new() { Share = 1 });

        Assert.False(comparison.IsEqual);
        Assert.Null(comparison.DifferencePicture());
        Assert.Equal("The received picture has 10x20 pixels, the verified one 20x10.", comparison.Message);
    }

    // The same pixels in another format, from where the stream stands.
    [Fact]
    public void Streams_AreComparedByTheirPixels()
    {
        using var webp = new TemporaryFolder();
        Grey.Save(webp.File("grey.webp"));
        using var received = new MemoryStream([1, 2, 3, .. Grey.ToPng()]);
        received.Position = 3;
        using FileStream verified = File.OpenRead(webp.File("grey.webp"));

        Assert.True(PictureComparer.Compare(received, verified).IsEqual);
        Assert.True(received.CanRead && verified.CanRead);
    }

    [Fact]
    public void WhatIsNoPicture_IsNamed()
    {
        using var text = new MemoryStream("text"u8.ToArray());
        using var picture = new MemoryStream(Grey.ToPng());

        Assert.StartsWith("the received picture: this is not a picture", Assert.Throws<CnnVisException>(() => PictureComparer.Compare(text, picture)).Message, StringComparison.Ordinal);
        (text.Position, picture.Position) = (0, 0);
        Assert.StartsWith("the verified picture: this is not a picture", Assert.Throws<CnnVisException>(() => PictureComparer.Compare(picture, text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(256, 0)]
    [InlineData(0, 1.1)]
    [InlineData(0, double.NaN)]
    public void Tolerance_OutOfRange_IsRefused(int levels, double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureComparer.Compare(Grey, Grey, new() { Levels = levels, Share = share }));

    [Fact]
    public void Tolerance_Defaults() => Assert.Equal(new PictureTolerance { Levels = 4, Share = 0.001 }, new PictureTolerance());

    private static RgbImage Changed(params (int X, int Y, int Channel, byte Value)[] changes)
    {
        byte[] pixels = Grey.Pixels.ToArray();
        foreach ((int x, int y, int channel, byte value) in changes)
        {
            pixels[(3 * ((y * 20) + x)) + channel] = value;
        }

        return new RgbImage(20, 10, pixels);
    }
}
