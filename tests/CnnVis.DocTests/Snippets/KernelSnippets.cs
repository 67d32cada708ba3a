using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about kernels, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class KernelSnippets(SnippetFolder folder)
{
    [Fact]
    public void Kernels()
    {
        using var model = CnnModel.Load("model.onnx", new() { Preprocessing = Preprocessing.ZeroToOne });

        #region kernels
        // What the first convolution looks for, alike beside alike.
        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();
        kernels.Sheet(new() { Order = KernelOrder.Similarity }).Save("kernels.png");

        // The weakest kernel in numbers.
        int weakest = kernels.InOrder(KernelOrder.Norm)[^1];
        Console.WriteLine($"{kernels.Count} kernels; {weakest}: {kernels.Statistics(weakest)}");

        // A deeper layer as it works in the end, with the BatchNormalization behind it; then what its kernels look for in input channel 4.
        Kernels deeper = model.Layers.Last(layer => layer.Operator == "Conv").Kernels(new() { MergeBatchNormalization = true });
        deeper.Sheet(new() { SharedScale = true }).Save("deeper.png");
        deeper.Sheet(new() { InputChannel = 4 }).Save("deeper-4.png");
        #endregion

        Assert.All(Enumerable.Range(0, kernels.Count), kernel => Assert.True(kernels.Statistics(kernel).Norm >= kernels.Statistics(weakest).Norm));
        Assert.True(folder.Has("kernels.png") && folder.Has("deeper.png") && folder.Has("deeper-4.png"));
    }
}
