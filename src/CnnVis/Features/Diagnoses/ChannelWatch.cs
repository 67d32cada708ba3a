using System.Numerics.Tensors;
using CnnVis.Features.Dreams;
using CnnVis.Features.Maps;
using CnnVis.Features.Surveys;
using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Features.Diagnoses;

/// <summary>Gathers what the channels of a layer say, image after image.</summary>
/// <param name="first">The layer that findings name: for a convolution, itself.</param>
/// <param name="last">The layer whose output is watched.</param>
/// <param name="isConvolution">Whether its channels are filters.</param>
internal sealed class ChannelWatch(Layer first, Layer last, bool isConvolution)
{
    private readonly ActivationBounds _bounds = ActivationBounds.Of(last);
    private ChannelMoments[] _moments = [];

    public Layer First { get; } = first;

    public Layer Last { get; } = last;

    public bool IsConvolution { get; } = isConvolution;

    public int Channels => _moments.Length;

    public long NumbersPerChannel { get; private set; }

    public long NotFinite { get; private set; }

    /// <summary>The channels whose statistics meet a condition.</summary>
    public int[] Where(Func<ChannelStatistics, bool> condition) =>
        [.. Enumerable.Range(0, Channels).Where(channel => condition(_moments[channel].ToStatistics()))];

    public void Add(TensorBatch output)
    {
        FeatureGrid grid = LayerChannels.Of(Last, output.Shape);
        float[] planes = grid.ToPlanes(output[0]);
        if (_moments.Length == 0)
        {
            _moments = [.. Enumerable.Range(0, grid.Channels).Select(_ => new ChannelMoments(_bounds))];
        }

        NumbersPerChannel += grid.CellCount;
        for (int channel = 0; channel < grid.Channels; channel++)
        {
            ReadOnlySpan<float> map = planes.AsSpan(channel * grid.CellCount, grid.CellCount);
            if (!TensorPrimitives.IsFiniteAll(map))
            {
                float[] finite = Array.FindAll(map.ToArray(), float.IsFinite);
                _moments[channel].Leave(map.Length - finite.Length);
                NotFinite += map.Length - finite.Length;
                map = finite;
            }

            if (!map.IsEmpty)
            {
                _moments[channel].Add(map);
            }
        }
    }
}
