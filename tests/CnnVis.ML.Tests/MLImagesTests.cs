using Microsoft.ML.Data;

namespace CnnVis.ML.Tests;

public sealed class MLImagesTests
{
    [Theory]
    [InlineData(MLPixelFormat.Rgba32, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(MLPixelFormat.Bgra32, new byte[] { 3, 2, 1, 6, 5, 4 })]
    public void ToRgbImage_EveryFormat_GivesRedGreenBlue(MLPixelFormat format, byte[] expected)
    {
        // Given
        using var image = MLImage.CreateFromPixels(2, 1, format, [1, 2, 3, 255, 4, 5, 6, 255]);

        // When
        RgbImage actual = image.ToRgbImage();

        // Then
        Assert.Equal(expected, actual.Pixels.ToArray());
    }

    [Fact]
    public void ToMLImage_AndBack_ChangesNothing()
    {
        // Given
        var image = new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]);

        // When
        using MLImage there = image.ToMLImage();

        // Then
        Assert.Equal([1, 2, 3, 255, 4, 5, 6, 255], there.Pixels.ToArray());
        Assert.Equal(image.Pixels.ToArray(), there.ToRgbImage().Pixels.ToArray());
    }
}
