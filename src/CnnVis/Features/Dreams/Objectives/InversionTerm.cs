using System.Numerics.Tensors;

namespace CnnVis.Features.Dreams;

/// <summary>
/// - |f - f0|^2 / |f0|^2, with f0 what the layer computes for a picture: what the layer still knows of it (Mahendran and Vedaldi, Understanding Deep
/// Image Representations by Inverting Them, 2015).
/// </summary>
internal sealed class InversionTerm(LayerSelector layer, RgbImage image) : ObjectiveTerm
{
    public override string Name => $"features of a picture at {layer}";

    public override string TensorOf(CnnModel model) => layer.Resolve(model).OutputTensor;

    public override TermFunction Bind(DreamSubject subject)
    {
        float[] wanted = subject.FeaturesOf(image, TensorOf(subject.Model));
        float squares = TensorPrimitives.SumOfSquares<float>(wanted);
        if (squares == 0)
        {
            throw new ArgumentException($"The layer {layer} computes nothing but 0 for the picture: there is nothing to invert.");
        }

        return TermFunctions.OfEachImage((values, weight, gradient) =>
        {
            float[] missing = new float[wanted.Length];
            TensorPrimitives.Subtract(wanted, values, missing);
            TensorPrimitives.MultiplyAdd<float>(missing, 2 * weight / squares, gradient, gradient);
            return -TensorPrimitives.SumOfSquares<float>(missing) / squares;
        });
    }
}
