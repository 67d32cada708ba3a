using System.Globalization;
using CnnVis.Features.Dreams;

namespace CnnVis;

/// <summary>
/// What a dream's picture is to excite: a weighted sum of neurons, channels, layers and class scores.
/// <c>Objective.Channel("conv5", 7) + 0.3f * Objective.Class("tabby")</c> wants both, a minus sign wants the opposite.
/// </summary>
public sealed class Objective
{
    private readonly (float Weight, ObjectiveTerm Term)[] _terms;

    private Objective(params (float Weight, ObjectiveTerm Term)[] terms) => _terms = terms;

    /// <summary>The mean of a channel over all its places: what the channel looks for. The picture fills with it like a texture.</summary>
    /// <param name="layer">The layer; its output has four axes, or two as a dense layer's.</param>
    /// <param name="channel">The channel, from 0.</param>
    /// <returns>The objective.</returns>
    public static Objective Channel(LayerSelector layer, int channel) => new((1, new ChannelTerm(layer, channel)));

    /// <summary>One cell of a channel: what a single neuron looks for, at one place of the picture.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="y">The row of its map; the centre where it is null.</param>
    /// <param name="x">The column; the centre where it is null.</param>
    /// <returns>The objective.</returns>
    public static Objective Neuron(LayerSelector layer, int channel, int? y = null, int? x = null) => new((1, new NeuronTerm(layer, channel, y, x)));

    /// <summary>
    /// The mean of the squares of everything that a layer computes: whatever it sees in a picture is made stronger (DeepDream; Mordvintsev, Olah and
    /// Tyka, Inceptionism, 2015). Give <see cref="DreamOptions.Start"/> a picture, and take fewer steps.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The objective.</returns>
    public static Objective Layer(LayerSelector layer) => new((1, new LayerTerm(layer)));

    /// <summary>
    /// A class's score before Softmax or Sigmoid (Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2014); for a segmentation map,
    /// the mean over the map. A model that reads pictures of one size only sees the picture enlarged to that size.
    /// </summary>
    /// <param name="selector">The class.</param>
    /// <returns>The objective.</returns>
    public static Objective Class(ClassSelector selector) => new((1, new ClassTerm(selector)));

    /// <summary>
    /// Several pictures that excite the same in different ways: minus the sum of cosines between a picture's Gram matrix of channels and those of the
    /// others. Add it, with a weight of some size, to another objective, and set <see cref="DreamOptions.Images"/> (Olah et al., 2017).
    /// </summary>
    /// <param name="layer">The layer in whose terms they differ: an early or middle one for textures.</param>
    /// <returns>The objective.</returns>
    public static Objective Diversity(LayerSelector layer) => new((1, new DiversityTerm(layer)));

    /// <summary>
    /// What a layer sees in a picture, exaggerated: the dot product of the layer's outputs for the dream and for the picture, times
    /// max(0.1, their cosine)^power.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="image">The picture, resized as the model's preprocessing does.</param>
    /// <param name="power">0 excites freely whatever it sees; larger values stay closer to the picture.</param>
    /// <returns>The objective.</returns>
    public static Objective Caricature(LayerSelector layer, RgbImage image, float power = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        return power is >= 0 and <= 16
            ? new Objective((1, new CaricatureTerm(layer, image, power)))
            : throw new ArgumentOutOfRangeException(nameof(power), power, "The power must be from 0 to 16.");
    }

    /// <summary>
    /// What a layer still knows of a picture: minus the squared distance between the layer's outputs for the dream and for the picture, over the square
    /// of the latter (Mahendran and Vedaldi, Understanding Deep Image Representations by Inverting Them, 2015). 0 is reached where they agree.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="image">The picture, resized as the model's preprocessing does.</param>
    /// <returns>The objective.</returns>
    public static Objective Inversion(LayerSelector layer, RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new Objective((1, new InversionTerm(layer, image)));
    }

    /// <summary>Both: the sum.</summary>
    /// <param name="left">An objective.</param>
    /// <param name="right">Another.</param>
    public static Objective operator +(Objective left, Objective right) => Add(left, right);

    /// <summary>One, and the opposite of the other: the difference.</summary>
    /// <param name="left">What is wanted.</param>
    /// <param name="right">What is not wanted.</param>
    public static Objective operator -(Objective left, Objective right) => Subtract(left, right);

    /// <summary>The opposite: a picture that silences what the objective would excite.</summary>
    /// <param name="objective">The objective.</param>
    public static Objective operator -(Objective objective) => Negate(objective);

    /// <summary>The objective with a weight.</summary>
    /// <param name="weight">How much it counts beside others.</param>
    /// <param name="objective">The objective.</param>
    public static Objective operator *(float weight, Objective objective) => Multiply(weight, objective);

    /// <summary>The objective with a weight.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="weight">How much it counts beside others.</param>
    public static Objective operator *(Objective objective, float weight) => Multiply(weight, objective);

    /// <summary>Both: the sum.</summary>
    /// <param name="left">An objective.</param>
    /// <param name="right">Another.</param>
    /// <returns>The sum.</returns>
    public static Objective Add(Objective left, Objective right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Objective([.. left._terms, .. right._terms]);
    }

    /// <summary>One, and the opposite of the other: the difference.</summary>
    /// <param name="left">What is wanted.</param>
    /// <param name="right">What is not wanted.</param>
    /// <returns>The difference.</returns>
    public static Objective Subtract(Objective left, Objective right) => Add(left, Negate(right));

    /// <summary>The opposite: a picture that silences what the objective would excite.</summary>
    /// <param name="objective">The objective.</param>
    /// <returns>The negative.</returns>
    public static Objective Negate(Objective objective) => Multiply(-1, objective);

    /// <summary>The objective with a weight.</summary>
    /// <param name="weight">How much it counts beside others.</param>
    /// <param name="objective">The objective.</param>
    /// <returns>The weighted objective.</returns>
    public static Objective Multiply(float weight, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return float.IsFinite(weight)
            ? new Objective([.. objective._terms.Select(term => (weight * term.Weight, term.Term))])
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weight {weight} is not finite."), nameof(weight));
    }

    /// <summary>The objective in words.</summary>
    /// <returns>For example "channel 7 of conv5 - 0.3 x class tabby".</returns>
    public override string ToString()
    {
        var words = new System.Text.StringBuilder();
        foreach ((float weight, ObjectiveTerm term) in _terms)
        {
            string sign = (words.Length, weight < 0) switch { (0, true) => "-", (0, false) => "", (_, true) => " - ", _ => " + " };
            string factor = Math.Abs(weight) == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(weight)} x ");
            words.Append(sign).Append(factor).Append(term.Name);
        }

        return words.ToString();
    }

    internal IReadOnlyList<(float Weight, ObjectiveTerm Term)> Terms => _terms;
}
