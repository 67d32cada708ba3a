using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>What a differentiated batch of images gives.</summary>
/// <param name="Values">For each target and each wanted tensor the gradients, image after image.</param>
/// <param name="Activations">The values of the tensors that were asked for.</param>
/// <param name="IsStraightThrough">True where rounding was passed as if it were not there.</param>
internal sealed record TargetGradients(float[][][] Values, TensorBatch[] Activations, bool IsStraightThrough)
{
    /// <summary>Those of batches that follow each other.</summary>
    public static TargetGradients Join(IReadOnlyList<TargetGradients> parts)
    {
        TargetGradients first = parts[0];
        return new TargetGradients(
            [
                .. first.Values.Select((tensors, target) =>
                    tensors.Select((_, tensor) => parts.SelectMany(part => part.Values[target][tensor]).ToArray()).ToArray()),
            ],
            [.. first.Activations.Select((_, tensor) => TensorBatch.Join([.. parts.Select(part => part.Activations[tensor])]))],
            first.IsStraightThrough);
    }
}
