using CnnVis.Skia;
using Microsoft.ML;
using Microsoft.ML.Data;
using static CnnVis.ML.Tests.TestPipelines;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace CnnVis.ML.Tests;

public sealed class ExplainScorePipelineTests
{
    private static readonly OcclusionOptions Halves = new() { Window = new WindowSize(16, 8), Stride = new WindowSize(16, 8), Fill = Baseline.Zero };

    [Fact]
    public void Explain_ScoreOfTheLeftHalf_IsExplainedByTheLeftHalf()
    {
        // Given
        ITransformer pipeline = Pixels()
            .Append(Context.Transforms.CustomMapping<PixelRow, ScoreRow>((row, score) => score.Scores = LeftAndRight(row.Pixels), contractName: null))
            .FitOnPictures();

        // When
        Explanation why = pipeline.Explain(Grey(), new() { Labels = new Labels(["left", "right"]) }).For("left").Occlusion(Halves);

        // Then
        Assert.Equal(100, why.Map[8, 0], 1f);
        Assert.Equal(0, why.Map[8, 15], 1e-3f);
        Assert.Equal(ImageGeometry.Whole(16, 16), why.Geometry);
    }

    [Fact]
    public void Explain_TrainedClassifier_FindsScoresAndLabels()
    {
        // Given
        IDataView photos = Context.Data.LoadFromEnumerable(
        [
            new PathRow { Path = Asset("chelsea.png"), Animal = "cat" },
            new PathRow { Path = Asset("coffee.png"), Animal = "coffee" },
        ]);
        ITransformer pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "animal")
            .Append(Context.Transforms.LoadImages("photo", "", "path"))
            .Append(Context.Transforms.ResizeImages("small", 8, 8, "photo", ResizingKind.Fill))
            .Append(Context.Transforms.ExtractPixels("Features", "small", scaleImage: 1 / 255f))
            .Append(Context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0))
            .Append(Context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(photos);

        // When
        Explanation why = pipeline.Explain(Cat.Resize(90, 60)).Occlusion(new() { Window = 30, Stride = 30 });

        // Then
        Assert.Equal("cat", why.Target.Name);
        Assert.True(why.Map.MaxMagnitude > 0);
        Assert.Equal(90, why.Overlay(new() { Annotate = false, Size = 90 }).Width);
    }

    [Fact]
    public void Explain_NoScoreColumn_SaysWhichOptionNamesIt()
    {
        // Given
        ITransformer pipeline = Pixels().Append(Context.Transforms.CopyColumns("name", "photo")).FitOnPictures();

        // When
        var error = Assert.Throws<ArgumentException>(() => pipeline.Explain(Grey()));

        // Then
        Assert.Equal(
            "The pipeline has no column of scores named 'Score'. Set PipelineOptions.ScoreColumn to the column that holds a number for each class; "
            + "its columns of numbers are 'pixels'.",
            error.Message);
    }

    private static IEstimator<ITransformer> Pixels() => Context.Transforms.ResizeImages("small", 16, 16, "photo", ResizingKind.Fill)
        .Append(Context.Transforms.ExtractPixels("pixels", "small"));

    private static RgbImage Grey() => RgbImage.FromGrey(16, 16, [.. Enumerable.Repeat((byte)100, 256)]);

    private static float[] LeftAndRight(float[] pixels) =>
    [
        pixels.Where((_, i) => i % 16 < 8).Average(),
        pixels.Where((_, i) => i % 16 >= 8).Average() / 2,
    ];

    private sealed class PixelRow
    {
        [ColumnName("pixels")]
        [VectorType(3, 16, 16)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class ScoreRow
    {
        [VectorType(2)]
        public float[] Scores { get; set; } = [];
    }
}
