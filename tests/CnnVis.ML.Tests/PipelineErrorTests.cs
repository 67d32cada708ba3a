using Microsoft.ML;
using static CnnVis.ML.Tests.TestPipelines;

namespace CnnVis.ML.Tests;

public sealed class PipelineErrorTests
{
    [Fact]
    public void Explain_ScoreColumnIsNotOfTheModel_NamesThoseThatAre()
    {
        // Given
        ITransformer pipeline = Cifar().FitOnPictures();

        // When
        var error = Assert.Throws<ArgumentException>(() => pipeline.Explain(Cat, new() { ScoreColumn = "logit" }));

        // Then
        Assert.Equal(
            "The pipeline's ONNX step writes 'logits', not 'logit' (PipelineOptions.ScoreColumn). Steps after it are not part of the explanation.",
            error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Explain_WrongImageColumn_NamesTheRightOne(bool fromPaths)
    {
        // Given
        ITransformer pipeline = fromPaths ? CifarFromPaths().FitOnPaths() : Cifar().FitOnPictures();

        // When
        var error = Assert.Throws<ArgumentException>(() => pipeline.Explain(Cat, new() { ImageColumn = "foto" }));

        // Then
        Assert.Equal("The pipeline reads its picture from 'photo', not from 'foto' (PipelineOptions.ImageColumn).", error.Message);
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("path")]
    public void Explain_ImageColumnOfLoadImages_CanBeEitherOfItsColumns(string column)
    {
        // Given
        ITransformer pipeline = CifarFromPaths().FitOnPaths();

        // When
        Explainer explainer = pipeline.Explain(Cat, new() { ImageColumn = column });

        // Then
        Assert.Equal("cat", explainer.For("cat").Occlusion(new() { Window = 16, Stride = 16 }).Target.Name);
    }

    [Fact]
    public void Explain_StepThatTellsNothing_SaysWhichOptionToGive()
    {
        // Given
        ITransformer pipeline = Context.Transforms
            .CustomMapping<PhotoRow, PhotoRow>((row, copy) => copy.Photo = row.Photo, contractName: null)
            .Append(Cifar())
            .FitOnPictures();

        // When
        var error = Assert.Throws<ArgumentException>(() => pipeline.Explain(Cat));

        // Then
        Assert.StartsWith("The step CustomMapping of the pipeline does not say which columns it reads", error.Message, StringComparison.Ordinal);
        Assert.Contains("PipelineOptions.ImageColumn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoResize_SaysWhatTheModelReads()
    {
        // Given: the rows of the application have pictures of the model's size.
        ITransformer pipeline = Context.Transforms.ExtractPixels("image", "photo").Append(CifarModel())
            .Fit(Context.Data.LoadFromEnumerable<SmallPhotoRow>([]));

        // When
        var error = Assert.Throws<ArgumentException>(() => pipeline.Explain(Cat));

        // Then
        Assert.StartsWith("The pipeline turns the picture of 451x300 into 405900 numbers in the column 'image'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(pipeline.Explain(Cat.Resize(CifarSize, CifarSize)));
    }

    [Fact]
    public void ToCnnModel_NoOnnx_NamesTheSteps()
    {
        // Given
        ITransformer pipeline = CifarPixels().FitOnPictures();

        // When
        var error = Assert.Throws<ArgumentException>(() => pipeline.ToCnnModel());

        // Then
        Assert.StartsWith("The pipeline has no ONNX model: its steps are ImageResizing, ImagePixelExtracting.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToCnnModel_Disposed_LeavesThePipelineUsable()
    {
        // Given
        ITransformer pipeline = Cifar().FitOnPictures();

        // When
        using (CnnModel model = pipeline.ToCnnModel())
        {
            Assert.NotEmpty(model.Layers);
        }

        // Then
        Assert.Equal("cat", pipeline.Explain(Cat).For("cat").Occlusion(new() { Window = 16, Stride = 16 }).Target.Name);
    }
}
