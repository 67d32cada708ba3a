namespace CnnVis.Skia.Tests;

public class ImageFileTests
{
    private static readonly (byte, byte, byte) Red = (200, 40, 60);
    private static readonly (byte, byte, byte) Blue = (20, 80, 220);

    [Theory]
    [InlineData("rgb.png", 0)]
    [InlineData("rgb.bmp", 0)]
    [InlineData("rgb.webp", 0)]
    [InlineData("palette.png", 0)]
    [InlineData("animated.gif", 0)]
    [InlineData("rgb.jpg", 4)]
    [InlineData("exif6.jpg", 4)]
    public void Load_EveryForm_HasRedLeftAndBlueRight(string file, int tolerance)
    {
        RgbImage image = ImageFile.Load(PictureNamed(file));

        Assert.Equal(image.Width, 2 * image.Height);
        AssertNear(Red, At(image, 0, 0), tolerance);
        AssertNear(Red, At(image, image.Width / 4, image.Height - 1), tolerance);
        AssertNear(Blue, At(image, image.Width - 1, 0), tolerance);
        AssertNear(Blue, At(image, image.Width * 3 / 4, image.Height - 1), tolerance);
    }

    [Theory]
    [InlineData("grey.png")]
    [InlineData("grey16.png")]
    public void Load_Grey_HasEqualChannels(string file) => AssertNear((100, 100, 100), At(ImageFile.Load(PictureNamed(file)), 3, 2), 0);

    [Fact]
    public void Load_Transparent_ShowsWhite()
    {
        RgbImage image = ImageFile.Load(PictureNamed("alpha.png"));

        AssertNear(Red, At(image, 0, 1), 0);
        AssertNear((227, 147, 157), At(image, 0, 0), 1);
        AssertNear((255, 255, 255), At(image, 7, 3), 0);
    }

    [Theory]
    [InlineData("huge.png", "huge.png: the picture has 30000x30000 pixels; at most 100 million are read. Make it smaller.")]
    [InlineData("truncated.png", "truncated.png: the picture is truncated.")]
    [InlineData("make_pictures.py", "make_pictures.py: this is not a picture that can be read. PNG, JPEG, WebP, BMP and GIF can.")]
    [InlineData("absent.png", "absent.png: there is no such picture")]
    public void Load_Unusable_SaysWhy(string file, string message) =>
        Assert.StartsWith(message, Assert.Throws<CnnVisException>(() => ImageFile.Load(PictureNamed(file))).Message, StringComparison.Ordinal);

    // JPEG is written without halving the colours; WebP always halves them, which shows at the edge between red and blue alone.
    [Theory]
    [InlineData("a.png", 0, 0)]
    [InlineData("a.JPG", 6, 0)]
    [InlineData("a.webp", 6, 4)]
    public void Save_ThenLoad_GivesThePicture(string name, int tolerance, int edge)
    {
        using var folder = new TemporaryFolder();
        RgbImage image = ImageFile.Load(PictureNamed("rgb.jpg"));

        image.Save(folder.File(name));

        RgbImage loaded = ImageFile.Load(folder.File(name));
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            int x = i % image.Width;
            if (Math.Abs(x + 0.5 - (image.Width / 2.0)) > edge)
            {
                AssertNear(At(image, x, i / image.Width), At(loaded, x, i / image.Width), tolerance);
            }
        }
    }

    [Fact]
    public void Save_OtherExtension_ListsThePossibleAndWritesNothing()
    {
        using var folder = new TemporaryFolder();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => ImageFile.Load(PictureNamed("rgb.png")).Save(folder.File("a.tiff")));

        Assert.Equal("Pictures are written as .png, .jpg, .webp or .bmp, not as '.tiff'.", exception.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static string PictureNamed(string file) => Path.Combine(RepositoryFolder.Root, "tests", "CnnVis.Skia.Tests", "Pictures", file);

    private static (byte Red, byte Green, byte Blue) At(RgbImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Pixels.Slice(3 * ((y * image.Width) + x), 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    private static void AssertNear((byte Red, byte Green, byte Blue) expected, (byte Red, byte Green, byte Blue) actual, int tolerance)
    {
        Assert.InRange(actual.Red, expected.Red - tolerance, expected.Red + tolerance);
        Assert.InRange(actual.Green, expected.Green - tolerance, expected.Green + tolerance);
        Assert.InRange(actual.Blue, expected.Blue - tolerance, expected.Blue + tolerance);
    }
}
