using CnnVis.Skia;
using Microsoft.ML;
using Microsoft.ML.Data;
using static CnnVis.ML.Tests.TestPipelines;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace CnnVis.ML.Tests;

public sealed class ExplainOnnxPipelineTests
{
    private static readonly OcclusionOptions Coarse = new() { Window = 8, Stride = 8 };

    [Fact]
    public void Explain_MLImage_ExplainsTheTensorThatThePipelineMakes()
    {
        // Given
        ITransformer pipeline = Cifar().FitOnPictures();
        using MLImage photo = CatImage();
        float[] input = pipeline.Read(photo, "image");
        using CnnModel model = CnnModel.Load(Asset("cifar10.onnx"));
        Explanation expected = model.Explain(new ImageTensor(input.AsSpan(), model.ImageInput.Shape)).Occlusion(Coarse);

        // When
        Explanation actual = pipeline.Explain(photo).Occlusion(Coarse);

        // Then
        Assert.Equal(expected.Map.Values, actual.Map.Values);
        Assert.Equal(expected.Target, actual.Target);
        Assert.Equal(pipeline.Read(photo, "logits").Max(), actual.Target.Score, 1e-4f);
    }

    [Fact]
    public void Explain_LoadImages_IsSkippedAndLeavesTheSameMap()
    {
        // Given
        ITransformer fromPaths = CifarFromPaths().FitOnPaths();
        ITransformer fromPictures = Cifar().FitOnPictures();

        // When
        Explanation actual = fromPaths.Explain(Cat).Occlusion(Coarse);

        // Then
        Assert.Equal(fromPictures.Explain(Cat).Occlusion(Coarse).Map.Values, actual.Map.Values);
    }

    [Fact]
    public void Explain_NestedChain_FindsTheOnnxModel()
    {
        // Given
        ITransformer flat = Cifar().FitOnPictures();
        var nested = new TransformerChain<ITransformer>(new TransformerChain<ITransformer>(CifarPixels().FitOnPictures()), FitModel());

        // When
        Explanation actual = nested.Explain(Cat).Occlusion(Coarse);

        // Then
        Assert.Equal(flat.Explain(Cat).Occlusion(Coarse).Map.Values, actual.Map.Values);

        static ITransformer FitModel() => CifarModel().Fit(CifarPixels().FitOnPictures().Transform(Context.Data.LoadFromEnumerable<PhotoRow>([])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Explain_SavedAndLoadedChain_GivesTheSameMap(bool fromPaths)
    {
        // Given
        ITransformer fitted = fromPaths ? CifarFromPaths().FitOnPaths() : Cifar().FitOnPictures();
        DataViewSchema? schema = fromPaths ? Context.Data.LoadFromEnumerable<PathRow>([]).Schema : null;
        using var file = new MemoryStream();
        Context.Model.Save(fitted, schema, file);
        file.Position = 0;

        // When
        ITransformer loaded = new MLContext().Model.Load(file, out _);

        // Then
        Assert.Equal(fitted.Explain(Cat).Occlusion(Coarse).Map.Values, loaded.Explain(Cat).Occlusion(Coarse).Map.Values);
    }

    [Fact]
    public void Explain_InterleavedGrey_ReadsTheModelsLayout()
    {
        // Given
        ITransformer pipeline = Digits().FitOnPictures();
        RgbImage seven = ImageFile.Load(Asset("digit-7.png"));

        // When
        Explanation actual = pipeline.Explain(seven).Occlusion();

        // Then
        Assert.Equal("7", actual.Target.Name);
        Assert.Equal(new ImageShape(1, 28, 28, TensorLayout.Nhwc), actual.InputShape);
    }

    [Fact]
    public void Explain_OtherOrderAndScale_IsRespected()
    {
        // Given
        ITransformer pipeline = Context.Transforms
            .ResizeImages("small", CifarSize, CifarSize, "photo", ResizingKind.Fill)
            .Append(Context.Transforms.ExtractPixels("image", "small", ColorBits.Rgb, ColorsOrder.ABGR, offsetImage: 127.5f, scaleImage: 1 / 127.5f))
            .Append(CifarModel())
            .FitOnPictures();
        using MLImage photo = CatImage();
        float[] input = pipeline.Read(photo, "image");
        ImageTensor? seen = null;

        // When
        pipeline.Explain(photo).Run("look", new OcclusionOptions(), context =>
        {
            seen = context.Input;
            return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
        });

        // Then
        Assert.Equal(input, seen!.Values.ToArray());
    }

    [Fact]
    public void Explain_FillOfAColor_IsPreprocessedByThePipeline()
    {
        // Given
        ITransformer pipeline = Cifar(ResizingKind.IsoPad).FitOnPictures();
        IReadOnlyList<float>? color = null;

        // When
        pipeline.Explain(Cat).Run("look", new OcclusionOptions(), context =>
        {
            color = context.ColorOf((255, 0, 51));
            return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
        });

        // Then
        Assert.Equal([1, 0, 0.2], color!.Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void Explain_OtherStepsNeedALabel_FindsThem()
    {
        // Given
        ITransformer pipeline = Context.Transforms.Conversion.MapValueToKey("key", "animal").Append(CifarFromPaths())
            .Fit(Context.Data.LoadFromEnumerable([new PathRow { Animal = "cat", Path = Asset("chelsea.png") }]));

        // When
        Explanation actual = pipeline.Explain(Cat).Occlusion(Coarse);

        // Then
        Assert.Equal(Cifar().FitOnPictures().Explain(Cat).Occlusion(Coarse).Map.Values, actual.Map.Values);
    }

    [Fact]
    public void Explain_WithLabels_NamesTheTarget()
    {
        // Given
        ITransformer pipeline = Cifar().FitOnPictures();
        var options = new PipelineOptions { Labels = new Labels(Enumerable.Range(0, 10).Select(i => $"class {i}")) };

        // When
        Explanation actual = pipeline.Explain(Cat, options).For("class 3").Occlusion(Coarse);

        // Then
        Assert.Equal(3, actual.Target.ClassIndex);
        Assert.Equal("cat", pipeline.Explain(Cat).For(3).Occlusion(Coarse).Target.Name);
    }

    [Fact]
    public void Explain_Notes_DoNotSpeakOfGuessedPreprocessing()
    {
        // Given
        ITransformer pipeline = Cifar().FitOnPictures();

        // When
        Explanation actual = pipeline.Explain(Cat).Occlusion(Coarse);

        // Then
        Assert.StartsWith("Baseline: 0 in the model's input, which looks like #", Assert.Single(actual.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_FromSeveralThreads_GivesOneAnswer()
    {
        // Given
        ITransformer pipeline = Cifar().FitOnPictures();

        // When
        float[][] maps = [.. Enumerable.Range(0, 4).AsParallel().Select(_ => pipeline.Explain(Cat).Occlusion(Coarse).Map.Values.ToArray())];

        // Then
        Assert.All(maps, map => Assert.Equal(maps[0], map));
    }
}
