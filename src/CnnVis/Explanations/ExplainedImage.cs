using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Explanations;

/// <summary>What an explanation is about: one image and whoever scores it, a model or a black box.</summary>
internal abstract class ExplainedImage
{
    private readonly Lazy<InputColors?> _colors;

    protected ExplainedImage(ImageTensor input, RgbImage? picture, ImageGeometry? geometry)
    {
        if (input.Count != 1)
        {
            throw new ArgumentException(
                $"The tensor holds {input.Count} images; one is explained at a time. Use ExplainMany, or Slice to choose one.");
        }

        Input = input;
        Picture = picture;
        Geometry = geometry;
        _colors = new Lazy<InputColors?>(() => KnowsColors && Input.Shape.Channels is 1 or 3 ? InputColors.Of(ColorOf) : null);
    }

    public ImageTensor Input { get; }

    public RgbImage? Picture { get; }

    public ImageGeometry? Geometry { get; }

    /// <summary>Arrays for changed copies of it and what is computed from them.</summary>
    public virtual FloatBuffers Buffers { get; } = new(keeps: true);

    public abstract string ScorerName { get; }

    public abstract Labels? Labels { get; }

    public abstract int BatchSize { get; }

    /// <summary>What an image of a batch takes in memory.</summary>
    public virtual double BytesPerImage => sizeof(float) * (double)Input.Shape.ElementCount;

    /// <summary>Runs something, and says what the sessions hold that were used for it.</summary>
    public virtual long BytesHeldFor(Action run)
    {
        run();
        return 0;
    }

    public virtual OutputForm? ToldForm => null;

    /// <summary>What the number is that is scored when a kind was asked for: a black box may have one kind only.</summary>
    public virtual ScoreKind KindOf(ScoreKind wanted) => wanted;

    /// <summary>What a reader of the result should know about the scorer.</summary>
    public abstract IReadOnlyList<string> Notes { get; }

    public abstract ScorePass Evaluate(ReadOnlyMemory<float> images, int count, CancellationToken cancellationToken);

    /// <summary>The scores of the image as it is.</summary>
    public virtual ScorePass Unchanged(CancellationToken cancellationToken) => Evaluate(Input.Memory, 1, cancellationToken);

    /// <summary>The model, for methods that look inside.</summary>
    /// <exception cref="NoGradientException">There is none: only scores are known.</exception>
    public abstract CnnModel Model { get; }

    /// <summary>Another picture as this scorer reads it, at the explained image's size.</summary>
    public abstract ImageTensor ToTensor(RgbImage picture);

    /// <summary>One colour, a value for each channel, as this scorer reads it.</summary>
    public abstract float[] ColorOf(RgbValues color);

    /// <summary>What the values of a pixel's channels look like; null where it is not known how pictures become inputs.</summary>
    public InputColors? Colors => _colors.Value;

    protected abstract bool KnowsColors { get; }
}
