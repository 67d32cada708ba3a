using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about how models are run, as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class ExecutionSnippets(SnippetFolder folder)
{
    [Fact]
    public void Execution()
    {
        #region execution
        using var model = CnnModel.Load("model.onnx", new()
        {
            Execution = new() { Threads = 2, MemoryLimit = 500L << 20, Provider = ExecutionProvider.Cpu },
        });
        RgbImage photo = ImageFile.Load("photo.jpg");

        // What will it cost? Any method, with its options, for these targets.
        ExplanationEstimate cost = model.Explain(photo).Estimate(e => e.Rise(new() { Masks = 2000 }));
        Console.WriteLine($"at most {cost.ForwardPasses} passes, {cost.Duration.TotalSeconds:0} s, {cost.Bytes >> 20} MB");
        #endregion

        Assert.Equal(2001, cost.ForwardPasses);
        Assert.True(cost.IsUpperBound);
        Assert.True(folder.Has("model.onnx"));
    }
}
