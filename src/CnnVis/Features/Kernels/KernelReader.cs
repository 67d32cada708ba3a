using CnnVis.Onnx;

namespace CnnVis.Features;

/// <summary>Reads the weights of convolutions: outputs first, and those that read the picture in its own order of channels.</summary>
internal static class KernelReader
{
    public static Kernels Read(Layer layer, KernelOptions options)
    {
        KernelWeights weights = options.MergeBatchNormalization ? KernelWeights.Merged(layer) : KernelWeights.Original(layer);
        if (weights.Shape.Length != 4)
        {
            throw new ArgumentException($"The layer {layer} has weights of {weights.Shape.Length} axes; kernels are shown for convolutions over two axes, whose weights have 4.");
        }

        int groups = (int)layer.Node.Int("group", 1);
        weights = OutputsFirst(layer, weights);
        int[]? channels = groups == 1 ? PictureChannels.ReadBy(layer) : null;
        return new Kernels(layer.Name, channels is null ? weights : InOrder(weights, channels))
        {
            Groups = groups,
            ReadsColors = channels is { Length: 3 },
            ReadsGrey = channels is { Length: 1 },
        };
    }

    /// <summary>A transposed convolution stores [in, out / group, ...]; all others [out, in / group, ...].</summary>
    public static KernelWeights OutputsFirst(Layer layer, KernelWeights weights)
    {
        if (layer.Operator != "ConvTranspose")
        {
            return weights;
        }

        int groups = (int)layer.Node.Int("group", 1);
        int[] shape = weights.Shape;
        (int inputs, int outputs, int places) = (shape[0] / groups, shape[1], shape[2] * shape[3]);
        float[] turned = new float[weights.Values.Length];
        for (int i = 0; i < shape[0] * outputs; i++)
        {
            (int group, int input, int output) = (i / outputs / inputs, i / outputs % inputs, i % outputs);
            int plane = (((group * outputs) + output) * inputs) + input;
            weights.Values.AsSpan(i * places, places).CopyTo(turned.AsSpan(plane * places));
        }

        return weights with { Values = turned, Shape = [groups * outputs, inputs, shape[2], shape[3]] };
    }

    /// <summary>The weights for red first, whichever channel the layer reads first.</summary>
    private static KernelWeights InOrder(KernelWeights weights, int[] channels)
    {
        int places = weights.Shape[2] * weights.Shape[3];
        float[] ordered = new float[weights.Values.Length];
        for (int plane = 0; plane < ordered.Length / places; plane++)
        {
            (int kernel, int input) = (plane / channels.Length, plane % channels.Length);
            weights.Values.AsSpan(plane * places, places).CopyTo(ordered.AsSpan(((kernel * channels.Length) + channels[input]) * places));
        }

        return weights with { Values = ordered };
    }
}
