using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Features.Diagnoses;

/// <summary>What a classifier says about an image, in the numbers that the checks compare.</summary>
/// <param name="Entropy">How undecided it is, in nats.</param>
/// <param name="Top">The most probable class.</param>
/// <param name="Logits">The scores before the probabilities.</param>
internal sealed record ClassifierAnswer(double Entropy, int Top, float[] Logits)
{
    /// <summary>Whether a model's output is one distribution over classes for each image.</summary>
    public static bool Has(CnnModel model) =>
        model.Output is { Form: OutputForm.Classes, Kind: not OutputKind.Sigmoid, ClassCount: > 1 };

    public static ClassifierAnswer Of(CnnModel model, ImageTensor image, CancellationToken cancellationToken)
    {
        ScorePass pass = model.Evaluate(image.Memory, 1, image.Shape, cancellationToken);
        ReadOnlySpan<float> probabilities = pass.Probabilities[0];
        return new ClassifierAnswer(Statistics.Entropy(probabilities), TensorPrimitives.IndexOfMax(probabilities), pass.Logits[0].ToArray());
    }

    /// <summary>How far these scores are from others, as a share of how far these classes are apart; what all classes share does not count.</summary>
    public double DistanceFrom(ClassifierAnswer other)
    {
        float[] change = new float[Logits.Length];
        TensorPrimitives.Subtract(Logits, other.Logits, change);
        float spread = TensorPrimitives.StdDev<float>(Logits);
        return spread > 0 ? TensorPrimitives.StdDev<float>(change) / spread : 0;
    }
}
