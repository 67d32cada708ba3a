using CnnVis.Tensors;

namespace CnnVis;

/// <summary>Pictures made to excite a part of a network, and how they were made.</summary>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class Dream
{
    internal Dream(IReadOnlyList<RgbImage> images, IReadOnlyList<float> activations)
    {
        Images = images;
        Activations = activations;
    }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<RgbImage> Images { get; }

    /// <summary>The first picture.</summary>
    public RgbImage Image => Images[0];

    /// <summary>
    /// What the first part of the objective is for each finished picture, seen unmoved: a channel's mean, a neuron's activation, a class's logit.
    /// </summary>
    public IReadOnlyList<float> Activations { get; }

    /// <summary>What the first part of the objective is for the first finished picture.</summary>
    public float Activation => Activations[0];

    /// <summary>What the pictures were to excite, in words.</summary>
    public required string Objective { get; init; }

    /// <summary>The objective before each step, for the pictures as they were moved in it: the mean over all pictures.</summary>
    public required IReadOnlyList<float> ObjectiveValues { get; init; }

    /// <summary>The first picture on its way, from the start to the end; empty unless <see cref="DreamOptions.Frames"/> asks for them.</summary>
    public required IReadOnlyList<RgbImage> Frames { get; init; }

    /// <summary>The model's file name, without its folder.</summary>
    public required string Model { get; init; }

    /// <summary>The shape of the images that the network saw.</summary>
    public required ImageShape InputShape { get; init; }

    /// <summary>How it was made.</summary>
    public required DreamOptions Options { get; init; }

    /// <summary>What the random numbers were drawn from.</summary>
    public int Seed => Options.Seed;

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What a reader should know: guesses, a size that could not be had, gradients that did not arrive.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
