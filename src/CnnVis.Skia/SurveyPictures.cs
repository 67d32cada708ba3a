using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws surveys. The pictures are read again, one at a time.</summary>
public static class SurveyPictures
{
    /// <summary>
    /// Draws the patches that excite channels most: a row for each channel with its histogram on the left, the strongest patch first, its activation
    /// below. A frame marks the cell's own place where the cell sees much more than that.
    /// </summary>
    /// <param name="survey">The survey.</param>
    /// <param name="options">Which channels, and how large; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels it before the next picture is read.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="CnnVisException">A picture can no longer be read.</exception>
    public static RgbImage TopPatchSheet(this Survey survey, TopPatchSheetOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(survey);
        TopPatchSheetOptions chosen = options ?? new();
        return new TopPatchDrawing(survey, chosen.ChannelsOf(survey), chosen).Draw(cancellationToken);
    }

    /// <summary>Draws how often each channel has which activation.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="options">Which channels, and how many in a row; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    public static RgbImage HistogramSheet(this Survey survey, HistogramSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(survey);
        HistogramSheetOptions chosen = options ?? new();
        return new HistogramDrawing(survey, chosen.ChannelsOf(survey), chosen.Columns).Draw();
    }

    /// <summary>
    /// Draws what channels do for the images of each class on average: a row for each class, a column for each channel, each column on one scale, so
    /// that classes can be compared.
    /// </summary>
    /// <param name="survey">The survey.</param>
    /// <param name="options">Which channels and classes; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="ArgumentException">The survey kept no averages, or has no such channel.</exception>
    public static RgbImage ClassAverageSheet(this Survey survey, ClassAverageSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(survey);
        if (survey.ClassAverages.Count == 0)
        {
            throw new ArgumentException($"The survey kept no averages of classes: set {nameof(SurveyOptions)}.{nameof(SurveyOptions.ClassAverages)}.", nameof(survey));
        }

        ClassAverageSheetOptions chosen = options ?? new();
        return new ClassAverageDrawing(survey, chosen.ChannelsOf(survey), chosen).Draw();
    }

    /// <summary>
    /// Draws the images where an embedding places them, in true proportions: thumbnails where there is room, dots where they would cover each other.
    /// </summary>
    /// <param name="survey">The survey.</param>
    /// <param name="embedding">The points of its images, from <see cref="Survey.Embed"/> or an application's own.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels it before the next picture is read.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The embedding does not have a point for each image.</exception>
    /// <exception cref="CnnVisException">A picture can no longer be read.</exception>
    public static RgbImage EmbeddingPicture(
        this Survey survey, ImageEmbedding embedding, EmbeddingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(embedding);
        EmbeddingOptions chosen = options ?? new();
        chosen.Validate();
        return embedding.Points.Count == survey.Images.Count
            ? new EmbeddingDrawing(survey, embedding, chosen).Draw(cancellationToken)
            : throw new ArgumentException($"The embedding has {embedding.Points.Count} points for {survey.Images.Count} images.", nameof(embedding));
    }
}
