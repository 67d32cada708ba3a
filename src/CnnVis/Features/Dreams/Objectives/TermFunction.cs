using CnnVis.Runtime;

namespace CnnVis.Features.Dreams;

/// <summary>Computes a term for every image of a batch and adds the weighted gradient of their sum.</summary>
/// <param name="activations">The term's tensor.</param>
/// <param name="weight">What the gradient is multiplied by.</param>
/// <param name="gradient">The gradient with respect to the tensor, image after image.</param>
/// <returns>The term's value for each image.</returns>
internal delegate double[] TermFunction(TensorBatch activations, float weight, Span<float> gradient);

/// <summary>Computes a term for one image and adds its weighted gradient.</summary>
internal delegate double ImageFunction(ReadOnlySpan<float> values, float weight, Span<float> gradient);

/// <summary>Makes terms of functions.</summary>
internal static class TermFunctions
{
    /// <summary>A term that looks at each image by itself.</summary>
    public static TermFunction OfEachImage(ImageFunction function) => (activations, weight, gradient) =>
    {
        double[] values = new double[activations.Count];
        for (int image = 0; image < values.Length; image++)
        {
            ReadOnlySpan<float> ofImage = activations[image];
            values[image] = function(ofImage, weight, gradient.Slice(image * ofImage.Length, ofImage.Length));
        }

        return values;
    };
}
