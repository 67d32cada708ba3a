using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>A channel at one cell; the centre unless told otherwise, as in lucid: half the rows down, half the columns right.</summary>
internal sealed class NeuronTerm(LayerSelector layer, int channel, int? row, int? column) : ObjectiveTerm
{
    public override string Name => $"channel {channel} of {layer} at {(row is null && column is null ? "the centre" : $"row {Text(row)}, column {Text(column)}")}";

    public override string TensorOf(CnnModel model)
    {
        Layer resolved = layer.Resolve(model);
        LayerChannels.RefuseUnknown(resolved, channel);
        return resolved.OutputTensor;
    }

    public override TermFunction Bind(DreamSubject subject)
    {
        Layer resolved = layer.Resolve(subject.Model);
        FeatureGrid grid = LayerChannels.Of(resolved, subject.Network.ShapeOf(resolved.OutputTensor));
        (int y, int x) = (row ?? grid.Height / 2, column ?? grid.Width / 2);
        if (y < 0 || y >= grid.Height || x < 0 || x >= grid.Width)
        {
            ImageShape image = subject.Network.Shape;
            throw new ArgumentException(
                $"The layer {resolved.Name} has no neuron at row {y}, column {x}: for images of {image.Height}x{image.Width} its maps are {grid.Height}x{grid.Width}.");
        }

        int index = grid.IndexOf(channel, (y * grid.Width) + x);
        return TermFunctions.OfEachImage((values, weight, gradient) =>
        {
            gradient[index] += weight;
            return values[index];
        });
    }

    private static string Text(int? place) => place is { } given ? FormattableString.Invariant($"{given}") : "of the centre";
}
