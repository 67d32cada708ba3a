using CnnVis.Skia;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace CnnVis.ML.Tests;

/// <summary>Pipelines as applications build them, over the small models of the samples.</summary>
internal static class TestPipelines
{
    public const int CifarSize = 32;

    public static MLContext Context { get; } = new(seed: 1);

    public static RgbImage Cat { get; } = ImageFile.Load(Asset("chelsea.png"));

    public static string Asset(string name) => Path.Combine(AppContext.BaseDirectory, "assets", name);

    public static MLImage CatImage() => MLImage.CreateFromFile(Asset("chelsea.png"));

    /// <summary>ResizeImages and ExtractPixels as cifar10.onnx wants them.</summary>
    public static IEstimator<ITransformer> CifarPixels(ResizingKind kind = ResizingKind.Fill, Anchor anchor = Anchor.Center) => Context.Transforms
        .ResizeImages("small", CifarSize, CifarSize, "photo", kind, anchor)
        .Append(Context.Transforms.ExtractPixels("image", "small", scaleImage: 1 / 255f));

    public static IEstimator<ITransformer> Cifar(ResizingKind kind = ResizingKind.Fill) => CifarPixels(kind).Append(CifarModel());

    public static IEstimator<ITransformer> CifarModel() => Context.Transforms.ApplyOnnxModel("logits", "image", Asset("cifar10.onnx"));

    public static IEstimator<ITransformer> CifarFromPaths() => Context.Transforms.LoadImages("photo", "", "path").Append(Cifar());

    /// <summary>Grey digits: one channel, interleaved.</summary>
    public static IEstimator<ITransformer> Digits() => Context.Transforms
        .ResizeImages("small", 28, 28, "photo", ResizingKind.Fill)
        .Append(Context.Transforms.ExtractPixels(
            "image", "small", ColorBits.Red, ColorsOrder.ARGB, interleavePixelColors: true, scaleImage: 1 / 255f))
        .Append(Context.Transforms.ApplyOnnxModel("probabilities", "image", Asset("digits.onnx")));

    public static ITransformer FitOnPictures(this IEstimator<ITransformer> estimator) => estimator.Fit(Context.Data.LoadFromEnumerable<PhotoRow>([]));

    public static ITransformer FitOnPaths(this IEstimator<ITransformer> estimator) => estimator.Fit(Context.Data.LoadFromEnumerable<PathRow>([]));

    /// <summary>What a column of the pipeline holds for the cat, read the way applications do.</summary>
    public static float[] Read(this ITransformer pipeline, MLImage photo, string column)
    {
        IDataView view = pipeline.Transform(Context.Data.LoadFromEnumerable([new PhotoRow { Photo = photo }]));
        return view.GetColumn<float[]>(column).Single();
    }
}
