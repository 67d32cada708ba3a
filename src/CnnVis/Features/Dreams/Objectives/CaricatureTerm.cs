using System.Numerics.Tensors;

namespace CnnVis.Features.Dreams;

/// <summary>f . f0 max(0.1, cos(f, f0))^power, with f0 what the layer computes for a picture: what it sees there, exaggerated (lucid).</summary>
internal sealed class CaricatureTerm(LayerSelector layer, RgbImage image, float power) : ObjectiveTerm
{
    // So that pictures which share nothing yet have a way to go.
    private const float LeastCosine = 0.1f;

    public override string Name => $"caricature of a picture at {layer}";

    public override string TensorOf(CnnModel model) => layer.Resolve(model).OutputTensor;

    public override TermFunction Bind(DreamSubject subject)
    {
        float[] wanted = subject.FeaturesOf(image, TensorOf(subject.Model));
        float wantedLength = TensorPrimitives.Norm<float>(wanted);
        return TermFunctions.OfEachImage((values, weight, gradient) =>
        {
            float length = TensorPrimitives.Norm(values);
            float dot = TensorPrimitives.Dot<float>(values, wanted);
            float cosine = length * wantedLength > 0 ? dot / (length * wantedLength) : 0;
            float factor = MathF.Pow(Math.Max(LeastCosine, cosine), power);
            float alongWanted = factor;
            if (cosine > LeastCosine)
            {
                // The slope of the factor: power factor / cos (f0 / (|f| |f0|) - cos f / |f|^2), times the dot product.
                float slope = dot * power * factor / cosine;
                alongWanted += slope / (length * wantedLength);
                TensorPrimitives.MultiplyAdd(values, -weight * slope * cosine / (length * length), gradient, gradient);
            }

            TensorPrimitives.MultiplyAdd<float>(wanted, weight * alongWanted, gradient, gradient);
            return dot * factor;
        });
    }
}
