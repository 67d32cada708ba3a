using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>Which channels are tried by methods that need a run for each.</summary>
internal static class TriedChannels
{
    /// <summary>All, or so many of those that vary most over the image; the result says so.</summary>
    public static int[] Of(LayerPlanes planes, Layer layer, int? most, ExplanationContext context)
    {
        int[] all = [.. Enumerable.Range(0, planes.Channels)];
        if (most is not { } count || count >= all.Length)
        {
            return all;
        }

        context.AddNote($"{count} of {planes.Channels} channels of {layer.Name} were tried, those that vary most over the image.");
        return [.. all.OrderByDescending(channel => TensorPrimitives.StdDev(planes.Activation(channel))).Take(count).Order()];
    }
}
