using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about the network itself, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class NetworkSnippets(SnippetFolder folder)
{
    [Fact]
    public void Network()
    {
        using var model = CnnModel.Load("model.onnx");

        #region network
        // The network drawn: as a file for a browser, which says more where the pointer rests, and for print.
        model.Diagram().Save("network.svg");
        model.Diagram(new() { Scale = 2 }).Save("network.png");

        // The same as text, and as data.
        NetworkOutline outline = model.Outline();
        Console.WriteLine(outline);
        OutlinePart[] repeated = [.. outline.Parts.Where(part => part.Kind == OutlinePartKind.Repeated)];

        // Layer by layer. Which takes most of the work?
        ModelSummary summary = model.Summary();
        LayerSummary largest = summary.Layers.MaxBy(layer => layer.MultiplyAdds)!;
        Console.WriteLine($"{largest.Name}: {largest.MultiplyAdds:#,0} of {summary.MultiplyAdds:#,0} multiply-adds");
        #endregion

        Assert.True(folder.Has("network.svg") && folder.Has("network.png"));
        Assert.Contains("Conv", largest.Operator, StringComparison.Ordinal);
        Assert.All(repeated, part => Assert.True(part.Repeats > 1));
    }
}
