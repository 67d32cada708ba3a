using CnnVis.Features.Surveys;

namespace CnnVis;

/// <summary>What excites the channels of a layer, over many images.</summary>
public sealed class Survey
{
    private readonly LayerCollector _collected;
    private readonly Lazy<ImageFeatures> _features;

    internal Survey(LayerCollector collected, IReadOnlyList<SurveyedImage> images)
    {
        _collected = collected;
        Images = images;
        ClassAverages = collected.ClassAverages;
        _features = new Lazy<ImageFeatures>(() => new ImageFeatures(collected.Features));
    }

    /// <summary>The layer's name.</summary>
    public string Layer => _collected.Layer.Name;

    /// <summary>The model's file name, without its folder.</summary>
    public string Model => _collected.Layer.Model.Name;

    /// <summary>How many channels the layer has.</summary>
    public int Channels => _collected.Grid.Channels;

    /// <summary>Rows of cells of each channel's map.</summary>
    public int Height => _collected.Grid.Height;

    /// <summary>Columns of cells of each channel's map.</summary>
    public int Width => _collected.Grid.Width;

    /// <summary>The images, in order, without those that could not be read.</summary>
    public IReadOnlyList<SurveyedImage> Images { get; }

    /// <summary>The images that could not be read.</summary>
    public required IReadOnlyList<SkippedImage> Skipped { get; init; }

    /// <summary>
    /// The mean maps of each class, that with most images first; empty where <see cref="SurveyOptions.ClassAverages"/> is false or there are no
    /// classes.
    /// </summary>
    public IReadOnlyList<ClassAverage> ClassAverages { get; }

    /// <summary>The channels that said the same in every cell of every image.</summary>
    public IReadOnlyList<int> DeadChannels => [.. Enumerable.Range(0, Channels).Where(channel => Statistics(channel).IsDead)];

    /// <summary>How it was made.</summary>
    public required SurveyOptions Options { get; init; }

    /// <summary>How long the pass took, for all layers together.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What a reader should know: guesses, images that were skipped, patches that are whole pictures.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The parts of images that excite a channel most, the strongest first; of equal ones that of the earlier image.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <returns>At most <see cref="SurveyOptions.TopPatches"/>.</returns>
    public IReadOnlyList<TopPatch> TopPatches(int channel) =>
        [.. _collected.Top(Known(channel)).Select(top => PatchOf(top, Images[top.Image]))];

    /// <summary>How often a channel's activations had which size.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <returns>The histogram.</returns>
    public ChannelHistogram Histogram(int channel) => _collected.Histogram(Known(channel));

    /// <summary>What a channel's activations were over all cells of all images.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <returns>The statistics.</returns>
    public ChannelStatistics Statistics(int channel) => _collected.Statistics(Known(channel));

    /// <summary>What the layer makes of an image in a few numbers: the mean of each channel over its cells.</summary>
    /// <param name="image">The image, a position in <see cref="Images"/>.</param>
    /// <returns>A number for each channel.</returns>
    public ReadOnlySpan<float> Features(int image) => _features.Value[KnownImage(image)];

    /// <summary>The images that are most like an image to the layer, by the cosine of their features, the most alike first.</summary>
    /// <param name="image">The image, a position in <see cref="Images"/>.</param>
    /// <param name="count">How many.</param>
    /// <returns>Other images; of equal ones the earlier first.</returns>
    public IReadOnlyList<SimilarImage> MostSimilar(int image, int count = 9) => Ranked(image, count, mostFirst: true);

    /// <summary>The images that are least like an image to the layer, by the cosine of their features, the least alike first.</summary>
    /// <param name="image">The image, a position in <see cref="Images"/>.</param>
    /// <param name="count">How many.</param>
    /// <returns>Other images; of equal ones the earlier first.</returns>
    public IReadOnlyList<SimilarImage> LeastSimilar(int image, int count = 9) => Ranked(image, count, mostFirst: false);

    /// <summary>
    /// Lays the images out in a plane so that those that differ most lie farthest apart: the first two principal components of their features. An
    /// axis has no sign of its own: here the feature that counts most in it counts positively.
    /// </summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>A point for each image.</returns>
    public ImageEmbedding Embed(CancellationToken cancellationToken = default) => _features.Value.Embed(cancellationToken);

    /// <summary>The position of an image in <see cref="Images"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The position of the first image of that name.</returns>
    /// <exception cref="ArgumentException">There is no such image.</exception>
    public int IndexOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        for (int i = 0; i < Images.Count; i++)
        {
            if (Images[i].Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException(
            $"The survey saw no image '{name}'.{Models.NearNames.Sentence(name, Images.Select(image => image.Name))}", nameof(name));
    }

    private TopPatch PatchOf(TopCell top, SurveyedImage image)
    {
        (int row, int column) = (top.Cell / Width, top.Cell % Width);
        return new TopPatch(
            top.Image,
            image.Name,
            top.Value,
            row,
            column,
            _collected.View.Seen(row, column, image.Geometry),
            _collected.View.Place(row, column, image.Geometry));
    }

    private SimilarImage[] Ranked(int image, int count, bool mostFirst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. _features.Value.Ranked(KnownImage(image), mostFirst).Take(count).Select(pair => new SimilarImage(pair.Image, Images[pair.Image].Name, pair.Cosine))];
    }

    private int Known(int channel) => channel >= 0 && channel < Channels
        ? channel
        : throw new ArgumentOutOfRangeException(
            nameof(channel), $"The layer {_collected.Layer} has no channel {channel}: it has {Channels}, 0 to {Channels - 1}.");

    private int KnownImage(int image) => image >= 0 && image < Images.Count
        ? image
        : throw new ArgumentOutOfRangeException(nameof(image), $"The survey has no image {image}: it saw {Images.Count}, 0 to {Images.Count - 1}.");
}
