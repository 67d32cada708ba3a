using CnnVis.Features;
using CnnVis.Features.Tours;

namespace CnnVis.Cli.Commands;

/// <summary>The layers whose kernels and maps are drawn: those that were given, else a few over the whole depth of the network.</summary>
internal sealed record DrawnLayers(IReadOnlyList<Layer> WithKernels, IReadOnlyList<Layer> WithMaps, IReadOnlyList<string> Notes)
{
    private const int MostKernelSheets = 8;

    public static DrawnLayers Of(CnnModel model, LayerSelection? given, bool hasImages)
    {
        if (given is not null)
        {
            Layer[] layers = [.. given.In(model).Select(one => one.Layer)];
            // Without an image a layer can show nothing but its kernels.
            return new DrawnLayers([.. layers.Where(layer => !hasImages || Convolutions.Contain(layer))], hasImages ? layers : [], []);
        }

        Layer[] convolutions = [.. Convolutions.Of(model)];
        Layer[] spatial = [.. convolutions.Where(HasPlaces)];
        Layer[] candidates = spatial.Length > 0 ? spatial : convolutions;
        int count = Math.Min(candidates.Length, MostKernelSheets);
        Layer[] drawn = [.. Enumerable.Range(0, count).Select(i => candidates[i * (candidates.Length - 1) / Math.Max(count - 1, 1)])];
        var notes = new List<string>();
        if (drawn.Length < convolutions.Length)
        {
            notes.Add($"the kernels of {drawn.Length} of {convolutions.Length} convolutions are drawn: --layer names others.");
        }

        return new DrawnLayers(drawn, hasImages ? Stops(model, notes) : [], notes);
    }

    private static Layer[] Stops(CnnModel model, List<string> notes)
    {
        try
        {
            return [.. TourRoute.Of(model).In(model).Select(one => one.Layer)];
        }
        catch (ArgumentException e)
        {
            // Such a network can still be explained.
            notes.Add(e.Message);
            return [];
        }
    }

    /// <summary>Kernels of 1x1 show no pattern, and what is not stored cannot be looked up without computing it.</summary>
    private static bool HasPlaces(Layer layer) =>
        layer.Model.Graph.Constant(layer.Node.Input[1]) is { Dims: [_, _, var height, var width] } && (height > 1 || width > 1);
}
