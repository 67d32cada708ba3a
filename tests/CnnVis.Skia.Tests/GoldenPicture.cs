namespace CnnVis.Skia.Tests;

/// <summary>Pictures that a person has verified (folder Golden). What differs is written beside them, with the difference.</summary>
internal static class GoldenPicture
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Root, "tests", "CnnVis.Skia.Tests", "Golden");

    /// <summary>Fails where a tenth of a percent of all pixels differs by more than 4 of 255: other processors' last bits stay below that.</summary>
    public static void Verify(RgbImage picture, string name)
    {
        string verified = Path.Combine(Folder, name + ".png");
        string received = Path.Combine(Folder, name + ".received.png");
        if (!File.Exists(verified))
        {
            picture.Save(received);
            Assert.Fail($"There is no {name}.png yet. Look at {received} and rename it.");
        }

        PictureComparison comparison = PictureComparer.Compare(picture, ImageFile.Load(verified));
        if (!comparison.IsEqual)
        {
            picture.Save(received);
            comparison.DifferencePicture()?.Save(Path.Combine(Folder, name + ".received.difference.png"));
        }

        Assert.True(comparison.IsEqual, $"{name}: {comparison.Message}");
    }
}
