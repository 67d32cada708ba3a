using CnnVis.Runtime;

namespace CnnVis.Features;

/// <summary>What a part of a network made of some images: its tensors, and from their gradients that of the images.</summary>
internal sealed class NetworkPartPass : IDisposable
{
    private readonly NetworkPart _network;
    private readonly IReadOnlyList<(TensorRun Run, int Count)> _runs;

    public NetworkPartPass(NetworkPart network, IReadOnlyList<(TensorRun Run, int Count)> runs)
    {
        _network = network;
        _runs = runs;
        Activations = network.Tensors.ToDictionary(tensor => tensor, Read);
    }

    /// <summary>The values of each tensor.</summary>
    public IReadOnlyDictionary<string, TensorBatch> Activations { get; }

    /// <summary>The gradient of the images, one after the other.</summary>
    /// <param name="gradients">Those of the tensors, image after image.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    public float[] Backward(IReadOnlyDictionary<string, float[]> gradients, CancellationToken cancellationToken)
    {
        int first = 0;
        float[] images = new float[_runs.Sum(run => run.Count) * _network.Shape.ElementCount];
        foreach ((TensorRun run, int count) in _runs)
        {
            float[] part = _network.Backward(run, tensor => Part(gradients[tensor], Activations[tensor], first, run.ShapeOf(tensor)), cancellationToken);
            part.AsSpan(0, count * _network.Shape.ElementCount).CopyTo(images.AsSpan(first * _network.Shape.ElementCount));
            first += count;
        }

        return images;
    }

    public void Dispose()
    {
        foreach ((TensorRun run, _) in _runs)
        {
            run.Dispose();
        }
    }

    private TensorBatch Read(string tensor)
    {
        TensorBatch[] parts = [.. _runs.Select(run => Read(run.Run, run.Count, _network.ShapeOf(tensor), tensor))];
        return parts.Length == 1 ? parts[0] : TensorBatch.Join(parts);
    }

    private static TensorBatch Read(TensorRun run, int count, int[] shape, string tensor)
    {
        float[] values = run.Floats(tensor);
        int length = count * shape.Aggregate(1, (product, size) => product * size);
        return new TensorBatch(values.Length == length ? values : values[..length], shape, count);
    }

    /// <summary>The part of a run, filled up with zeros where the model takes more images than are left.</summary>
    private static float[] Part(float[] all, TensorBatch batch, int first, int[] runShape)
    {
        int length = runShape.Aggregate(1, (product, size) => product * size);
        if (length == all.Length)
        {
            return all;
        }

        int perImage = all.Length / batch.Count;
        float[] part = new float[length];
        all.AsSpan(first * perImage, Math.Min(length, all.Length - (first * perImage))).CopyTo(part);
        return part;
    }
}
