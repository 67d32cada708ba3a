using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>What the user gave to diagnose a model with: pictures and folders of them, or one file of tensors.</summary>
/// <param name="Pictures">The pictures, each named by its path; empty where a tensor was given.</param>
/// <param name="Tensor">The path of the tensor.</param>
internal sealed record DiagnosedImages(IReadOnlyList<ImageSource> Pictures, string? Tensor)
{
    public const string Description =
        "Photos of what the model is for (PNG, JPEG, WebP, BMP, GIF), folders of them, or one .npy float32 tensor [N,...] as your application feeds it. One photo shows "
        + "a wrong range or layout; the order of the colours takes 15.";

    /// <exception cref="ArgumentException">A tensor was given with something else.</exception>
    /// <exception cref="CnnVisException">There is no such file, or a folder has no pictures.</exception>
    public static DiagnosedImages Find(IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(IsTensor) is { } tensor)
        {
            return paths.Count == 1
                ? new DiagnosedImages([], tensor)
                : throw new ArgumentException($"'{tensor}' is a tensor, which is used as it is; give it alone. Several images belong into one tensor [N,...].");
        }

        return new DiagnosedImages([.. paths.SelectMany(SourcesIn)], null);
    }

    public Diagnosis Diagnose(CnnModel model, IProgress<ExplanationProgress>? progress, CancellationToken cancellationToken) => Tensor is { } path
        ? model.Diagnose(ImageTensor.LoadNpy(path, model.ImageInput.Shape.Layout), options: null, progress, cancellationToken)
        : model.Diagnose(Pictures, options: null, progress, cancellationToken);

    private static bool IsTensor(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ImageSource> SourcesIn(string path) =>
        Directory.Exists(path) ? ImageFolder.Find(path)
        : File.Exists(path) ? [new ImageSource(path, () => ImageFile.Load(path))]
        : throw new CnnVisException($"There is no picture and no folder '{path}'.");
}
