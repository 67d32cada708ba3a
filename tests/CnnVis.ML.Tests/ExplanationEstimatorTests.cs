using Microsoft.ML;
using Microsoft.ML.Data;
using static CnnVis.ML.Tests.TestPipelines;

namespace CnnVis.ML.Tests;

public sealed class ExplanationEstimatorTests : IDisposable
{
    private readonly CnnModel _model = CnnModel.Load(Asset("cifar10.onnx"));

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Explain_TensorColumn_AddsTheMap()
    {
        // Given
        ITransformer pipeline = CifarPixels().Append(Context.Transforms.Explain("heatmap", "image", _model, Recipe)).FitOnPictures();
        using MLImage photo = CatImage();
        ImageTensor tensor = new(pipeline.Read(photo, "image").AsSpan(), _model.ImageInput.Shape);

        // When
        float[] map = pipeline.Read(photo, "heatmap");

        // Then
        Assert.Equal(Recipe(_model.Explain(tensor)).Map.Values.ToArray(), map);
    }

    [Fact]
    public void Explain_ImageColumn_UsesTheModelsPreprocessing()
    {
        // Given
        ITransformer pipeline = Context.Transforms.Explain("heatmap", "photo", _model, Recipe).FitOnPictures();
        using MLImage photo = CatImage();

        // When
        float[] map = pipeline.Read(photo, "heatmap");

        // Then
        Assert.Equal(Recipe(_model.Explain(Cat)).Map.Values.ToArray(), map);
    }

    [Fact]
    public void GetOutputSchema_TensorColumn_HasTheMapsShape()
    {
        // Given
        IEstimator<ITransformer> step = Context.Transforms.Explain("heatmap", "image", _model, Recipe);
        IDataView pixels = CifarPixels().FitOnPictures().Transform(Context.Data.LoadFromEnumerable<PhotoRow>([]));

        // When
        var type = (VectorDataViewType)step.Fit(pixels).GetOutputSchema(pixels.Schema)["heatmap"].Type;

        // Then
        Assert.Equal([32, 32], type.Dimensions.ToArray());
        Assert.Equal(NumberDataViewType.Single, type.ItemType);
    }

    [Fact]
    public void PredictionEngine_WithTheStep_Works()
    {
        // Given
        ITransformer pipeline = Context.Transforms.Explain("heatmap", "photo", _model, Recipe).FitOnPictures();
        using PredictionEngine<PhotoRow, HeatmapRow> engine = Context.Model.CreatePredictionEngine<PhotoRow, HeatmapRow>(pipeline);
        using MLImage photo = CatImage();

        // When
        HeatmapRow row = engine.Predict(new PhotoRow { Photo = photo });

        // Then
        Assert.Equal(CifarSize * CifarSize, row.Heatmap.Length);
    }

    [Fact]
    public void Save_ChainWithTheStep_SaysWhatToDo()
    {
        // Given
        ITransformer pipeline = CifarPixels().Append(Context.Transforms.Explain("heatmap", "image", _model, Recipe)).FitOnPictures();
        using var file = new MemoryStream();

        // When
        var error = Assert.Throws<NotSupportedException>(() => Context.Model.Save(pipeline, null, file));

        // Then
        Assert.Equal(
            "The step that adds 'heatmap' explains with a model and a recipe of this program, so it cannot be saved. "
            + "Save the chain without it, and append mlContext.Transforms.Explain(...) after loading.",
            error.Message);
    }

    [Theory]
    [InlineData("imag", "There is no column 'imag' to explain. The columns are 'photo', 'small', 'image'.")]
    [InlineData("wrong", "The column 'wrong' is Vector<Single, 3, 8, 8>. It must be a picture (MLImage) or 3072 numbers, as the model reads [3,32,32]; "
        + "ExtractPixels makes them.")]
    public void Fit_WrongColumn_SaysWhatIsPossible(string column, string message)
    {
        // Given
        IEstimator<ITransformer> pixels = column == "wrong"
            ? Context.Transforms.ResizeImages("small", 8, 8, "photo").Append(Context.Transforms.ExtractPixels("wrong", "small"))
            : CifarPixels();
        IDataView data = pixels.FitOnPictures().Transform(Context.Data.LoadFromEnumerable<PhotoRow>([]));

        // When
        var error = Assert.Throws<ArgumentException>(() => Context.Transforms.Explain("heatmap", column, _model, Recipe).Fit(data));

        // Then
        Assert.Equal(message, error.Message);
    }

    private static Explanation Recipe(Explainer explainer) => explainer.For("cat").Occlusion(new() { Window = 8, Stride = 8 });

    private sealed class HeatmapRow
    {
        [ColumnName("heatmap")]
        [VectorType(CifarSize, CifarSize)]
        public float[] Heatmap { get; set; } = [];
    }
}
