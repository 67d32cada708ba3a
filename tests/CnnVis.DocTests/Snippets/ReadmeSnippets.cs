using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code of README.md and of the packages' readme, run as it stands there.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class ReadmeSnippets(SnippetFolder folder)
{
    [Fact]
    public void Application()
    {
        #region application
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");

        ClassScore top = model.Predict(photo).Top;
        Console.WriteLine($"{top.Name}: {top.Probability:P1}");

        Explanation why = model.Explain(photo).Occlusion();
        why.Overlay().Save("why.png");
        why.Figure().Save("why.svg");
        #endregion

        Assert.True(folder.Has("why.png"));
        Assert.Equal("cat", top.Name);
    }

    [Fact]
    public void More()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt" });
        RgbImage photo = ImageFile.Load("photo.jpg");
        CancellationToken cancellationToken = CancellationToken.None;
        IProgress<ExplanationProgress> progress = new Progress<ExplanationProgress>();

        #region more
        // Why a cat and not a dog? What speaks for the bird? Both from the same passes.
        Explanation two = model.Explain(photo).For(Target.Difference("cat", "dog"), "bird").Occlusion();

        // Smaller windows, hidden by a blur; with progress, and to be cancelled.
        Explanation fine = model.Explain(photo)
            .ReportTo(progress)
            .Occlusion(new() { Window = 4, Stride = 1, Fill = Baseline.Blur() }, cancellationToken);

        // What the first convolution sees.
        model.Layers.First(layer => layer.Operator == "Conv").FeatureMaps(photo).Sheet(new() { Columns = 8 }).Save("first-layer.png");

        // And what it looks for.
        model.Layers.First(layer => layer.Operator == "Conv").Kernels().Sheet().Save("kernels.png");

        // The network layer by layer: shapes, parameters, multiply-adds, what a cell sees, memory. And drawn.
        Console.WriteLine(model.Summary());
        model.Diagram().Save("network.svg");

        // The numbers, and how they were made: why.npy and why.json.
        fine.Save("why");
        #endregion

        Assert.Equal(2, two.Maps.Count);
        Assert.True(folder.Has("first-layer.png") && folder.Has("why.npy") && folder.Has("why.json"));
    }

    [Fact]
    public void Gradients()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt" });
        RgbImage photo = ImageFile.Load("photo.jpg");

        #region gradients
        // What the score is sensitive to, pixel by pixel: a true gradient of the ONNX file.
        Explanation sensitivity = model.Explain(photo).Gradient();

        // Can it be trusted? Every node against differences of its own, then the whole network.
        GradientReport report = model.CheckGradients(model.ToTensor(photo));
        Console.WriteLine($"{report.Nodes.Count} nodes checked, passed: {report.Passed}");

        // Your own rule for an operator; here guided backpropagation, which replaces one.
        GradientRules guided = GradientRules.Standard.With("Relu", 6, g => g.Where((g.Y > 0) & (g.Dy > 0), g.Dy));
        Explanation edges = model.Explain(photo).WithRules(guided).Gradient();
        #endregion

        Assert.True(report.Passed);
        Assert.NotEqual(sensitivity.Map.Values.ToArray(), edges.Map.Values.ToArray());
    }

    [Fact]
    public void Methods()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt" });
        RgbImage photo = ImageFile.Load("photo.jpg");

        #region methods
        // Where did the last layers find the cat? The layer is chosen from the graph and named in the notes.
        Explanation where = model.Explain(photo).For("cat").GradCam();
        Console.WriteLine(string.Join('\n', where.Notes));

        // Which pixels, with numbers that add up to the difference between this photo and a blurred one?
        Explanation pixels = model.Explain(photo).For("cat").IntegratedGradients(new() { Baselines = [Baseline.Blur()] });

        // What does each superpixel add?
        Explanation parts = model.Explain(photo).For("cat").FeatureAblation(new() { Segments = Segmentation.Slic(30), Baseline = Baseline.MeanColor });

        // Do they agree, and what did they cost?
        Comparison comparison = model.Explain(photo).For("cat").Compare(
            explainer => explainer.GradCam(),
            explainer => explainer.IntegratedGradients(),
            explainer => explainer.Lrp(),
            explainer => explainer.Occlusion());
        Console.WriteLine(comparison);
        comparison.Sheet(new() { Size = 400 }).Save("comparison.png");
        #endregion

        Assert.Contains(where.Notes, note => note.StartsWith("Layer", StringComparison.Ordinal));
        Assert.Equal(where.Target.Score, parts.Target.Score);
        Assert.True(pixels.Map.Elements.Length > 0 && folder.Has("comparison.png"));
    }
}
