using CnnVis.ML;
using CnnVis.Skia;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace CnnVis.DocTests.Snippets;

/// <summary>The ML.NET code of README.md, run as it stands there.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class PipelineSnippets(SnippetFolder folder)
{
    [Fact]
    public void Pipeline()
    {
        var ml = new MLContext();
        IDataView rows = ml.Data.LoadFromEnumerable([new Row("photo.jpg")]);
        ITransformer pipeline = ml.Transforms.LoadImages("photo", imageFolder: "", inputColumnName: nameof(Row.Path))
            .Append(ml.Transforms.ResizeImages("small", 32, 32, "photo"))
            .Append(ml.Transforms.ExtractPixels("image", "small", scaleImage: 1 / 255f))
            .Append(ml.Transforms.ApplyOnnxModel("logits", "image", "model.onnx"))
            .Fit(rows);
        RgbImage photo = ImageFile.Load("photo.jpg");
        using var model = CnnModel.Load("model.onnx");

        #region pipeline
        // The pipeline's own steps make the model's input, so preprocessing cannot differ from the application's.
        Explanation why = pipeline.Explain(photo).For("cat").Occlusion();
        why.Overlay().Save("pipeline.png");

        // Or a step that adds the map as a column: a number for each pixel of the model's input.
        IEstimator<ITransformer> step = ml.Transforms.Explain("map", "image", model, explainer => explainer.Occlusion());
        #endregion

        IDataView scored = pipeline.Transform(rows);
        float[] map = step.Fit(scored).Transform(scored).GetColumn<float[]>("map").Single();
        Assert.True(folder.Has("pipeline.png"));
        Assert.Equal("pipeline", why.Model);
        Assert.Equal(32 * 32, map.Length);
    }

    private sealed record Row(string Path);
}
