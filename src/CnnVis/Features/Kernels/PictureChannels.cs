using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Features;

/// <summary>Which channel of the picture each input channel of a layer is.</summary>
internal static class PictureChannels
{
    // What models do to a picture before they look at it: they move and order its numbers, and scale and shift them.
    private static readonly HashSet<string> Preparing = new(StringComparer.Ordinal)
    {
        "Identity", "Cast", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Pad", "Slice", "Split", "Gather", "Concat",
        "Sub", "Div", "Mul", "Add", "BatchNormalization", "QuantizeLinear", "DequantizeLinear",
    };

    /// <summary>The channel of the picture (red, green, blue, or grey alone) that each input channel reads; null where the layer reads anything else.</summary>
    public static int[]? ReadBy(Layer layer)
    {
        CnnModel model = layer.Model;
        string tensor = layer.Node.Input[0];
        int count = model.ImageInput.Shape.Channels;
        if (count is not (1 or 3) || !ReadsOnlyPreparing(model, tensor))
        {
            return null;
        }

        int[] channels = tensor == model.ImageInput.Name ? [.. Enumerable.Range(0, count)] : Measured(model, tensor);
        bool isOrder = channels.Length == count && channels.Order().SequenceEqual(Enumerable.Range(0, count));
        return !isOrder ? null
            : count == 3 && model.Preprocessing.ChannelOrder == ChannelOrder.Bgr ? Array.ConvertAll(channels, channel => 2 - channel)
            : channels;
    }

    private static bool ReadsOnlyPreparing(CnnModel model, string tensor)
    {
        var ways = new ImageWays(model);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([tensor]);
        while (open.TryPop(out string? next))
        {
            if (!seen.Add(next) || next == model.ImageInput.Name)
            {
                continue;
            }

            if (model.Graph.Producer(next) is not { } node || !Preparing.Contains(node.OpType))
            {
                return false;
            }

            foreach (string read in ways.ReadFor(next))
            {
                open.Push(read);
            }
        }

        return true;
    }

    /// <summary>Brightens one channel of the picture after the other and sees which input channel grows: the graph may turn or negate them.</summary>
    private static int[] Measured(CnnModel model, string tensor)
    {
        ImageShape shape = model.ImageInput.Shape;
        TensorBatch black = model.Activations(new ImageTensor(new float[shape.ElementCount], shape), [tensor], CancellationToken.None)[0];
        int inputs = black.Shape.Length == 3 ? black.Shape[0] : 0;
        int[] read = [.. Enumerable.Repeat(-1, inputs)];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float[] image = new float[shape.ElementCount];
            for (int pixel = 0; pixel < shape.PixelCount; pixel++)
            {
                image[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)] = 1;
            }

            float[] bright = model.Activations(new ImageTensor(image, shape), [tensor], CancellationToken.None)[0].Values;
            for (int input = 0; input < inputs; input++)
            {
                int places = bright.Length / inputs;
                double change = Enumerable.Range(input * places, places).Sum(i => (double)bright[i] - black.Values[i]);
                if (change != 0)
                {
                    // What reads two channels, or one turned into its negative, is no colour.
                    read[input] = change > 0 && read[input] < 0 ? channel : int.MaxValue;
                }
            }
        }

        return read;
    }
}
