using CnnVis.Features.Diagnoses;

namespace CnnVis;

/// <summary>The verb Diagnose.</summary>
public static class DiagnosisExtensions
{
    /// <summary>
    /// Checks a network up on some images: wrong preprocessing (range, layout, order of the colours), NaN, dead and duplicate filters, saturated
    /// activations, layers prone to checkerboards. One photo shows a wrong range or layout; the order of the colours takes 15 or more.
    /// It costs two or three forward passes for each image.
    /// </summary>
    /// <remarks>Checkerboards: Odena, Dumoulin and Olah, Deconvolution and Checkerboard Artifacts, 2016.</remarks>
    /// <param name="model">The model, with the preprocessing that is in doubt.</param>
    /// <param name="images">Photos of what the model is for; they are read one after the other.</param>
    /// <param name="options">Tolerances; null for the defaults.</param>
    /// <param name="progress">Hears of every image; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it between and within passes.</param>
    /// <returns>What was found, and what cannot be told.</returns>
    /// <exception cref="ArgumentException">There is no image, or an option is out of range.</exception>
    /// <exception cref="CnnVisException">None of the images can be read.</exception>
    public static Diagnosis Diagnose(
        this CnnModel model,
        IEnumerable<ImageSource> images,
        DiagnoseOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        return Run(model, [.. images.Select(source => (source.Name, (Func<DiagnosedImage>)(() => DiagnosedImage.Of(model, source.Load()))))], options, progress, cancellationToken);
    }

    /// <summary>Checks a network up on some pictures.</summary>
    /// <param name="model">The model, with the preprocessing that is in doubt.</param>
    /// <param name="images">Photos of what the model is for.</param>
    /// <param name="options">Tolerances; null for the defaults.</param>
    /// <param name="progress">Hears of every image; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it between and within passes.</param>
    /// <returns>What was found, and what cannot be told.</returns>
    /// <exception cref="ArgumentException">There is no image, or an option is out of range.</exception>
    public static Diagnosis Diagnose(
        this CnnModel model,
        IEnumerable<RgbImage> images,
        DiagnoseOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        return Run(model, [.. images.Select((image, i) => ($"image {i}", (Func<DiagnosedImage>)(() => DiagnosedImage.Of(model, image))))], options, progress, cancellationToken);
    }

    /// <summary>Checks a network up on images as an application feeds them, with all that may be wrong with them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">One or more images in the model's own layout, used as they are.</param>
    /// <param name="options">Tolerances; null for the defaults.</param>
    /// <param name="progress">Hears of every image; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it between and within passes.</param>
    /// <returns>What was found, and what cannot be told.</returns>
    /// <exception cref="ArgumentException">The tensor does not have the shape that the model reads, or an option is out of range.</exception>
    public static Diagnosis Diagnose(
        this CnnModel model,
        ImageTensor images,
        DiagnoseOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        model.RefuseUnfit(images);
        return Run(model, [.. Enumerable.Range(0, images.Count).Select(i => ($"image {i}", (Func<DiagnosedImage>)(() => DiagnosedImage.Of(images.Slice(i)))))], options, progress, cancellationToken);
    }

    private static Diagnosis Run(
        CnnModel model,
        IReadOnlyList<(string Name, Func<DiagnosedImage> Load)> images,
        DiagnoseOptions? options,
        IProgress<ExplanationProgress>? progress,
        CancellationToken cancellationToken)
    {
        options ??= new();
        options.Validate();
        if (images.Count == 0)
        {
            throw new ArgumentException("There is no image to diagnose the model with. Give one photo at least, better 15.", nameof(images));
        }

        using Runtime.RunGate.Pass pass = model.EnterPass();
        return new DiagnosisRun(model, options, cancellationToken).Run(images, progress);
    }
}
