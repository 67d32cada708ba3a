using System.Numerics.Tensors;
using CnnVis.Features.Dreams;
using CnnVis.Features.Maps;
using CnnVis.Models;

namespace CnnVis.Features.Surveys;

/// <summary>Keeps of a layer's outputs, image after image, what a survey is asked for later.</summary>
internal sealed class LayerCollector
{
    private readonly SurveyOptions _options;
    private readonly ChannelMoments[] _moments;
    private readonly StreamingHistogram[] _histograms;
    private readonly TopCells[] _top;
    private readonly ClassSums _classes;

    /// <exception cref="ArgumentException">The layer has no channels.</exception>
    public LayerCollector(Layer layer, SurveyOptions options, MemoryAllowance memory)
    {
        _options = options;
        Layer = layer;
        Grid = LayerChannels.Of(layer);
        View = new CellView(ReceptiveField.Of(layer.Model, layer.OutputTensor), Grid, layer.Model.ImageInput.Shape);
        var bounds = ActivationBounds.Of(layer);
        _moments = Each(() => new ChannelMoments(bounds));
        _histograms = Each(() => new StreamingHistogram(options.Bins));
        _top = Each(() => new TopCells(options.TopPatches));
        _classes = new ClassSums(Grid, memory);
    }

    public Layer Layer { get; }

    public FeatureGrid Grid { get; }

    public CellView View { get; }

    /// <summary>The mean of each channel, image after image.</summary>
    public List<float[]> Features { get; } = [];

    public IReadOnlyList<ClassAverage> ClassAverages => _classes.Averages;

    public IReadOnlyList<TopCell> Top(int channel) => _top[channel].Cells;

    public ChannelHistogram Histogram(int channel) => _histograms[channel].ToHistogram();

    public ChannelStatistics Statistics(int channel) => _moments[channel].ToStatistics();

    public IEnumerable<string> Notes()
    {
        if (View.Note is { } note)
        {
            yield return $"{Layer.Name} {note}";
        }

        int merelyFirst = Enumerable.Range(0, Grid.Channels).Count(channel => _top[channel].AreMerelyFirst && !Statistics(channel).IsDead);
        if (merelyFirst > 0)
        {
            yield return $"{Layer.Name}: in {merelyFirst} of {Grid.Channels} channels more images reach the largest activation than patches are kept, as a clipped activation "
                + "(ReLU6) lets them; the first ones are kept. The layer before the activation tells them apart.";
        }

        if (_classes.LeftOut > 0)
        {
            yield return $"{Layer.Name}: {_classes.LeftOut} classes have no average maps, because {MemoryAllowance.ForClasses >> 20} MB were used up. "
                + $"Survey fewer or smaller layers, or join classes with {nameof(SurveyOptions.ClassOf)}.";
        }

        if (_moments.Any(moments => moments.ToStatistics().NotFinite > 0))
        {
            yield return $"{Layer.Name}: some activations are NaN or infinite; they were left out, and so were their images from class averages.";
        }
    }

    /// <summary>Takes what the layer made of the next image.</summary>
    public void Add(ReadOnlySpan<float> output, string? className)
    {
        RefuseUnfit(output.Length);
        int image = Features.Count;
        float[] means = new float[Grid.Channels];
        ReadOnlySpan<float> planes = Grid.IsOfPlanes ? output : Grid.ToPlanes(output);
        for (int channel = 0; channel < means.Length; channel++)
        {
            means[channel] = AddMap(image, channel, planes.Slice(channel * Grid.CellCount, Grid.CellCount));
        }

        Features.Add(means);
        if (className is not null && _options.ClassAverages && TensorPrimitives.IsFiniteAll(output))
        {
            _classes.Add(className, output);
        }
    }

    /// <summary>Adds one channel's map.</summary>
    /// <returns>Its mean.</returns>
    private float AddMap(int image, int channel, ReadOnlySpan<float> map)
    {
        _top[channel].Offer(image, map, _options.PatchesPerImage);
        ChannelMoments moments = _moments[channel];
        if (!TensorPrimitives.IsFiniteAll(map))
        {
            float[] finite = Array.FindAll(map.ToArray(), float.IsFinite);
            moments.Leave(map.Length - finite.Length);
            map = finite;
        }

        if (map.IsEmpty)
        {
            return 0;
        }

        double mean = moments.Add(map);
        _histograms[channel].Add(map, moments.Minimum, moments.Maximum);
        return (float)mean;
    }

    private void RefuseUnfit(int length)
    {
        int expected = Layer.OutputShape.Skip(1).Aggregate(1, (product, size) => product * size);
        if (length != expected)
        {
            throw new ArgumentException(
                $"The layer {Layer} cannot be surveyed: its first axis is not that of the images, so that {length} numbers belong to each, not {expected}.");
        }
    }

    private T[] Each<T>(Func<T> create) => [.. Enumerable.Range(0, Grid.Channels).Select(_ => create())];
}
