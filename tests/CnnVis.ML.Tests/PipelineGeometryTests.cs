using CnnVis.Skia;
using Microsoft.ML;
using static CnnVis.ML.Tests.TestPipelines;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace CnnVis.ML.Tests;

public sealed class PipelineGeometryTests
{
    private static readonly OcclusionOptions Coarse = new() { Window = 16, Stride = 16 };

    [Theory]
    [InlineData(ResizingKind.Fill, Anchor.Center)]
    [InlineData(ResizingKind.IsoPad, Anchor.Center)]
    [InlineData(ResizingKind.IsoCrop, Anchor.Center)]
    [InlineData(ResizingKind.IsoCrop, Anchor.Left)]
    [InlineData(ResizingKind.IsoCrop, Anchor.Right)]
    [InlineData(ResizingKind.IsoCrop, Anchor.Top)]
    [InlineData(ResizingKind.IsoCrop, Anchor.Bottom)]
    public void Explain_EveryResize_KnowsWhichPartTheModelSees(ResizingKind kind, Anchor anchor)
    {
        foreach ((int width, int height) in new[] { (256, 128), (128, 256) })
        {
            // Given: red grows to the right, green downwards, so that a pixel tells its place.
            ITransformer pipeline = CifarPixels(kind, anchor).Append(CifarModel()).FitOnPictures();
            RgbImage picture = Places(width, height);
            ImageTensor? seen = null;

            // When
            Explanation actual = pipeline.Explain(picture).Run("look", Coarse, context =>
            {
                seen = context.Input;
                return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
            });

            // Then: within two of the model's pixels, since a resize may round.
            ImageGeometry geometry = actual.Geometry!;
            double tolerance = 2.0 * Math.Max(width, height) / CifarSize;
            const int Centre = CifarSize / 2;
            Assert.Equal(RedAt(seen!, Centre) * width, geometry.Left + (geometry.Width * (Centre + 0.5) / CifarSize), tolerance);
            Assert.Equal(GreenAt(seen!, Centre) * height, geometry.Top + (geometry.Height * (Centre + 0.5) / CifarSize), tolerance);
            Assert.Equal(1, actual.Geometry!.Width / width * height / geometry.Height * (kind == ResizingKind.Fill ? 1 : (double)width / height), 0.05);
        }
    }

    [Fact]
    public void Explain_Overlay_LiesOnTheOriginalPicture()
    {
        // Given
        Explanation why = Cifar(ResizingKind.IsoPad).FitOnPictures().Explain(Cat).Occlusion(Coarse);

        // When
        RgbImage overlay = why.Overlay(new() { Annotate = false, Size = Cat.Width });

        // Then
        Assert.Same(Cat, why.Picture);
        Assert.Equal((Cat.Width, Cat.Height), (overlay.Width, overlay.Height));
    }

    [Fact]
    public void Explain_TwoResizes_FollowsBoth()
    {
        // Given
        ITransformer pipeline = Context.Transforms.ResizeImages("photo", 64, 64, "photo", ResizingKind.IsoCrop)
            .Append(Cifar())
            .FitOnPictures();

        // When
        Explanation why = pipeline.Explain(Places(256, 128)).Occlusion(Coarse);

        // Then
        Assert.Equal(new ImageGeometry(256, 128, 64, 0, 128, 128), why.Geometry);
    }

    [Fact]
    public void Explain_StepOfItsOwnMakesTheImage_SaysThatThePlaceIsUnknown()
    {
        // Given
        ITransformer pipeline = Context.Transforms
            .CustomMapping<PhotoRow, PhotoRow>((row, flipped) => flipped.Photo = row.Photo!.ToRgbImage().ToMLImage(), contractName: null)
            .Append(Cifar())
            .FitOnPictures();

        // When
        Explanation why = pipeline.Explain(Cat, new() { ImageColumn = "photo" }).Occlusion(Coarse);

        // Then
        Assert.Null(why.Geometry);
        Assert.Contains(why.Notes, note => note.Contains("not known", StringComparison.Ordinal));
    }

    [Fact]
    public void Explain_StepAfterExtractPixels_SaysWhatIsAssumed()
    {
        // Given
        ITransformer pipeline = Context.Transforms.ResizeImages("small", CifarSize, CifarSize, "photo", ResizingKind.Fill)
            .Append(Context.Transforms.ExtractPixels("raw", "small"))
            .Append(Context.Transforms.NormalizeLpNorm("image", "raw"))
            .Append(CifarModel())
            .FitOnPictures();

        // When
        Explanation why = pipeline.Explain(Cat).Occlusion(Coarse);

        // Then
        Assert.Equal(ImageGeometry.Whole(Cat.Width, Cat.Height), why.Geometry);
        Assert.Contains(why.Notes, note => note.Contains("assumption", StringComparison.Ordinal));
    }

    private static RgbImage Places(int width, int height) => RgbImage.Create(width, height, pixels =>
    {
        for (int i = 0; i < width * height; i++)
        {
            pixels[3 * i] = (byte)(i % width * 255 / width);
            pixels[(3 * i) + 1] = (byte)(i / width * 255 / height);
        }
    });

    private static float RedAt(ImageTensor tensor, int place) => tensor.Values[tensor.Shape.IndexOf(0, place, place)];

    private static float GreenAt(ImageTensor tensor, int place) => tensor.Values[tensor.Shape.IndexOf(1, place, place)];
}
