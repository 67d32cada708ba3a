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
        if (parts.Count == 1)
        {
            return parts[0];
        }

        TargetGradients first = parts[0];
        return new TargetGradients(
            [
                .. first.Values.Select((tensors, target) =>
                    tensors.Select((_, tensor) => Join([.. parts.Select(part => part.Values[target][tensor])])).ToArray()),
            ],
            [.. first.Activations.Select((_, tensor) => TensorBatch.Join([.. parts.Select(part => part.Activations[tensor])]))],
            first.IsStraightThrough);
    }

    /// <summary>Those of one image, for so many images.</summary>
    public TargetGradients Repeat(int count) => new(
        [.. Values.Select(tensors => Array.ConvertAll(tensors, ofOne => TensorBatch.Repeat(ofOne, count)))],
        [.. Activations.Select(ofOne => ofOne.Repeat(count))],
        IsStraightThrough);

    private static float[] Join(float[][] parts)
    {
        float[] joined = new float[parts.Sum(part => part.Length)];
        int start = 0;
        foreach (float[] part in parts)
        {
            part.CopyTo(joined, start);
            start += part.Length;
        }

        return joined;
    }
}
