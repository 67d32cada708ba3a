using System.Globalization;

namespace CnnVis.Skia.Tests;

public class ImageFolderTests
{
    [Fact]
    public void Find_FolderOfManyKinds_NamesPicturesInNaturalOrder()
    {
        using var folder = new TemporaryFolder();
        string[] expected =
        [
            "1.png", "2.JPG", "10.bmp", "010.webp", "a/1.png", "a/9.gif", "a/10.jpeg", "a/b/1.png", "A2.png", "a10.png", "a-b/1.png", "z.png", "ä.png", "ö.png",
        ];
        foreach (string name in expected.Reverse().Concat(["notes.txt", "a/png", "a/.hidden.png", "model.onnx"]))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), "");
        }

        string[] found = [.. ImageFolder.Find(folder.Path).Select(source => source.Name)];

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void NaturalName_AnyCulture_OrdersAlike(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            string[] ordered = ["I1.png", "i2.png", "I10.png", "i010.png", "z.png", "ä.png"];

            Assert.Equal(ordered, ordered.Reverse().OrderBy(name => new NaturalName(name)).Select(name => name));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void NaturalName_AnyThreeNames_AreInOneOrder()
    {
        string[] names = ["", "0", "00", "1", "01", "9", "10", "a", "A", "a1", "a01", "a-1", "a/1", "a//", "a1/", "a1-", "ab", "1a", "1A", "99999999999999999999999", "b", "-", "/"];
        NaturalName[] keys = [.. names.Select(name => new NaturalName(name))];

        Assert.All(keys, one => Assert.All(keys, other =>
        {
            Assert.Equal(Math.Sign(one.CompareTo(other)), -Math.Sign(other.CompareTo(one)));
            Assert.Equal(one == other, one.CompareTo(other) == 0);
            Assert.All(keys, third => Assert.False(one.CompareTo(other) < 0 && other.CompareTo(third) < 0 && one.CompareTo(third) >= 0));
        }));
    }

    [Fact]
    public void Find_LinkThatLeadsBack_Ends()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a privilege there.
            return;
        }

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("1.png"), "");
        Directory.CreateDirectory(folder.File("below"));
        Directory.CreateSymbolicLink(folder.File("below/back"), folder.Path);
        File.CreateSymbolicLink(folder.File("below/2.png"), folder.File("1.png"));

        Assert.Equal(["1.png", "below/2.png"], ImageFolder.Find(folder.Path).Select(source => source.Name));
    }

    [Fact]
    public void Find_Picture_IsReadWhenAsked()
    {
        using var folder = new TemporaryFolder();
        new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]).Save(folder.File("below/one.png"));

        ImageSource source = ImageFolder.Find(folder.Path).Single();

        Assert.Equal((2, 1), (source.Load().Width, source.Load().Height));
        File.Delete(folder.File("below/one.png"));
        Assert.Throws<CnnVisException>(source.Load);
    }

    [Theory]
    [InlineData("1.png", null)]
    [InlineData("cat/1.png", "cat")]
    [InlineData("train/cat/1.png", "cat")]
    public void FolderOf_Name_IsTheInnermost(string name, string? folder) => Assert.Equal(folder, ImageFolder.FolderOf(name));
}
