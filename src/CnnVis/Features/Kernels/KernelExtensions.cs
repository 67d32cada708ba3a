using CnnVis.Features;

namespace CnnVis;

/// <summary>The verb <see cref="Kernels"/>.</summary>
public static class KernelExtensions
{
    /// <summary>
    /// Reads a convolution's weights: what each of its kernels looks for, or with ConvTranspose what it paints. Weights that the file stores in
    /// another form (behind Identity, transposed, quantised, in half precision) are computed once. It costs no forward pass through the network.
    /// </summary>
    /// <param name="layer">A convolution over two axes.</param>
    /// <param name="options">Originals, or merged with the BatchNormalization that follows; null for the defaults.</param>
    /// <returns>Its kernels.</returns>
    /// <exception cref="ArgumentException">The layer is no convolution over two axes, or its weights are computed from the image.</exception>
    public static Kernels Kernels(this Layer layer, KernelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Convolutions.Refuse(layer);
        return KernelReader.Read(layer, options ?? new());
    }
}
