namespace CnnVis.Skia.Tests;

/// <summary>The memory of the whole process is read, so nothing else may run.</summary>
[CollectionDefinition(nameof(RenderingMemoryTests), DisableParallelization = true)]
[Collection(nameof(RenderingMemoryTests))]
public class RenderingMemoryTests
{
    private const int Renderings = 1000;
    private const long Slack = 48L << 20;

    /// <summary>A thousand renderings of every kind: memory is what it was after the first hundred, Skia's and HarfBuzz' own included.</summary>
    [Fact]
    public void AThousandRenderings_LeakNothing()
    {
        Explanation explanation = ExplanationPicturesTests.Explain(
            RgbImage.Create(64, 64, pixels => pixels.Fill(120)), ImageGeometry.Whole(64, 64), new Heatmap([1, -1, 0, 2], 2, 2, MapScaling.Symmetric));
        long before = 0;
        for (int i = 0; i < Renderings; i++)
        {
            Render(explanation, i);
            if (i == Renderings / 10)
            {
                before = Settled();
            }
        }

        Assert.InRange(Settled() - before, long.MinValue, Slack);
    }

    private static void Render(Explanation explanation, int i)
    {
        _ = (i % 5) switch
        {
            0 => explanation.Overlay().ToPng().Length,
            1 => explanation.Figure(new() { CellSize = 220, Views = [MapView.Contours, MapView.Masked, MapView.Regions] }).ToPng().Length,
            2 => explanation.Figure(new() { CellSize = 100 }).ToPdf().Length,
            3 => explanation.Figure(new() { CellSize = 100, Title = $"猫 {i}" }).ToSvg().Length,
            _ => explanation.Heatmap(new() { Size = 100 }).Pixels.Length,
        };
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
