using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>The mean of a channel over all its cells.</summary>
internal sealed class ChannelTerm(LayerSelector layer, int channel) : ObjectiveTerm
{
    public override string Name => $"channel {channel} of {layer}";

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
        return TermFunctions.OfEachImage((values, weight, gradient) =>
        {
            double mean = 0;
            for (int cell = 0; cell < grid.CellCount; cell++)
            {
                int index = grid.IndexOf(channel, cell);
                mean += values[index] / (double)grid.CellCount;
                gradient[index] += weight / grid.CellCount;
            }

            return mean;
        });
    }
}
