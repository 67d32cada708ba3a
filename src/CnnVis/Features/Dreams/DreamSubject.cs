using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Features.Dreams;

/// <summary>What an objective is bound to: a network that sees images of one size, and how many are dreamed at once.</summary>
internal sealed record DreamSubject(CnnModel Model, NetworkPart Network, int Images, CancellationToken CancellationToken)
{
    /// <summary>What a tensor is for a picture, resized as the model's preprocessing does.</summary>
    public float[] FeaturesOf(RgbImage picture, string tensor)
    {
        (ImageTensor image, _) = Preprocessor.Apply(Model.Preprocessing, picture, Network.Shape);
        using NetworkPartPass pass = Network.Forward(image.Memory, 1, CancellationToken);
        TensorBatch features = pass.Activations[tensor];
        return features.Values;
    }
}
