using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Features.ReceptiveFields;

/// <summary>How much each pixel moves one cell of a layer.</summary>
internal sealed class CellGradients : IDisposable
{
    private readonly Layer _layer;
    private readonly FeatureGrid _grid;
    private readonly NetworkPart _network;
    private readonly int? _channel;
    private readonly int _row;
    private readonly int _column;

    /// <exception cref="ArgumentException">The layer has no rows and columns, or no such cell or channel.</exception>
    public CellGradients(Layer layer, EffectiveReceptiveFieldOptions options, GradientRules? rules = null)
    {
        _layer = layer;
        _grid = new FeatureGrids(layer.Model).Of(layer.OutputTensor)
            ?? throw new ArgumentException($"The layer {layer} has no cells: its output has no rows and columns.", nameof(layer));
        options.Validate(layer, _grid);
        (_row, _column, _channel) = (options.Row ?? _grid.Height / 2, options.Column ?? _grid.Width / 2, options.Channel);
        _network = new NetworkPart(layer.Model, layer.Model.ImageInput.Shape, [layer.OutputTensor], rules ?? GradientRules.Standard);
    }

    public EffectiveReceptiveField Average(IEnumerable<ImageTensor> images, IProgress<ExplanationProgress>? progress, CancellationToken cancellationToken)
    {
        ImageShape shape = _network.Shape;
        double[] sums = new double[shape.PixelCount];
        int count = 0;
        var meter = new ProgressMeter(progress);
        if (images.TryGetNonEnumeratedCount(out int expected))
        {
            meter.Expect(expected);
        }

        foreach (ImageTensor image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddGradientSizes(image, sums, cancellationToken);
            count += image.Count;
            meter.Advance(1);
        }

        float[] means = [.. sums.Select(sum => (float)(sum / count))];
        return count > 0
            ? new EffectiveReceptiveField(
                new Heatmap(means, shape.Height, shape.Width, MapScaling.Stretched, shape),
                _layer.Name,
                _row,
                _column,
                _channel,
                count,
                ReceptiveField.Of(_layer.Model, _layer.OutputTensor)?.PixelsOf(_row, _column))
            : throw new ArgumentException("There is no picture to see what the cell looks at.", nameof(images));
    }

    public void Dispose() => _network.Dispose();

    private void AddGradientSizes(ImageTensor images, double[] sums, CancellationToken cancellationToken)
    {
        if (images.Shape != _network.Shape)
        {
            throw new ArgumentException(
                $"The tensor is [{string.Join(',', images.Shape.Dimensions(images.Count))}]; "
                + $"the model reads [N,{string.Join(',', _network.Shape.Dimensions(1).Skip(1))}].");
        }

        using NetworkPartPass pass = _network.Forward(images.Memory, images.Count, cancellationToken);
        float[] gradients = pass.Backward(new Dictionary<string, float[]> { [_layer.OutputTensor] = Seeds(images.Count) }, cancellationToken);
        int length = _network.Shape.ElementCount;
        for (int image = 0; image < images.Count; image++)
        {
            AddSizes(gradients.AsSpan(image * length, length), sums);
        }
    }

    /// <summary>1 at the cell's channels, for each image.</summary>
    private float[] Seeds(int images)
    {
        int perImage = _network.ShapeOf(_layer.OutputTensor).Aggregate(1, (product, size) => product * size);
        float[] seeds = new float[images * perImage];
        int cell = (_row * _grid.Width) + _column;
        for (int image = 0; image < images; image++)
        {
            for (int channel = _channel ?? 0; channel <= (_channel ?? _grid.Channels - 1); channel++)
            {
                seeds[(image * perImage) + _grid.IndexOf(channel, cell)] = 1;
            }
        }

        return seeds;
    }

    private void AddSizes(ReadOnlySpan<float> gradient, double[] sums)
    {
        ImageShape shape = _network.Shape;
        for (int pixel = 0; pixel < sums.Length; pixel++)
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                float slope = gradient[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)];
                if (!float.IsFinite(slope))
                {
                    throw new CnnVisException($"The gradient of the layer {_layer} is not finite: a number in the network overflows for this image.");
                }

                sums[pixel] += MathF.Abs(slope);
            }
        }
    }
}
