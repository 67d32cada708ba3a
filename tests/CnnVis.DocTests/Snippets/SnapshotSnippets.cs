using CnnVis.Skia;
using Snapshooter;
using Snapshooter.Xunit;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about snapshot tests, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class SnapshotSnippets(SnippetFolder folder)
{
    [Fact]
    public void Requirements()
    {
        #region requirements
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        Explanation why = model.Explain(ImageFile.Load("photo.jpg")).Occlusion();

        // The model must see a cat, because of its face, and not because of what is written at the lower edge.
        why.RequireTopClass("cat")
            .RequireInside(new PixelRectangle(60, 40, 310, 250), atLeast: 0.6)
            .RequireInside(new PixelRectangle(0, 285, 451, 15), atMost: 0.05);
        #endregion

        // The page quotes the message; its numbers may differ in the last digit on another machine.
        string message = Assert.Throws<ExplanationRequirementException>(() => why.RequireInside(new PixelRectangle(0, 0, 150, 300), atLeast: 0.6)).Message;
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "snapshot-testing.md"));
        Assert.Contains(message[..(message.IndexOf("found ", StringComparison.Ordinal) + 8)], page, StringComparison.Ordinal);
    }

    [Fact]
    public void Cat()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");

        #region snapshooter
        Explanation why = model.Explain(photo).For("cat").Occlusion();
        SnapshotFullName name = Snapshot.FullName();
        string verified = Path.Combine(name.FolderPath, FileNames.SnapshotFolderName, name.Filename);

        Snapshot.Match(why.ToSnapshot(new() { VerifiedFile = verified }), name);
        #endregion

        // The page shows this text.
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "snapshot-testing.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```\n{File.ReadAllText(verified).ReplaceLineEndings("\n")}```", page, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(verified), why.ToSnapshot(new() { VerifiedFile = verified }));
    }

    [Fact]
    public void Similar()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");
        model.Explain(photo).For("cat").Occlusion().Save("verified");

        #region similar
        Explanation why = model.Explain(photo).For("cat").Occlusion();
        Explanation verified = Explanation.Load("verified");

        Console.WriteLine(HeatmapComparison.Of(why, verified));
        why.RequireSimilarTo(verified, new() { RankCorrelation = 0.95, CentreShift = 0.02 });
        #endregion
    }

    [Fact]
    public void Pictures()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        Explanation why = model.Explain(ImageFile.Load("photo.jpg")).Occlusion();
        why.Overlay().Save("why.verified.png");

        #region pictures
        using Stream received = new MemoryStream(why.Overlay().ToPng());
        using Stream verified = File.OpenRead("why.verified.png");

        // 0.1 % of all pixels may differ by more than 4 of 255.
        PictureComparison pictures = PictureComparer.Compare(received, verified, new() { Levels = 4, Share = 0.001 });
        if (!pictures.IsEqual)
        {
            pictures.DifferencePicture()?.Save("why.difference.png");
        }

        Assert.True(pictures.IsEqual, pictures.Message);
        #endregion

        Assert.False(folder.Has("why.difference.png"));
    }
}
