using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about pictures, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class PictureSnippets(SnippetFolder folder)
{
    [Fact]
    public void Pictures()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");

        #region figure
        Explanation why = model.Explain(photo).Occlusion();

        // For a reader who has never heard of saliency: the photo, the map, its scale, what the model says, how it was made.
        why.Figure().Save("figure.svg");
        why.Figure(new() { Theme = FigureTheme.Dark, Scale = 2 }).Save("figure.png");

        // Where the evidence is: lines around a quarter, half and three quarters of it; the strongest regions; all else blurred.
        why.Figure(new() { Views = [MapView.Contours, MapView.Regions, MapView.Masked], Evidence = new() { Share = 0.5 } }).Save("evidence.pdf");

        // As numbers.
        foreach (EvidenceRegion region in why.Evidence().Regions(share: 0.6))
        {
            Console.WriteLine($"{region.Share:P0} of the evidence in {region.Bounds}");
        }
        #endregion

        #region grid
        // Methods by images; every map says how strong it is.
        string[] files = ["cat.jpg", "coffee.jpg"];
        RgbImage[] photos = [.. files.Select(ImageFile.Load)];
        FigureGrid.Of(
            [.. photos.Select(image => new[] { model.Explain(image).Occlusion(), model.Explain(image).GradCam() })],
            new() { Rows = files, Columns = ["Occlusion", "Grad-CAM"], Title = "Two methods" }).Save("grid.svg");

        // One scale for all, in colours of your choice.
        why.Heatmap(new() { Colors = ColorMap.PurpleWhiteGreen, Scale = 3, Smooth = false }).Save("cells.png");
        #endregion

        #region web
        // Complete in itself: no other files.
        File.WriteAllText("why.html", why.ToHtml());
        string address = why.Overlay().ToDataUri();

        // A sweep over sizes of windows, as an animated PNG.
        RgbImage[] frames = [.. Enumerable.Range(2, 4).Select(size => model.Explain(photo).Occlusion(new() { Window = 2 * size, Stride = 2 }).Overlay())];
        Animation.Save(frames, "sweep.png", new() { FrameMilliseconds = 400 });
        #endregion

        Assert.All((string[])["figure.svg", "figure.png", "evidence.pdf", "grid.svg", "cells.png", "why.html", "sweep.png"], file => Assert.True(folder.Has(file), file));
        Assert.StartsWith("data:image/png", address, StringComparison.Ordinal);
    }
}
