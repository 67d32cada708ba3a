using CnnVis.Differentiation.Checking;

namespace CnnVis;

/// <summary>Checks gradients, and writes backward graphs for looking at.</summary>
public static class GradientCheckExtensions
{
    private const int Seed = 7;

    // Enlarged to the model's input, so few pixels become blobs.
    private const int Coarse = 8;

    /// <summary>
    /// Says whether a model's gradients can be trusted: names the nodes that block differentiation, compares every differentiated node by
    /// itself with central differences on the values that it has in this run, and the whole network along its own gradient.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="image">One image in the model's own layout; null for a random one.</param>
    /// <param name="rules">The rules; null for <see cref="GradientRules.Standard"/>.</param>
    /// <param name="progress">Receives how many nodes are done, in order and on the calling thread.</param>
    /// <param name="cancellationToken">Cancels between nodes.</param>
    /// <returns>What was found; nothing is thrown for a model that cannot be differentiated.</returns>
    public static GradientReport CheckGradients(
        this CnnModel model,
        ImageTensor? image = null,
        GradientRules? rules = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ImageTensor checkedImage = image ?? RandomImage(model);
        model.RefuseUnfit(checkedImage);
        if (checkedImage.Count != 1)
        {
            throw new ArgumentException($"The tensor holds {checkedImage.Count} images; check them one by one with Slice.", nameof(image));
        }

        return new GradientChecker(model, checkedImage, rules ?? GradientRules.Standard, cancellationToken).Check(progress);
    }

    /// <summary>
    /// Writes the graph that computes the gradient of the logits with respect to the image, to look at in a viewer such as Netron. Its inputs
    /// are dL/d(logits) and the tensors of the forward pass that it reads, under their own names.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The .onnx file to write; whole or not at all.</param>
    /// <param name="rules">The rules; null for <see cref="GradientRules.Standard"/>.</param>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    public static void SaveBackwardGraph(this CnnModel model, string path, GradientRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, BackwardGraphFile.Of(model, rules ?? GradientRules.Standard));
    }

    /// <summary>Blobs, as pictures have them, in the range of the model's preprocessing.</summary>
    private static ImageTensor RandomImage(CnnModel model)
    {
        ImageShape shape = model.ImageInput.Shape;
        var random = new CounterRandom(Seed);
        return shape.Channels is 1 or 3
            ? model.ToTensor(RgbImage.Create(Coarse, Coarse, pixels =>
            {
                for (int i = 0; i < pixels.Length; i++)
                {
                    pixels[i] = (byte)(127.5f * (1 + random.Uniform(sample: 0, i)));
                }
            }))
            : new ImageTensor([.. Enumerable.Range(0, shape.ElementCount).Select(k => random.Uniform(sample: 0, k))], shape);
    }
}
